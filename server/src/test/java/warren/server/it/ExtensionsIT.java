package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.server.it.extension.Wayward;

/** What an extension does, well or badly, as publishers and their neighbours see it. */
class ExtensionsIT {
    private static final String TYPE = "x-wayward";
    private static final int TIME_LIMIT_SECONDS = 1;

    @TempDir
    static Path extensions;

    private static WarrenProcess process;
    private static BrokerUnderTest broker;

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @BeforeAll
    static void start() throws IOException {
        ExtensionJar.write(
                extensions.resolve("wayward.jar"), Wayward.class, "warren.extensions.types.x-wayward.limit = 7");
        process = WarrenProcess.startOnNewDirectory(
                "-Dwarren.extensions.directory=" + extensions,
                "-Dwarren.extensions.time-limit=" + TIME_LIMIT_SECONDS + "s");
        broker = BrokerUnderTest.of(process);
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private String exchange(Channel channel, String queue) throws IOException {
        String exchange = clients.name("wayward");
        channel.exchangeDeclare(exchange, TYPE);
        channel.queueBind(queue, exchange, "k");
        return exchange;
    }

    private static BasicProperties told(String wish) {
        return new BasicProperties.Builder().headers(Map.of("do", wish)).build();
    }

    private static void send(Channel channel, String exchange, String wish, String text) throws IOException {
        channel.basicPublish(exchange, "k", told(wish), Wire.bytes(text));
    }

    /** The client may take a nack that comes at this very moment for an ack, and knows better after the next answer. */
    private static boolean confirmed(Channel channel) throws Exception {
        boolean first = channel.waitForConfirms(20_000);
        channel.basicQos(0);
        return channel.waitForConfirms(20_000) && first;
    }

    @Test
    void routesByTheBindingsThatItIsShown() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        send(channel, exchange, "", "one");
        channel.basicPublish(exchange, "other", Wire.PLAIN, Wire.bytes("nowhere"));
        channel.queueBind(queue, exchange, "other");
        channel.basicPublish(exchange, "other", Wire.PLAIN, Wire.bytes("two"));
        channel.queueUnbind(queue, exchange, "other");
        channel.basicPublish(exchange, "other", Wire.PLAIN, Wire.bytes("nowhere"));

        assertThat(Wire.drain(channel, queue)).containsExactly("one", "two");
    }

