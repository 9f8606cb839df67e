package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AcksIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel watcher;
    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        watcher = clients.channel();
        channel = clients.channel();
        queue = clients.queue(watcher);
    }

    private long get() throws Exception {
        return channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
    }

    /** What is left when the channel has gone and returned what it still held. */
    private java.util.List<String> left() throws Exception {
        channel.close();
        return Wire.drain(watcher, queue);
    }

    @Test
    void anAcknowledgedMessageIsGone() throws Exception {
        Wire.send(channel, queue, "a", "b");
        channel.basicAck(get(), false);
        assertThat(left()).containsExactly("b");
    }

    @Test
    void multipleAcknowledgesAllUpToTheTag() throws Exception {
        Wire.send(channel, queue, "1", "2", "3", "4");
        get();
        get();
        long third = get();
        get();
        channel.basicAck(third, true);
        assertThat(left()).containsExactly("4");
    }

    @Test
    void tagZeroWithMultipleAcknowledgesAll() throws Exception {
        Wire.send(channel, queue, "1", "2", "3");
        get();
        get();
        channel.basicAck(0, true);
        assertThat(left()).containsExactly("3");
    }

    @Test
    void tagZeroWithMultipleIsFineWhenNothingIsHeld() throws Exception {
        channel.basicAck(0, true);
        assertThat(channel.basicGet(queue, true)).isNull();
    }

    @Test
    void anUnknownTagClosesTheChannel() throws Exception {
        channel.basicAck(7, false);
        assertThat(Closed.later(channel)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag 7");
    }

    @Test
    void anUnknownTagWithMultipleClosesTheChannel() throws Exception {
        Wire.send(channel, queue, "1");
        get();
        channel.basicAck(7, true);
        assertThat(Closed.later(channel)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag 7");
    }

    @Test
    void aTagMayBeAcknowledgedOnce() throws Exception {
        Wire.send(channel, queue, "1");
        long tag = get();
        channel.basicAck(tag, false);
        channel.basicAck(tag, false);
        assertThat(Closed.later(channel)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag " + tag);
    }

    @Test
    void aTagDeliveredWithoutAcknowledgementCannotBeAcknowledged() throws Exception {
        Wire.send(channel, queue, "1");
        long tag = channel.basicGet(queue, true).getEnvelope().getDeliveryTag();
        channel.basicAck(tag, false);
        assertThat(Closed.later(channel)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag " + tag);
    }

    @Test
    void aTagBelongsToItsChannel() throws Exception {
        Wire.send(channel, queue, "1");
        long tag = get();
        watcher.basicAck(tag, false);
        assertThat(Closed.later(watcher)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag " + tag);
    }

    @Test
    void anUnknownTagCannotBeRejectedEither() throws Exception {
        channel.basicReject(9, true);
        assertThat(Closed.later(channel)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag 9");
        Channel other = clients.channel();
        other.basicNack(9, true, true);
        assertThat(Closed.later(other)).isEqualTo("channel 406 PRECONDITION_FAILED - unknown delivery tag 9");
    }

    @Test
    void rejectWithoutRequeueDropsTheMessage() throws Exception {
        Wire.send(channel, queue, "a", "b");
        channel.basicReject(get(), false);
        assertThat(left()).containsExactly("b");
    }

    @Test
    void rejectWithRequeueReturnsItRedelivered() throws Exception {
        Wire.send(channel, queue, "a");
        channel.basicReject(get(), true);
        GetResponse again = channel.basicGet(queue, true);
        assertThat(Wire.text(again)).isEqualTo("a");
        assertThat(again.getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void nackMultipleWithRequeueReturnsAllUpToTheTagInOrder() throws Exception {
        Wire.send(channel, queue, "1", "2", "3", "4");
        get();
        get();
        channel.basicNack(get(), true, true);
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void nackWithoutRequeueDropsAllUpToTheTag() throws Exception {
        Wire.send(channel, queue, "1", "2", "3");
        get();
        channel.basicNack(get(), true, false);
        assertThat(left()).containsExactly("3");
    }

    @Test
    void nackOfTagZeroWithMultipleMeansAll() throws Exception {
        Wire.send(channel, queue, "1", "2", "3");
        get();
        get();
        channel.basicNack(0, true, true);
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "2", "3");
    }

    @Test
    void aRequeuedMessageGoesBackToItsPlace() throws Exception {
        Wire.send(channel, queue, "1", "2", "3", "4", "5");
        get();
        long second = get();
        get();
        channel.basicReject(second, true);
        // an answered call: the reject before it has been carried out
        channel.queueDeclarePassive(queue);
        assertThat(Wire.drain(watcher, queue)).containsExactly("2", "4", "5");
        assertThat(left()).containsExactly("1", "3");
    }

    @Test
    void messagesRequeuedInAnyOrderComeInTheirFirstOrder() throws Exception {
        Wire.send(channel, queue, "1", "2", "3", "4", "5");
        long[] tags = {get(), get(), get(), get()};
        for (int place : new int[] {2, 0, 3, 1}) {
            channel.basicReject(tags[place], true);
        }
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void recoverReturnsAllThatTheChannelHolds() throws Exception {
        Wire.send(channel, queue, "1", "2", "3");
        get();
        get();
        channel.basicRecover(true);
        GetResponse first = channel.basicGet(queue, true);
        assertThat(Wire.text(first)).isEqualTo("1");
        assertThat(first.getEnvelope().isRedeliver()).isTrue();
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("2");
        GetResponse third = channel.basicGet(queue, true);
        assertThat(Wire.text(third)).isEqualTo("3");
        assertThat(third.getEnvelope().isRedeliver()).isFalse();
    }

    @Test
    void recoverWithoutAnAnswerReturnsThemToo() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, Map.of()));
        String own = raw.expect(1, AMQImpl.Queue.DeclareOk.class).getQueue();
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", own, false, false), Wire.PLAIN, Wire.bytes("x"));
        raw.send(1, new AMQImpl.Basic.Get(0, own, false));
        raw.expect(1, AMQImpl.Basic.GetOk.class);
        raw.read();
        raw.read();
        raw.send(1, new AMQImpl.Basic.RecoverAsync(true));
        raw.send(1, new AMQImpl.Basic.Get(0, own, true));
        assertThat(raw.expect(1, AMQImpl.Basic.GetOk.class).getRedelivered()).isTrue();
    }

    @Test
    void recoverWithoutRequeueClosesTheConnection() {
        assertThat(Closed.by(() -> channel.basicRecover(false)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - requeue=false");
    }

    @Test
    void aClosedChannelReturnsWhatItHeld_inOrder_beforeNewerOnes() throws Exception {
        Wire.send(channel, queue, "1", "2", "3");
        get();
        get();
        get();
        Wire.send(watcher, queue, "4");
        channel.close();
        for (int i = 1; i <= 4; i++) {
            GetResponse next = watcher.basicGet(queue, true);
            assertThat(Wire.text(next)).isEqualTo("" + i);
            assertThat(next.getEnvelope().isRedeliver()).isEqualTo(i < 4);
        }
    }

    @Test
    void aChannelErrorReturnsWhatItHeld() throws Exception {
        Wire.send(channel, queue, "1", "2");
        get();
        get();
        assertThat(Closed.by(() -> channel.queueDeclarePassive("no such queue")))
                .startsWith("channel 404");
        assertThat(Wire.drain(watcher, queue)).containsExactly("1", "2");
    }

    @Test
    void aVanishedConnectionReturnsWhatItHeld_inOrder() throws Exception {
        String shared = clients.name("shared");
        watcher.queueDeclare(shared, false, false, false, null);
        Wire.send(watcher, shared, Wire.numbers(20));
        Wire.await("all messages", () -> watcher.messageCount(shared) == 20);
        RawConnection raw = clients.rawChannel();
        for (int i = 1; i <= 10; i++) {
            raw.send(1, new AMQImpl.Basic.Get(0, shared, false));
            raw.expect(1, AMQImpl.Basic.GetOk.class);
            raw.read();
            raw.read();
        }
        raw.abort();
        Wire.await("the messages' return", () -> watcher.messageCount(shared) == 20);
        assertThat(Wire.drain(watcher, shared)).containsExactly(Wire.numbers(20));
    }

    @Test
    void cancellingDoesNotReturnWhatWasDelivered() throws Exception {
        Wire.send(channel, queue, "1", "2");
        Inbox inbox = new Inbox(channel);
        String tag = channel.basicConsume(queue, false, inbox);
        Inbox.Letter first = inbox.next();
        inbox.next();
        channel.basicCancel(tag);
        assertThat(watcher.messageCount(queue)).isZero();
        channel.basicAck(first.tag(), false);
        assertThat(left()).containsExactly("2");
    }

    @Test
    void deletingTheQueueLeavesItsTagsHarmless() throws Exception {
        Wire.send(channel, queue, "1", "2");
        long first = get();
        long second = get();
        watcher.queueDelete(queue);
        channel.basicAck(first, false);
        channel.basicReject(second, true);
        assertThat(clients.queue(channel)).isNotEmpty();
    }
}
