package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueuesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private static boolean exists(Channel channel, String queue) throws Exception {
        try (Channel asking = channel.getConnection().createChannel()) {
            asking.queueDeclarePassive(queue);
            return true;
        } catch (java.io.IOException refused) {
            return false;
        } catch (com.rabbitmq.client.AlreadyClosedException refused) {
            return false;
        }
    }

    @Test
    void theBrokerNamesAQueueWithoutAName() throws Exception {
        Channel channel = clients.channel();
        String first = channel.queueDeclare("", false, true, false, null).getQueue();
        String second = channel.queueDeclare("", false, true, false, null).getQueue();
        assertThat(first).matches("amq\\.gen-[A-Za-z0-9_-]{22}");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void declareTellsReadyMessagesAndConsumers() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("counted");
        channel.queueDeclare(queue, false, true, false, null);
        Wire.send(channel, queue, "a", "b", "c");
        Wire.await(
                "three ready messages",
                () -> channel.queueDeclare(queue, false, true, false, null).getMessageCount() == 3);
        channel.basicQos(1);
        Inbox.acking(channel, queue).next();
        AMQP.Queue.DeclareOk counts = channel.queueDeclarePassive(queue);
        assertThat(counts.getMessageCount()).isEqualTo(2);
        assertThat(counts.getConsumerCount()).isEqualTo(1);
    }

    @Test
    void anExclusiveQueueGoesWithItsConnection() throws Exception {
        Channel watcher = clients.channel();
        String queue = clients.name("exclusive");
        Connection owner = clients.connect();
        owner.createChannel().queueDeclare(queue, false, true, false, null);
        owner.close();
        assertThat(exists(watcher, queue)).isFalse();
    }

    @Test
    void anExclusiveQueueIsSharedByTheChannelsOfItsConnection() throws Exception {
        Channel one = clients.channel();
        Channel two = clients.channel();
        String queue = clients.queue(one);
        Wire.send(two, queue, "x");
        assertThat(Wire.drain(two, queue)).containsExactly("x");
        one.close();
        assertThat(exists(two, queue)).isTrue();
    }

    @Test
    void othersMayPublishToAnExclusiveQueue() throws Exception {
        Channel owner = clients.channel();
        String queue = clients.queue(owner);
        Inbox inbox = Inbox.autoAck(owner, queue);
        Wire.send(clients.connect().createChannel(), queue, "from outside");
        assertThat(inbox.next().text()).isEqualTo("from outside");
    }

    @Test
    void anAutoDeleteQueueGoesWithItsLastConsumer() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("autodelete");
        channel.queueDeclare(queue, false, false, true, null);
        String first = channel.basicConsume(queue, true, new Inbox(channel));
        String second = channel.basicConsume(queue, true, new Inbox(channel));
        channel.basicCancel(first);
        assertThat(exists(channel, queue)).isTrue();
        channel.basicCancel(second);
        Wire.await("the queue's end", () -> !exists(channel, queue));
    }

    @Test
    void anAutoDeleteQueueGoesWithTheChannelOfItsLastConsumer() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("autodelete");
        channel.queueDeclare(queue, false, false, true, null);
        Channel consuming = clients.channel();
        Inbox.autoAck(consuming, queue);
        consuming.close();
        Wire.await("the queue's end", () -> !exists(channel, queue));
    }

    @Test
    void anAutoDeleteQueueThatWasNeverConsumedStays() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("autodelete");
        channel.queueDeclare(queue, false, false, true, null);
        Wire.send(channel, queue, "x");
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
        assertThat(exists(channel, queue)).isTrue();
    }

    @Test
    void purgeTellsHowManyWentAway_andLeavesTheUnacknowledged() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "a", "b", "c");
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        assertThat(channel.queuePurge(queue).getMessageCount()).isEqualTo(2);
        channel.basicReject(tag, true);
        Wire.await("the rejected message", () -> channel.messageCount(queue) == 1);
        assertThat(Wire.drain(channel, queue)).containsExactly("a");
    }

    @Test
    void deleteTellsHowManyMessagesItHeld() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "a", "b");
        assertThat(channel.queueDelete(queue).getMessageCount()).isEqualTo(2);
        assertThat(exists(channel, queue)).isFalse();
    }

    @Test
    void deletingAMissingQueueSucceedsWithCountZero() throws Exception {
        assertThat(clients.channel().queueDelete("no such queue").getMessageCount())
                .isZero();
    }

    @Test
    void aQueueDeletedIfUnusedAndEmptyIsGoneWhenItIs() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueDelete(queue, true, true);
        assertThat(exists(channel, queue)).isFalse();
    }

    @Test
    void aDeletedQueueTakesItsBindingsAlong() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("bound");
        channel.queueDeclare(queue, false, true, false, null);
        channel.queueBind(queue, "amq.direct", queue);
        channel.queueDelete(queue);
        channel.queueDeclare(queue, false, true, false, null);
        channel.basicPublish("amq.direct", queue, null, Wire.bytes("x"));
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void anEmptyNameMeansTheQueueDeclaredLastOnTheChannel() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueBind("", "amq.direct", queue);
        channel.basicPublish("amq.direct", queue, null, Wire.bytes("a"));
        channel.basicPublish("amq.direct", queue, null, Wire.bytes("b"));
        assertThat(Wire.text(channel.basicGet("", true))).isEqualTo("a");
        assertThat(channel.queuePurge("").getMessageCount()).isEqualTo(1);
        Inbox inbox = Inbox.autoAck(channel, "");
        Wire.send(channel, queue, "c");
        assertThat(inbox.next().text()).isEqualTo("c");
        channel.queueUnbind("", "amq.direct", queue);
        channel.queueDelete("");
        assertThat(exists(channel, queue)).isFalse();
    }

    @Test
    void anEmptyKeyWithAnEmptyNameMeansTheQueuesNameToo() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueBind("", "amq.direct", "");
        channel.basicPublish("amq.direct", queue, null, Wire.bytes("x"));
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
    }

    @Test
    void anEmptyNameMeansNothingBeforeTheFirstDeclare() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> channel.basicGet("", true)))
                .isEqualTo("channel 404 NOT_FOUND - no previously declared queue");
    }

    @Test
    void aPassiveDeclareDoesNotTakeAnEmptyNameForTheLastQueue() throws Exception {
        Channel channel = clients.channel();
        clients.queue(channel);
        assertThat(Closed.by(() -> channel.queueDeclarePassive("")))
                .isEqualTo("channel 404 NOT_FOUND - no queue '' in vhost '/'");
    }

    @Test
    void aMessageForAMissingQueueIsDropped() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("later");
        Wire.send(channel, queue, "too early");
        channel.queueDeclare(queue, false, true, false, null);
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void namesMayBe255BytesLong() throws Exception {
        Channel channel = clients.channel();
        String prefix = clients.name("long");
        String queue = prefix + "x".repeat(255 - prefix.length());
        channel.queueDeclare(queue, false, true, false, null);
        Wire.send(channel, queue, "x");
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
    }

    @Test
    void lineBreaksAreTakenOutOfNames() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("line");
        assertThat(channel.queueDeclare("\r" + queue + "\n", false, true, false, null)
                        .getQueue())
                .isEqualTo(queue);
    }

    @Test
    void aNameMayBeUsedAgainAfterDelete_withOtherProperties() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("again");
        channel.queueDeclare(queue, false, false, false, null);
        Wire.send(channel, queue, "old");
        channel.queueDelete(queue);
        channel.queueDeclare(queue, true, false, true, null);
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void whoeverDeletesAQueueWhileAnotherDoesIsAnswered() throws Exception {
        RawConnection raw = clients.rawChannel().withChannel(2);
        String queue = clients.name("contested");
        for (int i = 0; i < 20; i++) {
            raw.send(1, new AMQImpl.Queue.Declare(0, queue, false, false, false, false, false, Map.of()));
            raw.expect(1, AMQImpl.Queue.DeclareOk.class);
            raw.send(1, new AMQImpl.Queue.Delete(0, queue, false, false, false));
            raw.send(2, new AMQImpl.Queue.Delete(0, queue, false, false, false));
            List<Integer> answered = new ArrayList<>(List.of(answeredDelete(raw), answeredDelete(raw)));
            assertThat(answered).containsExactlyInAnyOrder(1, 2);
        }
    }

    private static int answeredDelete(RawConnection raw) throws Exception {
        RawConnection.RawFrame frame = raw.read();
        assertThat(frame.method()).isInstanceOf(AMQImpl.Queue.DeleteOk.class);
        return frame.channel();
    }

    @Test
    void anExclusiveQueueOfAConnectionThatVanishedIsGone() throws Exception {
        Channel watcher = clients.channel();
        String queue = clients.name("exclusive");
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Queue.Declare(0, queue, false, false, true, false, false, Map.of()));
        raw.expect(1, AMQImpl.Queue.DeclareOk.class);
        raw.abort();
        Wire.await("the queue's end", () -> !exists(watcher, queue));
    }
}
