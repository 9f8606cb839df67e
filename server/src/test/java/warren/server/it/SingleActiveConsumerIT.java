package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues with x-single-active-consumer: one consumer is served, the others wait for its end. */
class SingleActiveConsumerIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.ownOrOperated();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("single");
        declare("classic");
    }

    private void declare(String type) throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-single-active-consumer", true, "x-queue-type", type));
    }

    private void publish(String... texts) throws Exception {
        for (String text : texts) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(text));
        }
    }

    private Inbox consume(Channel on, String tag, Map<String, Object> arguments) throws Exception {
        var inbox = new Inbox(on);
        on.basicConsume(queue, false, tag, false, false, arguments, inbox);
        return inbox;
    }

    private Inbox consume(Channel on, String tag) throws Exception {
        return consume(on, tag, Map.of());
    }

    /** Consumers as rabbitmqctl lists them. */
    private List<String> listed() {
        return broker
                .ctl("list_consumers", "-q", "queue_name", "consumer_tag", "active", "activity_status")
                .output()
                .stream()
                .filter(line -> line.startsWith(queue + "\t"))
                .map(line -> line.substring(queue.length() + 1).replace('\t', ' '))
                .toList();
    }

    @Test
    void theFirstConsumerIsServed_theOthersWait() throws Exception {
        Inbox first = consume(channel, "a");
        Inbox second = consume(channel, "b");
        publish("1", "2", "3");
        assertThat(first.texts(3)).containsExactly("1", "2", "3");
        assertThat(second.staysEmpty()).isTrue();
        assertThat(listed()).containsExactlyInAnyOrder("a true single_active", "b false waiting");
    }

    @Test
    void theNextInLineIsServedWhenTheFirstIsCancelled() throws Exception {
        Inbox first = consume(channel, "a");
        Inbox second = consume(channel, "b");
        Inbox third = consume(channel, "c");
        publish("1");
        first.next();
        channel.basicCancel("a");
        publish("2", "3");
        assertThat(second.texts(2)).containsExactly("2", "3");
        assertThat(third.staysEmpty()).isTrue();
        assertThat(listed()).containsExactlyInAnyOrder("b true single_active", "c false waiting");
    }

    @Test
    void theNextInLineGetsWhatTheFirstLeaves_inOrder() throws Exception {
        Channel other = clients.connect().createChannel();
        Inbox first = consume(other, "a");
        Inbox second = consume(channel, "b");
        publish("1", "2");
        assertThat(first.texts(2)).containsExactly("1", "2");
        other.getConnection().abort();
        publish("3");
        assertThat(second.texts(3)).containsExactly("1", "2", "3");
    }

    @Test
    void ofThoseThatWaitTheHighestPriorityIsNext_butNobodyIsOusted() throws Exception {
        consume(channel, "a");
        consume(channel, "b");
        consume(channel, "c", Map.of("x-priority", 9));
        assertThat(listed()).containsExactlyInAnyOrder("a true single_active", "b false waiting", "c false waiting");
        channel.basicCancel("a");
        assertThat(listed()).containsExactlyInAnyOrder("c true single_active", "b false waiting");
        consume(channel, "d", Map.of("x-priority", 20));
        assertThat(listed()).containsExactlyInAnyOrder("c true single_active", "b false waiting", "d false waiting");
    }

    @Test
    void anExclusiveConsumerIsRefused() {
        assertThat(Closed.by(() -> channel.basicConsume(queue, false, "x", false, true, null, new Inbox(channel))))
                .isEqualTo("channel 403 ACCESS_REFUSED - queue '" + queue + "' in vhost '/' in exclusive use");
    }

    @Test
    void getIsNotHeldUp() throws Exception {
        publish("1");
        assertThat(channel.basicGet(queue, true)).isNotNull();
    }

    @Test
    void anotherDeclarationIsAnotherQueue() {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-single-active-consumer", false));
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, false, false, arguments)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'x-single-active-consumer' for queue '"
                        + queue + "' in vhost '/': received 'false' but current is 'true'");
    }
}
