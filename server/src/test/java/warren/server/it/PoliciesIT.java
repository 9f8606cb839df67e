package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators decide for queues and exchanges that are there, or come later. */
class PoliciesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        channel.confirmSelect();
        queue = clients.name("q");
    }

    @AfterEach
    void clear() {
        broker.ctl("clear_policy", "p");
        broker.ctl("clear_operator_policy", "o");
    }

    private static List<String> ctl(String... arguments) {
        Program.Outcome outcome = broker.ctl(arguments);
        assertThat(outcome.status()).as("%s", outcome.errors()).isZero();
        return outcome.output();
    }

    private void set(String definition) {
        ctl("set_policy", "p", "^" + queue, definition);
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private void send(int count) throws Exception {
        Wire.send(channel, queue, Wire.numbers(count));
        channel.waitForConfirms(10_000);
    }

    @Test
    void aLimitCountsAtOnce_andNoLongerWhenItIsCleared() throws Exception {
        declare(null);
        send(10);
        set("{\"max-length\":4}");
        Wire.await("six to go", () -> channel.messageCount(queue) == 4);
        ctl("clear_policy", "p");
        send(10);
        assertThat(channel.messageCount(queue)).isEqualTo(14);
    }

    @Test
    void theSmallerOfArgumentPolicyAndOperatorPolicyCounts() throws Exception {
        set("{\"max-length\":5}");
        declare(Map.of("x-max-length", 7));
        send(10);
        assertThat(channel.messageCount(queue)).isEqualTo(5);
        ctl("set_operator_policy", "o", "^" + queue, "{\"max-length\":3}", "--apply-to", "queues");
        Wire.await("two to go", () -> channel.messageCount(queue) == 3);
        assertThat(ctl("list_operator_policies"))
                .containsExactly(
                        "Listing operator policy overrides for vhost \"/\" ...",
                        "vhost\tname\tpattern\tapply-to\tdefinition\tpriority",
                        "/\to\t^" + queue + "\tqueues\t{\"max-length\":3}\t0");
        // the declaration stays what it was
        declare(Map.of("x-max-length", 7));
        assertThat(ctl("-q", "list_queues", "name", "policy")).contains(queue + "\tp");
    }

    @Test
    void aDeadLetterExchangeForAQueueThatIsThere_goesWithItsPolicy() throws Exception {
        String graves = clients.name("graves");
        channel.queueDeclare(graves, false, false, false, null);
        declare(null);
        send(3);
        set("{\"dead-letter-exchange\":\"\",\"dead-letter-routing-key\":\"" + graves + "\"}");
        channel.basicReject(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        Wire.await("a letter", () -> channel.messageCount(graves) == 1);
        ctl("clear_policy", "p");
        channel.basicReject(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        set("{\"dead-letter-exchange\":\"\",\"dead-letter-routing-key\":\"" + graves + "\"}");
        channel.basicReject(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        assertThat(Inbox.autoAck(channel, graves).texts(2)).containsExactly("1", "3");
    }

    @Test
    void aTimeToLiveCountsForWhatComes() throws Exception {
        declare(null);
        send(1);
        set("{\"message-ttl\":50}");
        Wire.send(channel, queue, "short");
        Wire.await("one to go", () -> channel.messageCount(queue) == 1);
        assertThat(Wire.drain(channel, queue)).containsExactly("1");
    }

    @Test
    void anUnusedQueueExpires() throws Exception {
        declare(null);
        set("{\"expires\":100}");
        Wire.await("its end", () -> ctl("-q", "list_queues", "name").stream().noneMatch(queue::equals));
    }

    @Test
    void refusingPublishes() throws Exception {
        declare(Map.of("x-max-length", 1));
        set("{\"overflow\":\"reject-publish\"}");
        send(1);
        channel.basicPublish("", queue, new BasicProperties(), Wire.bytes("too much"));
        assertThat(channel.waitForConfirms(10_000)).isFalse();
        assertThat(Wire.drain(channel, queue)).containsExactly("1");
    }

    @Test
    void anAlternateExchangeForAnExchangeThatIsThere() throws Exception {
        channel.exchangeDeclare(queue, "direct", false, true, null);
        String other = clients.name("other");
        channel.queueDeclare(other, false, false, false, null);
        channel.queueBind(other, "amq.fanout", "");
        set("{\"alternate-exchange\":\"amq.fanout\"}");
        channel.basicPublish(queue, "nowhere", Wire.PLAIN, Wire.bytes("m"));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        assertThat(channel.messageCount(other)).isEqualTo(1);
        ctl("clear_policy", "p");
        channel.basicPublish(queue, "nowhere", Wire.PLAIN, Wire.bytes("m"));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        assertThat(channel.messageCount(other)).isEqualTo(1);
    }

    @Test
    void policiesOfBothKindsCountAfterARestart() throws Exception {
        declare(null);
        set("{\"max-length\":5}");
        ctl("set_operator_policy", "o", "^" + queue, "{\"max-length\":3}");
        broker.restart();
        Channel after = clients.connect().createChannel();
        after.confirmSelect();
        Wire.send(after, queue, Wire.numbers(10));
        assertThat(after.waitForConfirms(10_000)).isTrue();
        assertThat(after.messageCount(queue)).isEqualTo(3);
        ctl("clear_operator_policy", "o");
        Wire.send(after, queue, Wire.numbers(10));
        assertThat(after.waitForConfirms(10_000)).isTrue();
        assertThat(after.messageCount(queue)).isEqualTo(5);
    }

    @Test
    void operatorsMayOnlySetCaps() {
        Program.Outcome outcome = broker.ctl("set_operator_policy", "o", "^" + queue, "{\"overflow\":\"drop-head\"}");
        assertThat(outcome.status()).isNotZero();
        assertThat(String.join("\n", outcome.errors()))
                .contains("[{<<\"overflow\">>,<<\"drop-head\">>}] are not recognised policy settings");
        assertThat(broker.ctl("clear_operator_policy", "nosuch").errors()).contains("Parameter does not exist");
    }
}
