package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a stream that is there refuses. Warren has none yet. */
class StreamsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("stream");
    }

    @Test
    void aStreamRefusesGet() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "stream"));
        assertThat(Closed.by(() -> channel.basicGet(queue, false)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - basic.get not supported by stream queues queue '" + queue
                        + "' in vhost '/'");
    }

    @Test
    void aStreamRefusesConsumersWithoutAcknowledgement() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "stream"));
        channel.basicQos(5);
        assertThat(Closed.by(() -> Inbox.autoAck(channel, queue)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - automatic acknowledgement not supported by stream queues"
                        + " queue '" + queue + "' in vhost '/'");
    }

    @Test
    void aStreamRefusesConsumersWithoutALimit() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "stream"));
        assertThat(Closed.by(() -> Inbox.acking(channel, queue)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - consumer prefetch count is not set for 'queue '" + queue
                        + "' in vhost '/''");
    }
}
