package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChannelsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private static AMQImpl.Queue.Declare passive(String queue) {
        return new AMQImpl.Queue.Declare(0, queue, true, false, false, false, false, Map.of());
    }

    @Test
    void aClosedChannelsNumberCanBeOpenedAgain() throws Exception {
        Connection connection = clients.connect();
        connection.createChannel(7).close();
        Channel again = connection.createChannel(7);
        assertThat(again.queueDeclare().getQueue()).isNotEmpty();
    }

    @Test
    void anErrorClosesOnlyItsChannel() throws Exception {
        Channel healthy = clients.channel();
        Channel failing = clients.channel();
        assertThat(Closed.by(() -> failing.queueDeclarePassive("no such queue")))
                .isEqualTo("channel 404 NOT_FOUND - no queue 'no such queue' in vhost '/'");
        assertThat(healthy.queueDeclare().getQueue()).isNotEmpty();
        assertThat(healthy.getConnection().isOpen()).isTrue();
    }

    @Test
    void theErrorNamesTheMethodThatFailed() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, passive("no such queue"));
        AMQImpl.Channel.Close close = raw.expect(1, AMQImpl.Channel.Close.class);
        assertThat(close.getClassId()).isEqualTo(50);
        assertThat(close.getMethodId()).isEqualTo(10);
    }

    @Test
    void framesForAChannelThatIsBeingClosedAreIgnored() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, passive("no such queue"));
        raw.send(1, passive("neither"));
        raw.publish(1, new AMQImpl.Basic.Publish(0, "no such exchange", "", false, false), Wire.PLAIN, Wire.bytes("x"));
        raw.send(1, new AMQImpl.Basic.Ack(99, false));
        raw.channelError(1);
        raw.send(1, new AMQImpl.Basic.Qos(0, 1, false));
        raw.send(1, new AMQImpl.Channel.CloseOk());
        raw.send(1, new AMQImpl.Channel.Open(""));
        raw.expect(1, AMQImpl.Channel.OpenOk.class);
    }

    @Test
    void aCloseThatCrossesAnErrorIsAnsweredWithCloseOk() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, passive("no such queue"));
        raw.send(1, new AMQImpl.Channel.Close(200, "", 0, 0));
        raw.channelError(1);
        raw.expect(1, AMQImpl.Channel.CloseOk.class);
        raw.send(1, new AMQImpl.Channel.CloseOk());
        raw.withChannel(2);
    }

    @Test
    void aLateCloseOkForAChannelThatIsGoneIsForgiven() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Channel.Close(200, "", 0, 0));
        raw.expect(1, AMQImpl.Channel.CloseOk.class);
        raw.send(1, new AMQImpl.Channel.CloseOk());
        raw.withChannel(2);
    }

    @Test
    void manyChannelsWorkSideBySide() throws Exception {
        Connection connection = clients.connect();
        for (int i = 1; i <= 200; i++) {
            Channel channel = connection.createChannel(i);
            String queue = clients.queue(channel);
            Wire.send(channel, queue, "from " + i);
            assertThat(Wire.drain(channel, queue)).containsExactly("from " + i);
        }
    }

    @Test
    void flowMayBeTurnedOnButNotOff() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Channel.Flow(true));
        assertThat(raw.expect(1, AMQImpl.Channel.FlowOk.class).getActive()).isTrue();
        raw.send(1, new AMQImpl.Channel.Flow(false));
        assertThat(raw.connectionError()).isEqualTo("540 NOT_IMPLEMENTED - active=false");
    }

    @Test
    void publishesBeforeACloseOfTheConnectionAreNotLost() throws Exception {
        String queue = clients.name("parting");
        clients.channel().queueDeclare(queue, false, false, false, null);
        try (Connection connection = broker.factory().newConnection()) {
            Wire.send(connection.createChannel(), queue, Wire.numbers(100));
        }
        assertThat(Wire.drain(clients.channel(), queue)).containsExactly(Wire.numbers(100));
    }

    @Test
    void accessRequestIsAnsweredWithTicketOne() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Access.Request("/data", false, true, true, true, true));
        assertThat(raw.expect(1, AMQImpl.Access.RequestOk.class).getTicket()).isEqualTo(1);
    }
}
