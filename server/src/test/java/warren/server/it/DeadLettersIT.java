package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.LongString;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that die in one queue and go on to another. */
class DeadLettersIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String source;
    private String graves;
    private Inbox dead;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        channel.confirmSelect();
        source = clients.name("source");
        graves = clients.name("graves");
        channel.queueDeclare(graves, false, false, false, null);
        dead = Inbox.autoAck(clients.channel(), graves);
    }

    /** A queue whose dead letters go straight to the graves. */
    private void declareSource(Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", graves);
        channel.queueDeclare(source, false, false, false, arguments);
    }

    private void reject(boolean requeue) throws Exception {
        channel.basicReject(channel.basicGet(source, false).getEnvelope().getDeliveryTag(), requeue);
    }

    private void sendAndWait(String... texts) throws Exception {
        Wire.send(channel, source, texts);
        assertThat(channel.waitForConfirms(10_000)).isTrue();
    }

    /** The deaths of a message, newest first, each as queue, reason and count. */
    private static List<String> deaths(Inbox.Letter letter) {
        return table(letter).stream()
                .map(death -> death.get("queue") + " " + death.get("reason") + " " + death.get("count"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> table(Inbox.Letter letter) {
        return (List<Map<String, Object>>) letter.properties().getHeaders().get("x-death");
    }

    private static String header(Inbox.Letter letter, String name) {
        return String.valueOf(letter.properties().getHeaders().get(name));
    }

    @Test
    void aRejectedMessageGoesOn_withItsStory() throws Exception {
        declareSource(Map.of());
        sendAndWait("m");
        reject(false);

        Inbox.Letter letter = dead.next();
        assertThat(letter.text()).isEqualTo("m");
        assertThat(letter.envelope().getExchange()).isEmpty();
        assertThat(letter.envelope().getRoutingKey()).isEqualTo(graves);
        assertThat(letter.redelivered()).isFalse();
        assertThat(header(letter, "x-first-death-reason")).isEqualTo("rejected");
        assertThat(header(letter, "x-first-death-queue")).isEqualTo(source);
        assertThat(header(letter, "x-first-death-exchange")).isEmpty();
        Map<String, Object> death = table(letter).get(0);
        assertThat(death.keySet())
                .containsExactlyInAnyOrder("count", "reason", "queue", "time", "exchange", "routing-keys");
        assertThat(death.get("count")).isEqualTo(1L);
        assertThat(death.get("time")).isInstanceOf(Date.class);
        assertThat(death.get("queue")).isInstanceOf(LongString.class);
        assertThat(death.get("routing-keys")).asString().isEqualTo("[" + source + "]");
    }

    @Test
    void aNackOfMany_keepsTheOrder() throws Exception {
        declareSource(Map.of());
        sendAndWait(Wire.numbers(100));
        Inbox inbox = Inbox.acking(channel, source);
        channel.basicNack(inbox.next(100).get(99).tag(), true, false);
        assertThat(dead.texts(100)).isEqualTo(Wire.numbers(1, 100));
    }

    @Test
    void aRequeuedOrPurgedMessageDoesNotGoOn() throws Exception {
        declareSource(Map.of());
        sendAndWait("m");
        reject(true);
        assertThat(channel.queuePurge(source).getMessageCount()).isEqualTo(1);
        assertThat(dead.staysEmpty()).isTrue();
    }

    @Test
    void anExpiredMessageGoesOn_withoutItsExpiration() throws Exception {
        declareSource(Map.of());
        channel.basicPublish(
                "", source, new BasicProperties.Builder().expiration("100").build(), Wire.bytes("m"));

        Inbox.Letter letter = dead.next();
        assertThat(deaths(letter)).containsExactly(source + " expired 1");
        assertThat(letter.properties().getExpiration()).isNull();
        assertThat(table(letter).get(0).get("original-expiration")).asString().isEqualTo("100");
    }

    @Test
    void theQueuesTimeToLiveSendsInOrder() throws Exception {
        declareSource(Map.of("x-message-ttl", 50));
        Wire.send(channel, source, Wire.numbers(500));
        List<Inbox.Letter> letters = dead.next(500);
        assertThat(letters).extracting(Inbox.Letter::text).isEqualTo(Wire.numbers(1, 500));
        assertThat(table(letters.get(0)).get(0)).doesNotContainKey("original-expiration");
        assertThat(channel.messageCount(source)).isZero();
    }

    @Test
    void aTimeToLiveOfZeroSendsAtOnce() throws Exception {
        declareSource(Map.of("x-message-ttl", 0));
        Wire.send(channel, source, "m");
        assertThat(deaths(dead.next())).containsExactly(source + " expired 1");
    }

    @Test
    void theOldestMakeRoom() throws Exception {
        declareSource(Map.of("x-max-length", 2));
        sendAndWait("1", "2", "3");
        Inbox.Letter letter = dead.next();
        assertThat(letter.text()).isEqualTo("1");
        assertThat(deaths(letter)).containsExactly(source + " maxlen 1");
    }

    @Test
    void aRefusedPublishGoesOn_andIsNacked() throws Exception {
        declareSource(Map.of("x-max-length", 1, "x-overflow", "reject-publish-dlx"));
        sendAndWait("fits");
        Wire.send(channel, source, "does not fit");
        assertThat(channel.waitForConfirms(10_000)).isFalse();
        Inbox.Letter letter = dead.next();
        assertThat(letter.text()).isEqualTo("does not fit");
        assertThat(deaths(letter)).containsExactly(source + " maxlen 1");
        assertThat(Wire.drain(channel, source)).containsExactly("fits");
    }

    @Test
    void withoutAKeyOfTheQueueTheMessageKeepsItsOwn_thoseOfCcAndBccToo() throws Exception {
        String exchange = clients.name("dlx");
        String copy = clients.name("copy");
        String blind = clients.name("blind");
        channel.exchangeDeclare(exchange, "direct");
        for (String queue : List.of(copy, blind)) {
            channel.queueDeclare(queue, false, false, false, null);
            channel.queueBind(queue, exchange, queue);
        }
        channel.queueBind(graves, exchange, source);
        channel.queueDeclare(source, false, false, false, Map.of("x-dead-letter-exchange", exchange));
        // one more queue of the default exchange takes the copies of the publish itself
        Map<String, Object> headers = Map.of("CC", List.of(copy), "BCC", List.of(blind));
        channel.basicPublish(
                "", source, new BasicProperties.Builder().headers(headers).build(), Wire.bytes("m"));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        assertThat(Wire.drain(channel, copy)).hasSize(1);
        assertThat(Wire.drain(channel, blind)).hasSize(1);
        reject(false);

        Inbox.Letter letter = dead.next();
        assertThat(letter.envelope().getExchange()).isEqualTo(exchange);
        assertThat(letter.envelope().getRoutingKey()).isEqualTo(source);
        assertThat(header(letter, "CC")).isEqualTo("[" + copy + "]");
        assertThat(table(letter).get(0).get("routing-keys")).asString().isEqualTo("[" + source + ", " + copy + "]");
        Wire.await("the copy", () -> channel.messageCount(copy) == 1);
        Wire.await("the blind copy", () -> channel.messageCount(blind) == 1);
    }

    @Test
    void aKeyOfTheQueueReplacesThemAll() throws Exception {
        declareSource(Map.of());
        Map<String, Object> headers = Map.of("CC", List.of("nowhere"));
        channel.basicPublish(
                "", source, new BasicProperties.Builder().headers(headers).build(), Wire.bytes("m"));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        reject(false);
        assertThat(dead.next().properties().getHeaders()).doesNotContainKey("CC");
    }

    @Test
    void lettersFollowBindingsBetweenExchanges_aQueueGetsEachOnce() throws Exception {
        String first = clients.name("first");
        String second = clients.name("second");
        channel.exchangeDeclare(first, "fanout");
        channel.exchangeDeclare(second, "fanout");
        channel.exchangeBind(second, first, "");
        channel.exchangeBind(first, second, "");
        channel.queueBind(graves, first, "");
        channel.queueBind(graves, second, "");
        channel.queueDeclare(source, false, false, false, Map.of("x-dead-letter-exchange", first));
        sendAndWait("m");
        reject(false);
        assertThat(dead.next().text()).isEqualTo("m");
        assertThat(dead.staysEmpty()).isTrue();
    }

    @Test
    void withoutTheExchangeTheMessageIsLost_andWithItAgainTheNextGoesOn() throws Exception {
        String exchange = clients.name("later");
        channel.queueDeclare(source, false, false, false, Map.of("x-dead-letter-exchange", exchange));
        sendAndWait("lost", "found");
        reject(false);
        assertThat(dead.staysEmpty()).isTrue();
        channel.exchangeDeclare(exchange, "fanout");
        channel.queueBind(graves, exchange, "");
        reject(false);
        assertThat(dead.next().text()).isEqualTo("found");
    }

    @Test
    void aCircleWithoutARejectionEnds() throws Exception {
        channel.queueDeclare(source, false, false, false, Map.of("x-message-ttl", 50, "x-dead-letter-exchange", ""));
        Wire.send(channel, source, "m");
        Wire.await("its end", () -> channel.messageCount(source) == 0);
        Inbox inbox = Inbox.autoAck(channel, source);
        assertThat(inbox.staysEmpty()).isTrue();
    }

    @Test
    void aRejectedMessageMayComeBackToItsQueue_andIsCounted() throws Exception {
        channel.queueDeclare(source, false, false, false, Map.of("x-dead-letter-exchange", ""));
        Inbox inbox = Inbox.acking(channel, source);
        Wire.send(channel, source, "m");
        for (int round = 1; round <= 5; round++) {
            channel.basicReject(inbox.next().tag(), false);
        }
        Inbox.Letter letter = inbox.next();
        assertThat(deaths(letter)).containsExactly(source + " rejected 5");
        assertThat(letter.redelivered()).isFalse();
    }

    @Test
    void aRetryAfterADelayGoesInACircle() throws Exception {
        String delay = clients.name("delay");
        channel.queueDeclare(
                source, false, false, false, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", delay));
        channel.queueDeclare(
                delay,
                false,
                false,
                false,
                Map.of("x-message-ttl", 50, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", source));
        Inbox inbox = Inbox.acking(channel, source);
        Wire.send(channel, source, "m");
        channel.basicReject(inbox.next().tag(), false);
        channel.basicReject(inbox.next().tag(), false);
        Inbox.Letter letter = inbox.next();
        assertThat(deaths(letter)).containsExactly(delay + " expired 2", source + " rejected 2");
        assertThat(header(letter, "x-first-death-queue")).isEqualTo(source);
    }

    @Test
    void queuesOfManyMessagesInARingComeToAnEnd() throws Exception {
        String other = clients.name("other");
        channel.queueDeclare(
                source,
                false,
                false,
                false,
                Map.of("x-max-length", 1, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", other));
        channel.queueDeclare(
                other,
                false,
                false,
                false,
                Map.of("x-max-length", 1, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", source));
        sendAndWait(Wire.numbers(3_000));
        assertThat(Wire.drain(channel, source)).containsExactly("3000");
        Wire.await("one in the other", () -> channel.messageCount(other) == 1);
    }

    @Test
    void aClientMayInventDeaths() throws Exception {
        declareSource(Map.of());
        channel.basicPublish(
                "",
                source,
                new BasicProperties.Builder().headers(Map.of("x-death", "odd")).build(),
                Wire.bytes("m"));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        reject(false);
        Inbox.Letter letter = dead.next();
        assertThat(deaths(letter)).containsExactly(source + " rejected 1");
        assertThat(letter.properties().getHeaders()).doesNotContainKey("x-first-death-queue");
    }

    @Test
    void theFirstDeathStaysKnown_andTheNewestStandsFirst() throws Exception {
        String second = clients.name("second");
        channel.queueDeclare(
                second,
                false,
                false,
                false,
                Map.of("x-message-ttl", 0, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", graves));
        channel.queueDeclare(
                source, false, false, false, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", second));
        sendAndWait("m");
        reject(false);
        Inbox.Letter letter = dead.next();
        assertThat(deaths(letter)).containsExactly(second + " expired 1", source + " rejected 1");
        assertThat(letter.properties().getHeaders().keySet())
                .containsExactlyInAnyOrder(
                        "x-death", "x-first-death-reason", "x-first-death-queue", "x-first-death-exchange");
        assertThat(header(letter, "x-first-death-queue")).isEqualTo(source);
    }

    @Test
    void allOtherPropertiesGoOn() throws Exception {
        declareSource(Map.of());
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("text/plain")
                .deliveryMode(2)
                .priority(3)
                .correlationId("c")
                .replyTo("r")
                .messageId("id")
                .timestamp(new Date(1_000_000))
                .type("t")
                .appId("a")
                .headers(Map.of("mine", "kept"))
                .build();
        channel.basicPublish("", source, properties, Wire.bytes("m"));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        reject(false);
        BasicProperties after = dead.next().properties();
        assertThat(String.valueOf(after.getHeaders().get("mine"))).isEqualTo("kept");
        assertThat(after.builder().headers(properties.getHeaders()).build()).isEqualTo(properties);
    }

    @Test
    void anotherExchangeOnRedeclaringIsRefused() throws Exception {
        declareSource(Map.of());
        assertThat(Closed.by(() -> channel.queueDeclare(
                        source,
                        false,
                        false,
                        false,
                        Map.of("x-dead-letter-exchange", "amq.fanout", "x-dead-letter-routing-key", graves))))
                .startsWith("channel 406 PRECONDITION_FAILED - inequivalent arg 'x-dead-letter-exchange' for queue '"
                        + source + "' in vhost '/': received ");
    }

    @Test
    void theAlternateOfTheExchangeTakesThemToo() throws Exception {
        String exchange = clients.name("dlx");
        channel.exchangeDeclare(exchange, "direct", false, true, Map.of("alternate-exchange", "amq.fanout"));
        channel.queueBind(graves, "amq.fanout", "");
        channel.queueDeclare(source, false, false, false, Map.of("x-dead-letter-exchange", exchange));
        sendAndWait("m");
        reject(false);
        assertThat(dead.next().text()).isEqualTo("m");
    }

    @Test
    void aQueueThatIsDeletedSendsNothing() throws Exception {
        declareSource(Map.of());
        sendAndWait("m");
        channel.queueDelete(source);
        assertThat(dead.staysEmpty()).isTrue();
    }
}
