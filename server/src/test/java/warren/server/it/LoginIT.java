package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LoginIT {
    private static final Map<String, Object> WANTS_CLOSE =
            Map.of("capabilities", Map.of("authentication_failure_close", true));

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private RawConnection startOk(String mechanism, byte[] response, Map<String, Object> properties) throws Exception {
        RawConnection raw = clients.keep(RawConnection.greeted(broker));
        raw.expect(0, AMQImpl.Connection.Start.class);
        raw.startOk(mechanism, response, properties);
        return raw;
    }

    /** A table without its length, as AMQPLAIN wants it: LOGIN and PASSWORD as long strings. */
    private static byte[] amqplain(String login, String password) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String[] pair : new String[][] {{"LOGIN", login}, {"PASSWORD", password}}) {
            out.writeByte(pair[0].length());
            out.writeBytes(pair[0]);
            out.writeByte('S');
            out.writeInt(pair[1].length());
            out.writeBytes(pair[1]);
        }
        return bytes.toByteArray();
    }

    @Test
    void guestMayLogInWithPlain() throws Exception {
        startOk("PLAIN", Wire.bytes("\0guest\0guest"), Map.of()).expect(0, AMQImpl.Connection.Tune.class);
    }

    @Test
    void guestMayLogInWithAmqplain() throws Exception {
        startOk("AMQPLAIN", amqplain("guest", "guest"), Map.of()).expect(0, AMQImpl.Connection.Tune.class);
    }

    @Test
    void theClientHearsThatItsPasswordIsWrong() {
        ConnectionFactory factory = broker.factory();
        factory.setPassword("wrong");
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessage("ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
                        + "For details see the broker logfile.");
    }

    @Test
    void theRefusalNamesTheMechanism() throws Exception {
        RawConnection raw = startOk("AMQPLAIN", amqplain("guest", "wrong"), WANTS_CLOSE);
        assertThat(raw.connectionError())
                .isEqualTo("403 ACCESS_REFUSED - Login was refused using authentication mechanism AMQPLAIN. "
                        + "For details see the broker logfile.");
    }

    @Test
    void anUnknownUserIsRefusedInTheSameWords() throws Exception {
        RawConnection raw = startOk("PLAIN", Wire.bytes("\0nobody\0guest"), WANTS_CLOSE);
        assertThat(raw.connectionError())
                .isEqualTo("403 ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. "
                        + "For details see the broker logfile.");
    }

    @Test
    void aClientWithoutTheCapabilityOnlyLosesItsSocket_andNotAtOnce() throws Exception {
        RawConnection raw = startOk("PLAIN", Wire.bytes("\0guest\0wrong"), Map.of());
        long begin = System.nanoTime();
        assertThat(raw.endsSilently()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void anUnknownMechanismIsRefused() throws Exception {
        RawConnection raw = startOk("FOO", Wire.bytes("x"), WANTS_CLOSE);
        assertThat(raw.refusal()).isIn("", "503 COMMAND_INVALID - unknown authentication mechanism 'FOO'");
    }
}
