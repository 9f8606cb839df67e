package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReturnsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void anUnroutableMandatoryMessageComesBackWhole() throws Exception {
        Channel channel = clients.channel();
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        channel.addReturnListener(returns::add);
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId("c")
                .headers(Map.of("a", 1))
                .build();
        byte[] body = Wire.body(200_000);
        channel.basicPublish("amq.direct", "nobody", true, properties, body);
        Return returned = returns.poll(10, TimeUnit.SECONDS);
        assertThat(returned.getReplyCode()).isEqualTo(312);
        assertThat(returned.getReplyText()).isEqualTo("NO_ROUTE");
        assertThat(returned.getExchange()).isEqualTo("amq.direct");
        assertThat(returned.getRoutingKey()).isEqualTo("nobody");
        assertThat(returned.getProperties()).isEqualTo(properties);
        assertThat(Wire.same(returned.getBody(), body)).isTrue();
    }

    @Test
    void aRoutableMandatoryMessageDoesNotComeBack() throws Exception {
        Channel channel = clients.channel();
        List<Return> returns = Collections.synchronizedList(new ArrayList<>());
        channel.addReturnListener(returns::add);
        String queue = clients.queue(channel);
        channel.basicPublish("", queue, true, null, Wire.bytes("x"));
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
        assertThat(returns).isEmpty();
    }

    @Test
    void anUnroutableMessageThatIsNotMandatoryIsDropped() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", "nobody", false, false), Wire.PLAIN, Wire.bytes("x"));
        raw.send(1, new AMQImpl.Basic.Qos(0, 1, false));
        raw.expect(1, AMQImpl.Basic.QosOk.class);
    }

    @Test
    void theReturnComesBeforeItsConfirm() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Confirm.Select(false));
        raw.expect(1, AMQImpl.Confirm.SelectOk.class);
        for (long number = 1; number <= 20; number++) {
            raw.publish(1, new AMQImpl.Basic.Publish(0, "", "nobody", true, false), Wire.PLAIN, Wire.bytes("x"));
            raw.expect(1, AMQImpl.Basic.Return.class);
            assertThat(raw.read().type()).isEqualTo(RawConnection.HEADER);
            assertThat(raw.read().type()).isEqualTo(RawConnection.BODY);
            assertThat(raw.expect(1, AMQImpl.Basic.Ack.class).getDeliveryTag()).isEqualTo(number);
        }
    }

    @Test
    void returnsKeepTheOrderOfThePublishes() throws Exception {
        Channel channel = clients.channel();
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        channel.addReturnListener(returns::add);
        for (String number : Wire.numbers(50)) {
            channel.basicPublish("", "nobody", true, null, Wire.bytes(number));
        }
        for (String number : Wire.numbers(50)) {
            assertThat(new String(
                            returns.poll(10, TimeUnit.SECONDS).getBody(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(number);
        }
    }
}