    @Test
    void keepsTheOrderOfAChannel_whateverTheOtherExchanges() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        channel.confirmSelect();
        for (int i = 1; i <= 3000; i++) {
            channel.basicPublish(
                    i % 7 == 0 ? "" : exchange, i % 7 == 0 ? queue : "k", Wire.PLAIN, Wire.bytes(String.valueOf(i)));
        }
        assertThat(confirmed(channel)).isTrue();
        assertThat(Wire.drain(channel, queue)).isEqualTo(Wire.numbers(1, 3000));
    }

    @Test
    void changesHeaders_andReadsItsSettings() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        send(channel, exchange, "header", "one");

        GetResponse got = channel.basicGet(queue, true);
        assertThat(got.getProps().getHeaders())
                .containsOnlyKeys("seen-by", "limit")
                .containsEntry("limit", 7);
        assertThat(got.getProps().getHeaders().get("seen-by")).hasToString(exchange);
    }

    @Test
    void messagesThatItLetsWaitComeWhenTheyAreDue_confirmedAtOnce() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        channel.confirmSelect();
        send(channel, exchange, "later", "one");
        assertThat(confirmed(channel)).isTrue();
        Wire.await("the message is due", () -> channel.messageCount(queue) == 1);
        assertThat(Wire.drain(channel, queue)).containsExactly("one");
    }

    @Test
    void publishesFurtherMessages() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueDeclare("copies", false, true, false, null);
        send(channel, exchange(channel, queue), "publish", "one");

        Wire.await("the copy is there", () -> channel.messageCount("copies") == 1);
        assertThat(Wire.drain(channel, "copies")).containsExactly("one");
        assertThat(Wire.drain(channel, queue)).containsExactly("one");
    }

    @Test
    void dropsAreConfirmed_refusalsAreNot() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        channel.confirmSelect();
        send(channel, exchange, "drop", "dropped");
        assertThat(confirmed(channel)).isTrue();
        send(channel, exchange, "refuse", "refused");
        assertThat(confirmed(channel)).isFalse();
        assertThat(channel.messageCount(queue)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "linkage", "overflow", "few", "invent"})
    void whatItFailsOnIsRefusedAndReturned_andTheChannelAndTheExchangeLive(String fault) throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        var returned = new CompletableFuture<Integer>();
        channel.addReturnListener((code, text, x, key, properties, body) -> returned.complete(code));
        channel.confirmSelect();
        channel.basicPublish(exchange, "k", true, told(fault), Wire.bytes("bad"));
        assertThat(confirmed(channel)).isFalse();
        assertThat(returned.get(10, TimeUnit.SECONDS)).isEqualTo(312);
        send(channel, exchange, "", "good");
        assertThat(confirmed(channel)).isTrue();
        assertThat(Wire.drain(channel, queue)).containsExactly("good");
    }

    @Test
    void anAnswerThatComesTwiceCountsOnce() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        channel.confirmSelect();
        send(channel, exchange, "twice", "one");
        send(channel, exchange, "timer", "two");
        assertThat(confirmed(channel)).isTrue();
        assertThat(Wire.drain(channel, queue)).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "forget"})
    void anAnswerThatDoesNotComeInTimeIsARefusal_andTheExchangeComesBack(String fault) throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        channel.confirmSelect();
        send(channel, exchange, fault, "bad");
        assertThat(confirmed(channel)).isFalse();
        Wire.await("the exchange routes again", () -> {
            send(channel, exchange, "", "good");
            return confirmed(channel);
        });
        assertThat(Wire.drain(channel, queue)).containsExactly("good");
    }

    @Test
    void oneThatBlocksItsThreadForEverHurtsNobodyElse() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String blocked = exchange(channel, queue);
        Channel neighbour = clients.connect().createChannel();
        String healthy = exchange(neighbour, clients.queue(neighbour));
        neighbour.confirmSelect();
        channel.confirmSelect();
        send(channel, blocked, "block", "bad");
        for (int i = 0; i < 100; i++) {
            send(neighbour, healthy, "", "fine");
            assertThat(confirmed(neighbour)).isTrue();
        }
        assertThat(confirmed(channel)).isFalse();
        send(channel, blocked, "", "refused at once");
        assertThat(confirmed(channel)).isFalse();
        Wire.send(channel, queue, "the channel lives");
        assertThat(confirmed(channel)).isTrue();
        channel.exchangeDelete(blocked);
    }

    @Test
    void validatesArgumentsAndBindings() throws Exception {
        String name = clients.name("refused");
        assertThat(refusal(name, "x-refuse")).isEqualTo("channel 406 PRECONDITION_FAILED - not with x-refuse");
        assertThat(refusal(name, "x-throw"))
                .isEqualTo("channel 406 PRECONDITION_FAILED - exchange type 'x-wayward' failed:"
                        + " java.lang.NoClassDefFoundError: org/example/Missing");
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        String exchange = exchange(channel, queue);
        assertThat(Closed.by(() -> channel.queueBind(queue, exchange, "")))
                .isEqualTo("channel 406 PRECONDITION_FAILED - a binding needs a routing key");
    }

    private String refusal(String exchange, String argument) throws Exception {
        Channel channel = clients.channel();
        return Closed.by(() -> channel.exchangeDeclare(exchange, TYPE, false, false, Map.of(argument, true)));
    }

    @Test
    void aTransactionWithARefusedMessageIsAnError() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("transacted");
        channel.queueDeclare(queue, false, false, false, null);
        String exchange = exchange(channel, queue);
        channel.txSelect();
        Wire.send(channel, queue, "good");
        send(channel, exchange, "throw", "bad");
        assertThat(Closed.by(channel::txCommit))
                .isEqualTo("channel 406 PRECONDITION_FAILED - an exchange refused a message of a transaction");
        assertThat(clients.channel().messageCount(queue)).isZero();
    }

    @Test
    void anUnknownTypeIsRefusedInRabbitMqsWords() throws Exception {
        Channel channel = clients.connect().createChannel();
        assertThat(Closed.by(() -> channel.exchangeDeclare("any", "x-foo")))
                .isEqualTo("connection 503 COMMAND_INVALID - unknown exchange type 'x-foo'");
    }

    @Test
    void noConfirmedMessageIsLost_whenTheExtensionThrowsAtRandom() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("durable");
        channel.queueDeclare(queue, true, false, false, null);
        String exchange = exchange(channel, queue);
        var random = new java.util.Random(20260101);
        var confirms = new Promises(channel);
        for (int i = 0; i < 2000; i++) {
            if (i % 10 == 0) {
                // so that batches are small, and most of them are spared
                channel.messageCount(queue);
            }
            String wish = random.nextInt(20) == 0 ? "throw" : random.nextInt(10) == 0 ? "later" : "";
            if (i % 500 == 7) {
                wish = "falter";
            }
            confirms.sent(channel.getNextPublishSeqNo(), String.valueOf(i));
            send(channel, exchange, wish, String.valueOf(i));
        }
        List<String> promised = confirms.await();
        assertThat(promised).isNotEmpty().hasSizeLessThan(2000);
        Wire.await("all that is due is there", () -> channel.messageCount(queue) >= promised.size());
        assertThat(Wire.drain(channel, queue)).containsExactlyInAnyOrderElementsOf(promised);
    }

    /** What was confirmed of what was sent. */
    private static final class Promises {
        private final java.util.concurrent.ConcurrentSkipListMap<Long, String> open =
                new java.util.concurrent.ConcurrentSkipListMap<>();
        private final java.util.Queue<String> confirmed = new java.util.concurrent.ConcurrentLinkedQueue<>();

        Promises(Channel channel) throws IOException {
            channel.confirmSelect();
            channel.addConfirmListener(
                    (tag, multiple) -> settle(tag, multiple, true), (tag, multiple) -> settle(tag, multiple, false));
        }

        void sent(long number, String text) {
            open.put(number, text);
        }

        private void settle(long tag, boolean multiple, boolean isGood) {
            var settled = multiple ? open.headMap(tag, true) : open.subMap(tag, true, tag, true);
            if (isGood) {
                confirmed.addAll(settled.values());
            }
            settled.clear();
        }

        List<String> await() throws Exception {
            Wire.await("all are settled", open::isEmpty);
            return List.copyOf(confirmed);
        }
    }
}
