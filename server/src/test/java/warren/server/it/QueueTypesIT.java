package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What quorum queues and streams refuse. */
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
    void aStreamRefusesGet() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("stream"));
        assertThat(Closed.by(() -> channel.basicGet(queue, false)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - basic.get not supported by stream queues queue '" + queue
                        + "' in vhost '/'");
    }

    @Test
    void aStreamRefusesConsumersWithoutAcknowledgement() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("stream"));
        channel.basicQos(5);
        assertThat(Closed.by(() -> Inbox.autoAck(channel, queue)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - automatic acknowledgement not supported by stream queues"
                        + " queue '" + queue + "' in vhost '/'");
    }

    @Test
    void aStreamRefusesConsumersWithoutALimit() throws Exception {
        channel.queueDeclare(queue, true, false, false, type("stream"));
        assertThat(Closed.by(() -> Inbox.acking(channel, queue)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - consumer prefetch count is not set for 'queue '" + queue
                        + "' in vhost '/''");
    }
}
