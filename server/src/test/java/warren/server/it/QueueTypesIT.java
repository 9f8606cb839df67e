package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What quorum queues and streams refuse, and how quorum queues differ from classic ones. */
class QueueTypesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("typed");
    }

    private static Map<String, Object> type(String type, Object... more) {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-queue-type", type));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put((String) more[i], more[i + 1]);
        }
        return arguments;
    }

    private String refused(String what, String rest) {
        return "channel 406 PRECONDITION_FAILED - invalid " + what + " for queue '" + queue + "' in vhost '/'" + rest;
    }

    @Test
    void aQuorumQueueMustBeDurable() {
        assertThat(Closed.by(() -> channel.queueDeclare(queue, false, false, false, type("quorum"))))
                .isEqualTo(refused("property 'non-durable'", ""));
    }

    @Test
    void aQuorumQueueCannotBeExclusive() {
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, true, false, type("quorum"))))
                .isEqualTo(refused("property 'exclusive-owner'", ""));
    }

    @Test
    void aStreamMustBeDurable() {
        assertThat(Closed.by(() -> channel.queueDeclare(queue, false, false, false, type("stream"))))
                .isEqualTo(refused("property 'non-durable'", ""));
    }

    @Test
    void aStreamCannotBeAutoDelete() {
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, false, true, type("stream"))))
                .isEqualTo(refused("property 'auto-delete'", ""));
    }

    @Test
    void anArgumentOfAnotherTypeIsRefused() {
        assertThat(Closed.by(() ->
                        channel.queueDeclare(queue, true, false, false, type("stream", "x-overflow", "drop-head"))))
                .isEqualTo(refused("arg 'x-overflow'", " of queue type rabbit_stream_queue"));
        Channel other = other();
        assertThat(Closed.by(() -> other.queueDeclare(queue, true, false, false, type("quorum", "x-max-priority", 5))))
                .isEqualTo(refused("arg 'x-max-priority'", " of queue type rabbit_quorum_queue"));
    }

    private Channel other() {
        try {
            return clients.channel();
        } catch (java.io.IOException | java.util.concurrent.TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void anotherTypeIsAnotherQueue() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("quorum"));
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, false, false, type("classic"))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue '" + queue
                        + "' in vhost '/': received 'classic' but current is 'quorum'");
    }

    @Test
    void aQuorumQueueRefusesAGlobalLimit() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("quorum"));
        channel.basicQos(5, true);
        assertThat(Closed.by(() -> Inbox.acking(channel, queue)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - queue '" + queue + "' in vhost '/' does not support global"
                        + " qos");
    }

    @Test
    void aQuorumQueueWithASingleActiveConsumerRefusesGet() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("quorum", "x-single-active-consumer", true));
        assertThat(Closed.by(() -> channel.basicGet(queue, true)))
                .isEqualTo("channel 405 RESOURCE_LOCKED - cannot obtain access to locked queue '" + queue
                        + "' in vhost '/'. basic.get operations are not supported by quorum queues with single active"
                        + " consumer");
    }

    @Test
    void aQuorumQueueCannotBeAutoDelete() {
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, false, true, type("quorum"))))
                .isEqualTo(refused("property 'auto-delete'", ""));
    }

    @Test
    void anInitialGroupSizeMustBeThere() throws Exception {
        assertThat(Closed.by(() -> channel.queueDeclare(
                        queue, true, false, false, type("quorum", "x-quorum-initial-group-size", 0))))
                .isEqualTo(refused("arg 'x-quorum-initial-group-size'", ": {value_zero,0}"));
        clients.channel().queueDeclare(queue, true, false, false, type("quorum", "x-quorum-initial-group-size", 3));
    }

    @Test
    void aLeaderLocatorMustBeKnown() throws Exception {
        assertThat(Closed.by(() -> channel.queueDeclare(
                        queue, true, false, false, type("quorum", "x-queue-leader-locator", "nowhere"))))
                .isEqualTo(refused("arg 'x-queue-leader-locator'", ": invalid_queue_locator_arg"));
        clients.channel().queueDeclare(queue, true, false, false, type("quorum", "x-queue-leader-locator", "balanced"));
    }

    @Test
    void aDeadLetterStrategyIsForQuorumQueues() throws Exception {
        assertThat(Closed.by(() -> channel.queueDeclare(
                        queue, true, false, false, type("classic", "x-dead-letter-strategy", "at-least-once"))))
                .isEqualTo(refused("arg 'x-dead-letter-strategy'", " of queue type rabbit_classic_queue"));
        Channel other = other();
        assertThat(Closed.by(() -> other.queueDeclare(
                        queue, true, false, false, type("quorum", "x-dead-letter-strategy", "twice"))))
                .isEqualTo(refused("arg 'x-dead-letter-strategy'", ": invalid_dlx_strategy"));
        clients.channel()
                .queueDeclare(queue, true, false, false, type("quorum", "x-dead-letter-strategy", "at-least-once"));
    }

    @Test
    void aQuorumQueueIsDeletedWithoutConditions() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("quorum"));
        assertThat(Closed.by(() -> channel.queueDelete(queue, false, true)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - cannot delete queue '" + queue + "' in vhost '/'."
                        + " queue.delete operations with if-empty flag set are not supported by quorum queues");
        assertThat(clients.connect().createChannel().queueDelete(queue).getMessageCount())
                .isZero();
    }

    @Test
    void aQuorumQueueSaysHowOftenAMessageCameBack() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("quorum"));
        Wire.send(channel, queue, "m");
        Inbox inbox = Inbox.acking(channel, queue);
        Inbox.Letter first = inbox.next();
        assertThat(first.properties().getHeaders()).isNull();
        channel.basicNack(first.tag(), false, true);
        Inbox.Letter second = inbox.next();
        assertThat(second.redelivered()).isTrue();
        assertThat(second.properties().getHeaders()).containsEntry("x-delivery-count", 1L);
    }

    @Test
    void aQuorumQueueKnowsNoExclusiveConsumers() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("quorum"));
        channel.basicConsume(queue, false, "one", false, true, null, new Inbox(channel));
        channel.basicConsume(queue, false, "two", false, true, null, new Inbox(channel));
        assertThat(channel.consumerCount(queue)).isEqualTo(2);
    }
}
