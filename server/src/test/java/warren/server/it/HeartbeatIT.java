package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.AMQImpl;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class HeartbeatIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void sendsHeartbeatsInTheClientsInterval_andDropsAClientThatSendsNone() throws Exception {
        RawConnection raw = clients.keep(RawConnection.open(broker, 0, 0, 1));
        long begin = System.nanoTime();
        int heartbeats = 0;
        for (Optional<RawConnection.RawFrame> frame = raw.tryRead(); frame.isPresent(); frame = raw.tryRead()) {
            assertThat(frame.get().type()).isEqualTo(RawConnection.HEARTBEAT);
            assertThat(frame.get().channel()).isZero();
            assertThat(frame.get().payload()).isEmpty();
            heartbeats++;
        }
        // one each half interval, for two intervals at least; the last may be lost with the connection
        assertThat(heartbeats).isGreaterThanOrEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(5000));
    }

    @Test
    void requeuesWhatAClientHeldThatMissedItsHeartbeats() throws Exception {
        Channel watcher = clients.channel();
        String queue = clients.name("held");
        watcher.queueDeclare(queue, false, false, false, null);
        Wire.send(watcher, queue, "kept");
        Wire.await("the message", () -> watcher.messageCount(queue) == 1);
        RawConnection raw = clients.keep(RawConnection.open(broker, 0, 0, 1)).withChannel(1);
        raw.send(1, new AMQImpl.Basic.Get(0, queue, false));
        raw.expect(1, AMQImpl.Basic.GetOk.class);

        Inbox inbox = Inbox.autoAck(watcher, queue);
        Inbox.Letter letter = inbox.next();
        assertThat(letter.text()).isEqualTo("kept");
        assertThat(letter.redelivered()).isTrue();
    }

    /** With Netty the Java client gives up when it has heard nothing for one interval. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsAnIdleClientThatSendsHeartbeats(boolean withNetty) throws Exception {
        ConnectionFactory factory = broker.factory();
        factory.setRequestedHeartbeat(1);
        factory.setAutomaticRecoveryEnabled(false);
        if (withNetty) {
            factory.netty();
        }
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            assertThat(connection.getHeartbeat()).isEqualTo(1);
            // Another connection with the same interval is dropped meanwhile: that is how we know how long is long
            // enough.
            RawConnection silent = clients.keep(RawConnection.open(broker, 0, 0, 1));
            while (silent.tryRead().isPresent()) {
                assertThat(connection.isOpen()).isTrue();
            }
            assertThat(channel.queueDeclare().getQueue()).isNotEmpty();
        }
    }

    @Test
    void anyTrafficCountsAsASignOfLife() throws Exception {
        RawConnection busy = clients.keep(RawConnection.open(broker, 0, 0, 1)).withChannel(1);
        RawConnection silent = clients.keep(RawConnection.open(broker, 0, 0, 1));
        while (silent.tryRead().isPresent()) {
            busy.send(1, new AMQImpl.Basic.Qos(0, 1, false));
            busy.expect(1, AMQImpl.Basic.QosOk.class);
        }
        busy.send(1, new AMQImpl.Basic.Qos(0, 1, false));
        busy.expect(1, AMQImpl.Basic.QosOk.class);
    }

    @Test
    void sendsNoneToAClientThatWantsNone() throws Exception {
        RawConnection quiet = clients.keep(RawConnection.open(broker, 0, 0, 0));
        RawConnection silent = clients.keep(RawConnection.open(broker, 0, 0, 1));
        while (silent.tryRead().isPresent()) {
            // until the broker has dropped this one
        }
        quiet.send(1, new AMQImpl.Channel.Open(""));
        assertThat(quiet.read().type()).isEqualTo(RawConnection.METHOD);
    }
}
