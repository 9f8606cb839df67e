package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PrefetchIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.queue(channel);
    }

    @Test
    void noMoreThanTheLimitIsUnderWay() throws Exception {
        channel.basicQos(3);
        Wire.send(channel, queue, Wire.numbers(10));
        Inbox inbox = Inbox.acking(channel, queue);
        assertThat(inbox.texts(3)).containsExactly("1", "2", "3");
        assertThat(inbox.staysEmpty()).isTrue();
        channel.basicAck(1, false);
        assertThat(inbox.texts(1)).containsExactly("4");
        channel.basicAck(4, true);
        assertThat(inbox.texts(3)).containsExactly("5", "6", "7");
        assertThat(inbox.staysEmpty()).isTrue();
    }

    @Test
    void aBusyConsumerIsPassedOver() throws Exception {
        Channel busyChannel = clients.channel();
        busyChannel.basicQos(1);
        Inbox busy = Inbox.acking(busyChannel, queue);
        Inbox idle = Inbox.acking(channel, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(busy.next().text()).isEqualTo("1");
        assertThat(idle.texts(9)).isEqualTo(Wire.numbers(2, 10));
        assertThat(busy.staysEmpty()).isTrue();
        busyChannel.close();
        assertThat(idle.next().text()).isEqualTo("1");
    }

    @Test
    void theLimitHoldsForEachConsumerThatStartsAfterIt() throws Exception {
        Inbox before = Inbox.acking(channel, queue);
        channel.basicQos(1);
        Inbox after = Inbox.acking(channel, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(before.texts(9)).containsExactly("1", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(after.texts(1)).containsExactly("2");
    }

    @Test
    void eachConsumerHasItsOwnLimit() throws Exception {
        channel.basicQos(2);
        Inbox one = Inbox.acking(channel, queue);
        Inbox two = Inbox.acking(channel, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(one.texts(2)).containsExactly("1", "3");
        assertThat(two.texts(2)).containsExactly("2", "4");
        assertThat(one.staysEmpty()).isTrue();
        assertThat(two.staysEmpty()).isTrue();
    }

    @Test
    void aGlobalLimitIsSharedByTheConsumersOfTheChannel() throws Exception {
        String second = clients.queue(channel);
        channel.basicQos(3, true);
        Inbox one = Inbox.acking(channel, queue);
        Inbox two = Inbox.acking(channel, second);
        Wire.send(channel, queue, Wire.numbers(2));
        assertThat(one.texts(2)).containsExactly("1", "2");
        Wire.send(channel, second, Wire.numbers(2));
        assertThat(two.texts(1)).containsExactly("1");
        assertThat(two.staysEmpty()).isTrue();
        channel.basicAck(1, false);
        assertThat(two.texts(1)).containsExactly("2");
    }

    @Test
    void deliveriesWithoutAcknowledgementAreNotCounted() throws Exception {
        channel.basicQos(1);
        Inbox inbox = Inbox.autoAck(channel, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(inbox.texts(10)).containsExactly(Wire.numbers(10));
    }

    @Test
    void getIsNotLimited() throws Exception {
        channel.basicQos(1);
        Wire.send(channel, queue, "1", "2", "3");
        assertThat(Wire.text(channel.basicGet(queue, false))).isEqualTo("1");
        assertThat(Wire.text(channel.basicGet(queue, false))).isEqualTo("2");
    }

    @Test
    void aRejectMakesRoomToo() throws Exception {
        channel.basicQos(1);
        Wire.send(channel, queue, "1", "2");
        Inbox inbox = Inbox.acking(channel, queue);
        channel.basicReject(inbox.next().tag(), false);
        assertThat(inbox.next().text()).isEqualTo("2");
    }

    @Test
    void zeroMeansNoLimit() throws Exception {
        channel.basicQos(1);
        channel.basicQos(0);
        Wire.send(channel, queue, Wire.numbers(100));
        assertThat(Inbox.acking(channel, queue).texts(100)).hasSize(100);
    }

    @Test
    void aLimitInBytesIsNotImplemented() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Basic.Qos(10, 0, false));
        assertThat(raw.connectionError()).isEqualTo("540 NOT_IMPLEMENTED - prefetch_size!=0 (10)");
    }

    @Test
    void aConsumerWithoutAcksWaitsForRoomInItsChannelToo() throws Exception {
        String other = clients.queue(channel);
        channel.basicQos(1, true);
        Inbox acking = Inbox.acking(channel, queue);
        Wire.send(channel, queue, "held");
        assertThat(acking.next().text()).isEqualTo("held");
        Inbox free = Inbox.autoAck(channel, other);
        Wire.send(channel, other, Wire.numbers(5));
        assertThat(free.staysEmpty()).isTrue();
        channel.basicAck(1, false);
        assertThat(free.texts(5)).containsExactly(Wire.numbers(5));
    }
}
