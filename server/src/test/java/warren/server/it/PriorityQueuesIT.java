package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues with x-max-priority. */
class PriorityQueuesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("priority");
    }

    private void declare(int highest, Object... more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-max-priority", highest));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put((String) more[i], more[i + 1]);
        }
        channel.queueDeclare(queue, true, false, false, arguments);
        channel.confirmSelect();
    }

    /** Each text begins with its priority, or with a letter for none. True when it was confirmed. */
    private boolean publish(String text) throws Exception {
        var properties = new BasicProperties.Builder().deliveryMode(2);
        if (Character.isDigit(text.charAt(0))) {
            properties.priority(Integer.parseInt(text.replaceFirst("\\D.*", "")));
        }
        channel.basicPublish("", queue, properties.build(), text.getBytes(StandardCharsets.UTF_8));
        return channel.waitForConfirms(20_000);
    }

    private void publishAll(String... texts) throws Exception {
        for (String text : texts) {
            publish(text);
        }
    }

    private GetResponse get(boolean autoAck) throws Exception {
        return channel.basicGet(queue, autoAck);
    }

    private static String text(GetResponse got) {
        String again = got.getEnvelope().isRedeliver() ? " again" : "";
        return new String(got.getBody(), StandardCharsets.UTF_8) + again;
    }

    private List<String> takeAll() throws Exception {
        var texts = new ArrayList<String>();
        for (GetResponse got = get(true); got != null; got = get(true)) {
            texts.add(text(got));
        }
        return texts;
    }

    @Test
    void theHigherPriorityGoesFirst_andWithinOneTheOlder() throws Exception {
        declare(5);
        publishAll("none", "0", "5a", "2", "5b", "none2", "2b");
        assertThat(takeAll()).containsExactly("5a", "5b", "2", "2b", "none", "0", "none2");
    }

    @Test
    void aPriorityAboveTheHighestCountsAsTheHighest() throws Exception {
        declare(5);
        publishAll("9", "5", "255");
        assertThat(takeAll()).containsExactly("9", "5", "255");
    }

    @Test
    void allPrioritiesMayBeTold() throws Exception {
        declare(255);
        publishAll("1", "255", "100");
        assertThat(takeAll()).containsExactly("255", "100", "1");
    }

    @Test
    void withTheHighestPriorityZeroAllAreAlike() throws Exception {
        declare(0);
        publishAll("1", "5", "0");
        assertThat(takeAll()).containsExactly("1", "5", "0");
    }

    @Test
    void whatComesBackStandsAtItsOldPlace() throws Exception {
        declare(5);
        publishAll("1-0", "3-0", "1-1", "3-1", "1-2", "3-2");
        var tags = new ArrayList<Long>();
        for (int i = 0; i < 4; i++) {
            tags.add(get(false).getEnvelope().getDeliveryTag());
        }
        publishAll("3-new", "1-new");
        for (int i : new int[] {1, 3, 0, 2}) {
            channel.basicNack(tags.get(i), false, true);
        }
        assertThat(takeAll())
                .containsExactly("3-0 again", "3-1 again", "3-2 again", "3-new", "1-0 again", "1-1", "1-2", "1-new");
    }

    @Test
    void aFullQueueDropsTheOneThatWouldGoNext() throws Exception {
        declare(5, "x-max-length", 3);
        publishAll("1a", "5a", "1b", "3", "5b", "0", "2");
        assertThat(takeAll()).containsExactly("1a", "1b", "0");
    }

    @Test
    void aFullQueueMayRefuse() throws Exception {
        declare(5, "x-max-length", 3, "x-overflow", "reject-publish");
        publishAll("1a", "5a", "1b");
        assertThat(publish("5b")).isFalse();
        assertThat(takeAll()).containsExactly("5a", "1a", "1b");
    }

    @Test
    void aMessageExpiresAtItsPlace() throws Exception {
        declare(5, "x-message-ttl", 0);
        publishAll("1", "5");
        assertThat(takeAll()).isEmpty();
    }

    @Test
    void aConsumerGetsTheHighestOfWhatWaits() throws Exception {
        declare(5);
        publishAll("1", "5", "3");
        channel.basicQos(1);
        Inbox inbox = Inbox.acking(channel, queue);
        var texts = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            var next = inbox.next();
            texts.add(next.text());
            channel.basicAck(next.tag(), false);
        }
        assertThat(texts).containsExactly("5", "3", "1");
    }
}
