package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** warrenctl alter_queue: other arguments and another durability for a queue that is there. */
class AlterQueueIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        reconnect();
        queue = clients.name("q");
    }

    private void reconnect() throws Exception {
        channel = clients.connect().createChannel();
        channel.confirmSelect();
    }

    private void alter(String... changes) {
        Program.Outcome outcome = tryTo(changes);
        assertThat(outcome.status()).as("%s", outcome.errors()).isZero();
    }

    private Program.Outcome tryTo(String... changes) {
        String[] command = new String[changes.length + 2];
        command[0] = "alter_queue";
        command[1] = queue;
        System.arraycopy(changes, 0, command, 2, changes.length);
        return broker.ctl(command);
    }

    private void declare(boolean durable, Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, durable, false, false, arguments);
    }

    private void send(int from, int to) throws Exception {
        for (String number : Wire.numbers(from, to)) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(number));
        }
        channel.waitForConfirmsOrDie(60_000);
    }

    private List<String> listed() {
        return broker.ctl("-q", "list_queues", "name", "durable", "arguments").output().stream()
                .filter(line -> line.startsWith(queue + "\t"))
                .map(line -> line.substring(queue.length() + 1))
                .toList();
    }

    @Test
    void argumentsCountAtOnce_andAfterACrash() throws Exception {
        declare(true, Map.of("x-max-length", 100, "x-message-ttl", 3_600_000));
        send(1, 10);
        alter("x-max-length=3", "x-message-ttl=", "x-overflow=reject-publish");
        assertThat(listed().get(0))
                .startsWith("true")
                .contains("x-max-length", "reject-publish")
                .doesNotContain("ttl");
        channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes("refused"));
        assertThat(channel.waitForConfirms(20_000)).isFalse();
        broker.crash();
        reconnect();
        declare(true, Map.of("x-max-length", 3, "x-overflow", "reject-publish"));
        channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes("refused"));
        assertThat(channel.waitForConfirms(20_000)).isFalse();
        assertThat(Closed.by(() -> declare(true, Map.of("x-max-length", 100, "x-overflow", "reject-publish"))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue '" + queue
                        + "' in vhost '/': received '100' but current is '3'");
    }

    @Test
    void aQueueThatBecomesDurableKeepsWhatItHolds_pastACrash() throws Exception {
        declare(false, null);
        channel.queueBind(queue, "amq.direct", queue);
        send(1, 5_000);
        channel.basicPublish("", queue, Wire.PLAIN, Wire.bytes("transient"));
        Channel other = clients.connect().createChannel();
        GetResponse held = other.basicGet(queue, false);
        assertThat(Wire.text(held)).isEqualTo("1");
        alter("durable=true");
        other.basicAck(held.getEnvelope().getDeliveryTag(), false);
        GetResponse lost = other.basicGet(queue, false);
        assertThat(Wire.text(lost)).isEqualTo("2");
        channel.basicPublish("amq.direct", queue, Wire.PERSISTENT, Wire.bytes("5001"));
        channel.waitForConfirmsOrDie(20_000);
        broker.crash();
        reconnect();
        declare(true, null);
        channel.basicPublish("amq.direct", queue, Wire.PERSISTENT, Wire.bytes("5002"));
        channel.waitForConfirmsOrDie(20_000);
        List<String> left = Wire.drain(channel, queue);
        // an acknowledgement may not be on disk yet when the broker dies
        assertThat(left.get(0)).isIn("1", "2");
        assertThat(left.subList(left.indexOf("2"), left.size())).isEqualTo(Wire.numbers(2, 5_002));
        assertThat(Closed.by(() -> declare(false, null)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue '" + queue
                        + "' in vhost '/': received 'false' but current is 'true'");
    }

    @Test
    void consumersStay_andTheOrderToo() throws Exception {
        declare(false, null);
        channel.basicQos(1);
        Inbox inbox = Inbox.acking(channel, queue);
        send(1, 200);
        Inbox.Letter first = inbox.next();
        alter("durable=true");
        channel.basicAck(first.tag(), false);
        for (String number : Wire.numbers(2, 200)) {
            Inbox.Letter letter = inbox.next();
            assertThat(letter.text()).isEqualTo(number);
            channel.basicAck(letter.tag(), false);
        }
        assertThat(inbox.cancelledByBroker).isNotDone();
    }

    @Test
    void aPriorityQueueKeepsItsOrder() throws Exception {
        declare(false, Map.of("x-max-priority", 3));
        for (int i = 0; i < 30; i++) {
            channel.basicPublish(
                    "", queue, Wire.PERSISTENT.builder().priority(i % 3).build(), Wire.bytes(i % 3 + "-" + i));
        }
        channel.waitForConfirmsOrDie(20_000);
        alter("durable=true");
        broker.crash();
        reconnect();
        List<String> left = Wire.drain(channel, queue);
        assertThat(left).hasSize(30);
        assertThat(left.subList(0, 3)).containsExactly("2-2", "2-5", "2-8");
        assertThat(left.get(29)).isEqualTo("0-27");
    }

    @Test
    void aQueueThatIsNoLongerDurableGoesOn_untilARestart() throws Exception {
        declare(true, null);
        channel.queueBind(queue, "amq.direct", queue);
        send(1, 10);
        alter("durable=false");
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("1");
        declare(false, null);
        broker.restart();
        reconnect();
        assertThat(Closed.by(() -> channel.queueDeclarePassive(queue))).startsWith("channel 404 NOT_FOUND");
        reconnect();
        declare(true, null);
        assertThat(channel.messageCount(queue)).isZero();
    }

    @Test
    void oneConsumerAloneIsServedFromNowOn_andAllAgain() throws Exception {
        declare(true, null);
        channel.basicQos(1);
        Inbox first = Inbox.acking(channel, queue);
        Channel other = clients.connect().createChannel();
        other.basicQos(1);
        Inbox second = Inbox.acking(other, queue);
        send(1, 6);
        assertThat(first.next().text()).isEqualTo("1");
        Inbox.Letter two = second.next();
        assertThat(two.text()).isEqualTo("2");

        alter("x-single-active-consumer=true");
        other.basicAck(two.tag(), false);
        // a second time it would get the next
        alter("x-max-length=100");
        assertThat(Wire.text(other.basicGet(queue, true))).isEqualTo("3");
        assertThat(second.staysEmpty()).isTrue();
        alter("x-single-active-consumer=");
        assertThat(second.next().text()).isEqualTo("4");

        alter("x-single-active-consumer=true");
        broker.crash();
        reconnect();
        declare(true, Map.of("x-single-active-consumer", true, "x-max-length", 100));
    }

    private void sendWithPriorities(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            channel.basicPublish(
                    "", queue, Wire.PERSISTENT.builder().priority(i % 3).build(), Wire.bytes(i % 3 + "-" + i));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    @Test
    void prioritiesComeAndGo_whileAClientHoldsMessages() throws Exception {
        declare(true, null);
        sendWithPriorities(9);
        Channel holder = clients.connect().createChannel();
        long low = holder.basicGet(queue, false).getEnvelope().getDeliveryTag();
        long middle = holder.basicGet(queue, false).getEnvelope().getDeliveryTag();

        alter("x-max-priority=5");
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("2-2");
        holder.basicNack(low, false, true);
        holder.basicNack(middle, false, true);
        Channel orderly = clients.connect().createChannel();
        holder.close();
        assertThat(Wire.text(orderly.basicGet(queue, true))).isEqualTo("2-5");
        broker.crash();
        reconnect();
        declare(true, Map.of("x-max-priority", 5));
        List<String> left = Wire.drain(channel, queue);
        assertThat(left).endsWith("2-8", "1-1", "1-4", "1-7", "0-0", "0-3", "0-6");

        sendWithPriorities(6);
        GetResponse highest = channel.basicGet(queue, false);
        assertThat(Wire.text(highest)).isEqualTo("2-2");
        alter("x-max-priority=");
        channel.basicNack(highest.getEnvelope().getDeliveryTag(), false, true);
        assertThat(Wire.drain(channel, queue)).containsExactly("0-0", "1-1", "2-2", "0-3", "1-4", "2-5");
        declare(true, null);
    }

    @Test
    void whatCannotBeIsRefused() throws Exception {
        assertThat(tryTo("x-max-length=1").status()).isNotZero();
        declare(true, null);
        assertThat(String.join("\n", tryTo("x-max-length=-1").errors()))
                .contains("invalid arg 'x-max-length' for queue '" + queue + "' in vhost '/': {value_negative,-1}");
        assertThat(String.join("\n", tryTo("x-max-priority=256").errors()))
                .contains("invalid arg 'x-max-priority' for queue '" + queue
                        + "' in vhost '/': {max_value_exceeded,256}");
        assertThat(String.join("\n", tryTo("x-queue-type=stream").errors()))
                .contains("arg 'x-queue-type' for queue '" + queue + "' in vhost '/' is what the queue is built by");
        assertThat(String.join("\n", tryTo("auto_delete=true").errors())).contains("cannot be altered");
        assertThat(tryTo("nonsense").status()).isNotZero();
        assertThat(listed()).containsExactly("true\t[]");
    }
}
