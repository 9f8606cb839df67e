package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsumersIT {
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

    private String inUse() {
        return "channel 403 ACCESS_REFUSED - queue '" + queue + "' in vhost '/' in exclusive use";
    }

    @Test
    void twoConsumersTakeTurns() throws Exception {
        Inbox one = Inbox.acking(clients.channel(), queue);
        Inbox two = Inbox.acking(clients.channel(), queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(one.texts(5)).containsExactly("1", "3", "5", "7", "9");
        assertThat(two.texts(5)).containsExactly("2", "4", "6", "8", "10");
    }

    @Test
    void twoConsumersOfOneChannelTakeTurnsToo() throws Exception {
        Inbox one = Inbox.autoAck(channel, queue);
        Inbox two = Inbox.autoAck(channel, queue);
        Inbox three = Inbox.autoAck(channel, queue);
        Wire.send(channel, queue, Wire.numbers(9));
        assertThat(one.texts(3)).containsExactly("1", "4", "7");
        assertThat(two.texts(3)).containsExactly("2", "5", "8");
        assertThat(three.texts(3)).containsExactly("3", "6", "9");
    }

    @Test
    void whatADeadConsumerHeldGoesToTheOther_inOrder() throws Exception {
        Inbox one = Inbox.acking(channel, queue);
        Channel dying = clients.channel();
        Inbox two = Inbox.acking(dying, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        one.next(5);
        two.next(5);
        dying.close();
        List<Inbox.Letter> inherited = one.next(5);
        assertThat(inherited.stream().map(Inbox.Letter::text)).containsExactly("2", "4", "6", "8", "10");
        assertThat(inherited).allMatch(Inbox.Letter::redelivered);
    }

    @Test
    void messagesThatWaitGoToTheFirstConsumer_inOrder() throws Exception {
        Wire.send(channel, queue, Wire.numbers(1000));
        Inbox inbox = Inbox.autoAck(channel, queue);
        assertThat(inbox.texts(1000)).containsExactly(Wire.numbers(1000));
    }

    @Test
    void aRejectedMessageComesAgain() throws Exception {
        Wire.send(channel, queue, "x");
        Inbox inbox = Inbox.acking(channel, queue);
        channel.basicReject(inbox.next().tag(), true);
        Inbox.Letter again = inbox.next();
        assertThat(again.redelivered()).isTrue();
        assertThat(again.tag()).isEqualTo(2);
    }

    @Test
    void theBrokerNamesAConsumerWithoutAName() throws Exception {
        assertThat(channel.basicConsume(queue, true, new Inbox(channel))).matches("amq\\.ctag-[A-Za-z0-9_-]{22}");
    }

    @Test
    void aConsumerTagIsKept() throws Exception {
        assertThat(channel.basicConsume(queue, true, "mine", new Inbox(channel)))
                .isEqualTo("mine");
    }

    @Test
    void aConsumerTagCannotBeUsedTwiceOnAChannel() throws Exception {
        channel.basicConsume(queue, true, "mine", new Inbox(channel));
        assertThat(Closed.by(() -> channel.basicConsume(queue, true, "mine", new Inbox(channel))))
                .isEqualTo("connection 530 NOT_ALLOWED - attempt to reuse consumer tag 'mine'");
    }

    @Test
    void aConsumerTagMayBeUsedOnAnotherChannel_andAgainAfterCancel() throws Exception {
        channel.basicConsume(queue, true, "mine", new Inbox(channel));
        Channel other = clients.channel();
        other.basicConsume(queue, true, "mine", new Inbox(other));
        channel.basicCancel("mine");
        channel.basicConsume(queue, true, "mine", new Inbox(channel));
    }

    @Test
    void aCancelledConsumerGetsNothingMore() throws Exception {
        Inbox inbox = new Inbox(channel);
        String tag = channel.basicConsume(queue, true, inbox);
        channel.basicCancel(tag);
        assertThat(inbox.cancelled.get(10, TimeUnit.SECONDS)).isEqualTo(tag);
        Wire.send(channel, queue, "x");
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
    }

    @Test
    void cancellingAnUnknownTagSucceeds() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Basic.Cancel("nobody", false));
        assertThat(raw.expect(1, AMQImpl.Basic.CancelOk.class).getConsumerTag()).isEqualTo("nobody");
    }

    @Test
    void consumeOkComesBeforeTheFirstDelivery_andCancelOkAfterTheLast() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, Map.of()));
        String own = raw.expect(1, AMQImpl.Queue.DeclareOk.class).getQueue();
        for (String number : Wire.numbers(5)) {
            raw.publish(1, new AMQImpl.Basic.Publish(0, "", own, false, false), Wire.PLAIN, Wire.bytes(number));
        }
        raw.send(1, new AMQImpl.Basic.Consume(0, own, "mine", false, true, false, false, Map.of()));
        raw.expect(1, AMQImpl.Basic.ConsumeOk.class);
        for (int i = 0; i < 5; i++) {
            raw.expect(1, AMQImpl.Basic.Deliver.class);
            raw.read();
            raw.read();
        }
        raw.send(1, new AMQImpl.Basic.Cancel("mine", false));
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", own, false, false), Wire.PLAIN, Wire.bytes("x"));
        raw.expect(1, AMQImpl.Basic.CancelOk.class);
        raw.send(1, new AMQImpl.Basic.Get(0, own, true));
        raw.expect(1, AMQImpl.Basic.GetOk.class);
    }

    @Test
    void anExclusiveConsumerIsAlone() throws Exception {
        channel.basicConsume(queue, true, "first", false, true, null, new Inbox(channel));
        Channel second = clients.channel();
        assertThat(Closed.by(() -> Inbox.autoAck(second, queue))).isEqualTo(inUse());
        Channel third = clients.channel();
        assertThat(Closed.by(() -> third.basicConsume(queue, true, "x", false, true, null, new Inbox(third))))
                .isEqualTo(inUse());
    }

    @Test
    void exclusiveUseCannotBeHadWhileThereAreConsumers() throws Exception {
        Inbox.autoAck(channel, queue);
        Channel second = clients.channel();
        assertThat(Closed.by(() -> second.basicConsume(queue, true, "x", false, true, null, new Inbox(second))))
                .isEqualTo(inUse());
    }

    @Test
    void exclusiveUseEndsWithItsConsumer() throws Exception {
        String tag = channel.basicConsume(queue, true, "first", false, true, null, new Inbox(channel));
        channel.basicCancel(tag);
        Inbox inbox = Inbox.autoAck(channel, queue);
        Wire.send(channel, queue, "x");
        assertThat(inbox.next().text()).isEqualTo("x");
    }

    @Test
    void deletingTheQueueCancelsItsConsumers() throws Exception {
        Inbox inbox = new Inbox(clients.channel());
        String tag = inbox.getChannel().basicConsume(queue, true, inbox);
        channel.queueDelete(queue);
        assertThat(inbox.cancelledByBroker.get(10, TimeUnit.SECONDS)).isEqualTo(tag);
    }

    @Test
    void aClientWithoutTheCapabilityHearsNothingOfADeletedQueue() throws Exception {
        RawConnection raw = clients.rawChannel();
        String shared = clients.name("shared");
        channel.queueDeclare(shared, false, false, false, null);
        raw.send(1, new AMQImpl.Basic.Consume(0, shared, "mine", false, true, false, false, Map.of()));
        raw.expect(1, AMQImpl.Basic.ConsumeOk.class);
        Inbox witness = Inbox.autoAck(clients.channel(), shared);
        channel.queueDelete(shared);
        witness.cancelledByBroker.get(10, TimeUnit.SECONDS);
        raw.send(1, new AMQImpl.Basic.Qos(0, 1, false));
        raw.expect(1, AMQImpl.Basic.QosOk.class);
    }

    @Test
    void aHigherPriorityIsServedFirst() throws Exception {
        Inbox low = new Inbox(channel);
        channel.basicConsume(queue, true, "low", false, false, Map.of("x-priority", -1), low);
        Inbox high = new Inbox(channel);
        channel.basicConsume(queue, true, "high", false, false, Map.of("x-priority", 5), high);
        Inbox usual = Inbox.autoAck(channel, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(high.texts(10)).containsExactly(Wire.numbers(10));
        channel.basicCancel("high");
        Wire.send(channel, queue, "x");
        assertThat(usual.next().text()).isEqualTo("x");
        assertThat(low.staysEmpty()).isTrue();
    }

    @Test
    void aPriorityIsANumber() {
        assertThat(Closed.by(() -> channel.basicConsume(
                        queue, true, "", false, false, Map.of("x-priority", "high"), new Inbox(channel))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid arg 'x-priority' for queue '" + queue
                        + "' in vhost '/': \"expected integer, got longstr\"");
    }

    @Test
    void consumersComeAndGoWithoutLoss() throws Exception {
        String shared = clients.name("shared");
        channel.queueDeclare(shared, false, false, false, null);
        Wire.send(channel, shared, Wire.numbers(300));
        List<String> seen = new ArrayList<>();
        while (seen.size() < 300) {
            Channel visiting = clients.channel();
            visiting.basicQos(7);
            Inbox inbox = Inbox.acking(visiting, shared);
            List<Inbox.Letter> letters = inbox.next(Math.min(5, 300 - seen.size()));
            letters.forEach(letter -> seen.add(letter.text()));
            visiting.basicAck(letters.get(letters.size() - 1).tag(), true);
            visiting.close();
        }
        assertThat(seen).containsExactly(Wire.numbers(300));
    }
}
