package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.queue(channel);
    }

    private String exchange(String type) throws Exception {
        String exchange = clients.name(type);
        channel.exchangeDeclare(exchange, type, false, true, null);
        return exchange;
    }

    private void publish(String exchange, String... keys) throws Exception {
        for (String key : keys) {
            channel.basicPublish(exchange, key, Wire.PLAIN, Wire.bytes(key));
        }
    }

    private boolean headersMatch(Map<String, Object> binding, Map<String, Object> headers) throws Exception {
        String exchange = exchange("headers");
        channel.queueBind(queue, exchange, "ignored", binding);
        channel.basicPublish(
                exchange, "key", new BasicProperties.Builder().headers(headers).build(), Wire.bytes("x"));
        return !Wire.drain(channel, queue).isEmpty();
    }

    @Test
    void directTakesEqualKeysOnly() throws Exception {
        String exchange = exchange("direct");
        channel.queueBind(queue, exchange, "info");
        publish(exchange, "info", "Info", "info.x", "", "#");
        assertThat(Wire.drain(channel, queue)).containsExactly("info");
    }

    @Test
    void directTakesSeveralKeysForOneQueue_andSeveralQueuesForOneKey() throws Exception {
        String exchange = exchange("direct");
        String second = clients.queue(channel);
        channel.queueBind(queue, exchange, "info");
        channel.queueBind(queue, exchange, "error");
        channel.queueBind(second, exchange, "error");
        publish(exchange, "info", "error");
        assertThat(Wire.drain(channel, queue)).containsExactly("info", "error");
        assertThat(Wire.drain(channel, second)).containsExactly("error");
    }

    @Test
    void fanoutTakesAnyKeyForAllQueues() throws Exception {
        String exchange = exchange("fanout");
        String second = clients.queue(channel);
        channel.queueBind(queue, exchange, "ignored");
        channel.queueBind(second, exchange, "");
        publish(exchange, "a", "b");
        assertThat(Wire.drain(channel, queue)).containsExactly("a", "b");
        assertThat(Wire.drain(channel, second)).containsExactly("a", "b");
    }

    @Test
    void aQueueBoundTwiceGetsAMessageOnce() throws Exception {
        String exchange = exchange("topic");
        channel.queueBind(queue, exchange, "a.*");
        channel.queueBind(queue, exchange, "*.b");
        channel.queueBind(queue, exchange, "#");
        publish(exchange, "a.b");
        assertThat(Wire.drain(channel, queue)).containsExactly("a.b");
    }

    @ParameterizedTest
    @CsvSource({
        "'#', '', true",
        "'#', a.b.c, true",
        "'*', a, true",
        "'*', '', false",
        "'*', a.b, false",
        "a.*, a.b, true",
        "a.*, a, false",
        "a.*, a.b.c, false",
        "a.#, a, true",
        "a.#, a.b.c, true",
        "a.#, ab, false",
        "'#.c', c, true",
        "'#.c', a.b.c, true",
        "'#.c', a.c.d, false",
        "a.#.c, a.c, true",
        "a.#.c, a.b.b.c, true",
        "*.critical, korn.critical, true",
        "*.critical, critical, false",
        "korn.*, korn.info, true",
        "'#.#', '', true",
        "'*.#', '', false",
        "'*.*', a., true",
        "a..b, a..b, true",
        "a.*.b, a..b, true",
        "'', '', true",
        "'', a, false",
        "a*, ab, false",
    })
    void topicMatchesWords(String pattern, String key, boolean matches) throws Exception {
        String exchange = exchange("topic");
        channel.queueBind(queue, exchange, pattern);
        publish(exchange, key);
        assertThat(Wire.drain(channel, queue)).hasSize(matches ? 1 : 0);
    }

    @Test
    void headersMatchAllByDefault() throws Exception {
        assertThat(headersMatch(Map.of("a", 1, "b", "x"), Map.of("a", 1, "b", "x", "c", 3)))
                .isTrue();
        assertThat(headersMatch(Map.of("a", 1, "b", "x"), Map.of("a", 1))).isFalse();
    }

    @Test
    void headersMatchAllOnDemand() throws Exception {
        assertThat(headersMatch(Map.of("x-match", "all", "a", 1, "b", 2), Map.of("a", 1, "b", 2)))
                .isTrue();
        assertThat(headersMatch(Map.of("x-match", "all", "a", 1, "b", 2), Map.of("a", 1, "b", 3)))
                .isFalse();
    }

    @Test
    void headersMatchAnyOnDemand() throws Exception {
        assertThat(headersMatch(Map.of("x-match", "any", "a", 1, "b", 2), Map.of("b", 2)))
                .isTrue();
        assertThat(headersMatch(Map.of("x-match", "any", "a", 1, "b", 2), Map.of("c", 2)))
                .isFalse();
    }

    @Test
    void headersThatStartWithXAreNotLookedAt() throws Exception {
        assertThat(headersMatch(Map.of("x-match", "all", "a", 1, "x-b", 2), Map.of("a", 1)))
                .isTrue();
        assertThat(headersMatch(Map.of("x-match", "any", "a", 1, "x-b", 2), Map.of("x-b", 2)))
                .isFalse();
    }

    @Test
    void headersThatStartWithXAreLookedAtOnDemand() throws Exception {
        assertThat(headersMatch(Map.of("x-match", "all-with-x", "a", 1, "x-b", 2), Map.of("a", 1, "x-b", 2)))
                .isTrue();
        assertThat(headersMatch(Map.of("x-match", "all-with-x", "a", 1, "x-b", 2), Map.of("a", 1)))
                .isFalse();
        assertThat(headersMatch(Map.of("x-match", "any-with-x", "a", 1, "x-b", 2), Map.of("x-b", 2)))
                .isTrue();
    }

    @Test
    void aVoidHeaderInTheBindingMatchesAnyValue() throws Exception {
        Map<String, Object> binding = new HashMap<>();
        binding.put("a", null);
        assertThat(headersMatch(binding, Map.of("a", "whatever"))).isTrue();
        assertThat(headersMatch(binding, Map.of("b", 1))).isFalse();
    }

    @Test
    void headersOfOtherTypesOrValuesDoNotMatch() throws Exception {
        assertThat(headersMatch(Map.of("a", 1), Map.of("a", "1"))).isFalse();
        assertThat(headersMatch(Map.of("a", true), Map.of("a", "true"))).isFalse();
        assertThat(headersMatch(Map.of("a", List.of(1, 2)), Map.of("a", List.of(1, 2))))
                .isTrue();
    }

    @Test
    void aHeadersBindingWithoutArgumentsTakesAll_orNothingIfAnyIsAsked() throws Exception {
        assertThat(headersMatch(Map.of(), Map.of("a", 1))).isTrue();
        assertThat(headersMatch(Map.of("x-match", "all"), Map.of())).isTrue();
        assertThat(headersMatch(Map.of("x-match", "any"), Map.of("a", 1))).isFalse();
    }

    @Test
    void aWrongMatchWordIsRefused() throws Exception {
        String exchange = exchange("headers");
        assertThat(Closed.by(() -> channel.queueBind(queue, exchange, "", Map.of("x-match", "foo"))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid x-match field value <<\"foo\">>; expected all,"
                        + " any, all-with-x, or any-with-x");
    }

    @Test
    void aMatchWordOfAnotherTypeIsRefused() throws Exception {
        String exchange = exchange("headers");
        assertThat(Closed.by(() -> channel.queueBind(queue, exchange, "", Map.of("x-match", 5))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid x-match field type signedint (value 5);"
                        + " expected longstr");
    }

    @Test
    void bindingsWithOtherArgumentsAreOtherBindings() throws Exception {
        String exchange = exchange("headers");
        channel.queueBind(queue, exchange, "", Map.of("a", 1));
        channel.queueBind(queue, exchange, "", Map.of("a", 2));
        channel.queueUnbind(queue, exchange, "", Map.of("a", 1));
        for (int value = 1; value <= 2; value++) {
            channel.basicPublish(
                    exchange,
                    "",
                    new BasicProperties.Builder().headers(Map.of("a", value)).build(),
                    Wire.bytes("" + value));
        }
        assertThat(Wire.drain(channel, queue)).containsExactly("2");
    }

    @Test
    void anUnboundQueueGetsNothingMore() throws Exception {
        String exchange = exchange("direct");
        channel.queueBind(queue, exchange, "stays");
        channel.queueBind(queue, exchange, "key");
        channel.queueUnbind(queue, exchange, "key");
        publish(exchange, "key");
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void unbindingWhatIsNotBoundSucceeds() throws Exception {
        channel.queueUnbind(queue, exchange("direct"), "never bound");
    }

    @Test
    void bindingTwiceIsBindingOnce() throws Exception {
        String exchange = exchange("direct");
        channel.queueBind(queue, exchange, "key");
        channel.queueBind(queue, exchange, "key");
        publish(exchange, "key");
        assertThat(Wire.drain(channel, queue)).containsExactly("key");
    }

    @Test
    void extraKeysStandInTheCcHeader_andInBccWhichIsTakenOut() throws Exception {
        String exchange = exchange("direct");
        String second = clients.queue(channel);
        String third = clients.queue(channel);
        channel.queueBind(queue, exchange, "to");
        channel.queueBind(second, exchange, "cc");
        channel.queueBind(third, exchange, "bcc");
        Map<String, Object> headers = Map.of("CC", List.of("cc"), "BCC", List.of("bcc"));
        channel.basicPublish(
                exchange, "to", new BasicProperties.Builder().headers(headers).build(), Wire.bytes("x"));
        for (String each : List.of(queue, second, third)) {
            assertThat(channel.basicGet(each, true).getProps().getHeaders()).containsOnlyKeys("CC");
        }
    }
}
