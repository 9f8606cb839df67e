package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class HandshakeIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private AMQImpl.Connection.Start start() throws Exception {
        return clients.keep(RawConnection.greeted(broker)).expect(0, AMQImpl.Connection.Start.class);
    }

    private byte[] answerTo(int... header) throws Exception {
        RawConnection raw = clients.keep(RawConnection.silent(broker));
        raw.bytes(header);
        return raw.readToEnd();
    }

    @Test
    void offersVersion09AndEnglish() throws Exception {
        AMQImpl.Connection.Start start = start();
        assertThat(start.getVersionMajor()).isZero();
        assertThat(start.getVersionMinor()).isEqualTo(9);
        assertThat(start.getLocales().toString()).isEqualTo("en_US");
    }

    @Test
    void offersPlainAndAmqplain() throws Exception {
        assertThat(start().getMechanisms().toString().split(" ")).contains("PLAIN", "AMQPLAIN");
    }

    @Test
    void callsItselfRabbitMqWithADottedVersion() throws Exception {
        Map<String, Object> properties = start().getServerProperties();
        assertThat(properties.keySet())
                .contains("capabilities", "cluster_name", "copyright", "information", "platform", "product", "version");
        assertThat(properties.get("product")).hasToString("RabbitMQ").isInstanceOf(LongString.class);
        assertThat(properties.get("version").toString()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    @SuppressWarnings("unchecked")
    void tellsItsCapabilities() throws Exception {
        Map<String, Object> capabilities =
                (Map<String, Object>) start().getServerProperties().get("capabilities");
        assertThat(capabilities)
                .containsEntry("publisher_confirms", true)
                .containsEntry("exchange_exchange_bindings", true)
                .containsEntry("basic.nack", true)
                .containsEntry("consumer_cancel_notify", true)
                .containsEntry("connection.blocked", true)
                .containsEntry("consumer_priorities", true)
                .containsEntry("authentication_failure_close", true)
                .containsEntry("per_consumer_qos", true)
                .containsEntry("direct_reply_to", true);
    }

    @Test
    void answersAnotherProtocolWithItsOwnHeader_andHangsUp() throws Exception {
        assertThat(answerTo('H', 'T', 'T', 'P', '/', '1', '.', '1')).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
    }

    @Test
    void answersAnUnknownAmqpVersionWithItsOwnHeader_andHangsUp() throws Exception {
        assertThat(answerTo('A', 'M', 'Q', 'P', 0, 0, 8, 2)).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
        assertThat(answerTo('A', 'M', 'Q', 'P', 0, 0, 10, 0)).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
    }

    @Test
    void takesTheHeaderOfVersion09AsIts091() throws Exception {
        RawConnection raw = clients.keep(RawConnection.silent(broker));
        raw.bytes('A', 'M', 'Q', 'P', 1, 1, 0, 9);
        assertThat(raw.expect(0, AMQImpl.Connection.Start.class).getVersionMinor())
                .isEqualTo(9);
    }

    @Test
    void takesAHeaderThatArrivesByteByByte() throws Exception {
        RawConnection raw = clients.keep(RawConnection.silent(broker));
        for (int octet : new int[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1}) {
            raw.bytes(octet);
        }
        raw.expect(0, AMQImpl.Connection.Start.class);
    }

    @Test
    void refusesAnUnknownVirtualHost() throws Exception {
        RawConnection raw = clients.keep(RawConnection.loggedIn(broker));
        AMQImpl.Connection.Tune tune = raw.expect(0, AMQImpl.Connection.Tune.class);
        raw.send(0, new AMQImpl.Connection.TuneOk(tune.getChannelMax(), tune.getFrameMax(), 0));
        raw.send(0, new AMQImpl.Connection.Open("nowhere", "", false));
        assertThat(raw.connectionError()).isEqualTo("530 NOT_ALLOWED - vhost nowhere not found");
    }

    @Test
    void answersCloseWithCloseOk() throws Exception {
        RawConnection raw = clients.raw();
        raw.send(0, new AMQImpl.Connection.Close(200, "bye", 0, 0));
        raw.expect(0, AMQImpl.Connection.CloseOk.class);
    }

    @Test
    void takesANewSecret_whateverItIs() throws Exception {
        RawConnection raw = clients.raw();
        raw.send(0, new AMQImpl.Connection.UpdateSecret(LongStringHelper.asLongString("other"), "expired"));
        raw.expect(0, AMQImpl.Connection.UpdateSecretOk.class);
        raw.send(0, new AMQImpl.Connection.Close(200, "bye", 0, 0));
        raw.expect(0, AMQImpl.Connection.CloseOk.class);
    }

    @Test
    void hangsUpOnAClientThatSaysNothingForTenSeconds() throws Exception {
        RawConnection raw = clients.keep(RawConnection.silent(broker));
        raw.patience(Duration.ofSeconds(14));
        long begin = System.nanoTime();
        assertThat(raw.endsSilently()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(9000), Duration.ofMillis(12500));
    }
}
