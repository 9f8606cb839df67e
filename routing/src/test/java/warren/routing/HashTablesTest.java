package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** The types that give each message to one of the destinations. */
class HashTablesTest {
    private static final int MESSAGES = 20_000;

    @ParameterizedTest
    @EnumSource(names = {"CONSISTENT_HASH", "MODULUS_HASH", "RANDOM"})
    void giveEachOfTenQueuesATenth(ExchangeType type) {
        RoutingTable<String> table = table(type, FieldTable.EMPTY);
        IntStream.range(0, 10).forEach(queue -> table.bind("q" + queue, "1", FieldTable.EMPTY));

        Map<String, Integer> counts = new HashMap<>();
        routes(table).forEach(queue -> counts.merge(queue, 1, Integer::sum));

        assertThat(counts).hasSize(10);
        // five standard deviations of a fair die
        assertThat(counts.values()).allMatch(count -> Math.abs(count - MESSAGES / 10) < 5 * 42.5);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONSISTENT_HASH", "MODULUS_HASH", "RANDOM"})
    void giveNothingToNobody_andAllToTheOnlyOne(ExchangeType type) {
        RoutingTable<String> table = table(type, FieldTable.EMPTY);
        assertThat(table.route(key("k"))).isEmpty();

        table.bind("q", "1", FieldTable.EMPTY);
        assertThat(routes(table)).containsOnly("q");

        table.removeDestination("q");
        assertThat(table.route(key("k"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CONSISTENT_HASH", "MODULUS_HASH"})
    void sendEachKeyTheSameWay_inWhateverOrderQueuesWereBound(ExchangeType type) {
        RoutingTable<String> one = table(type, FieldTable.EMPTY);
        RoutingTable<String> other = table(type, FieldTable.EMPTY);
        var queues = new ArrayList<>(
                IntStream.range(0, 12).mapToObj(queue -> "q" + queue).toList());
        queues.forEach(queue -> one.bind(queue, "2", FieldTable.EMPTY));
        Collections.shuffle(queues, new Random(7));
        queues.forEach(queue -> other.bind(queue, "2", FieldTable.EMPTY));

        assertThat(routes(one)).isEqualTo(routes(other));
    }

    @Test
    void consistentHash_movesOnlyTheKeysOfAQueueThatLeavesOrComes() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            RoutingTable<String> table = table(ExchangeType.CONSISTENT_HASH, FieldTable.EMPTY);
            for (int queue = 0; queue < 2 + random.nextInt(10); queue++) {
                table.bind("q" + queue, String.valueOf(1 + random.nextInt(5)), FieldTable.EMPTY);
            }
            List<String> before = routes(table);
            table.bind("new", "3", FieldTable.EMPTY);
            List<String> with = routes(table);
            table.removeDestination("new");

            assertThat(routes(table)).as("seed %d", seed).isEqualTo(before);
            assertThat(with).as("seed %d", seed).contains("new");
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(with.get(i)).as("seed %d", seed).isIn("new", before.get(i));
            }
        }
    }

    @Test
    void consistentHash_countsByWeight_ofTheFirstBinding() {
        RoutingTable<String> table = table(ExchangeType.CONSISTENT_HASH, FieldTable.EMPTY);
        table.bind("light", "1", FieldTable.EMPTY);
        table.bind("heavy", "3", FieldTable.EMPTY);
        table.bind("light", "100", FieldTable.EMPTY);
        assertThat(share(table, "heavy")).isBetween(0.73, 0.77);

        table.unbind("light", "1", FieldTable.EMPTY);
        assertThat(share(table, "light")).isBetween(0.95, 0.99);
    }

    @Test
    void consistentHash_looksAtTheHeaderThatItIsTold_andSendsMessagesWithoutItOneWay() {
        RoutingTable<String> table =
                table(ExchangeType.CONSISTENT_HASH, FieldTable.of("hash-header", FieldValue.of("h")));
        IntStream.range(0, 5).forEach(queue -> table.bind("q" + queue, "1", FieldTable.EMPTY));
        List<String> byHeader = IntStream.range(0, 100)
                .mapToObj(i -> new BasicProperties.Builder().headers(FieldTable.of("h", FieldValue.of(i))))
                .map(properties -> route(table, "k" + properties.hashCode(), properties))
                .toList();

        assertThat(byHeader).contains("q0", "q1", "q2", "q3", "q4");
        assertThat(routes(table).stream().distinct()).hasSize(1);
    }

    @Test
    void consistentHash_looksAtThePropertyThatItIsTold() {
        for (String property : List.of("message_id", "correlation_id", "timestamp")) {
            RoutingTable<String> table =
                    table(ExchangeType.CONSISTENT_HASH, FieldTable.of("hash-property", FieldValue.of(property)));
            IntStream.range(0, 5).forEach(queue -> table.bind("q" + queue, "1", FieldTable.EMPTY));
            var ways = IntStream.range(0, 100)
                    .mapToObj(i -> new BasicProperties.Builder()
                            .messageId(property.equals("message_id") ? "id" + i : "same")
                            .correlationId(property.equals("correlation_id") ? "id" + i : "same")
                            .timestamp(property.equals("timestamp") ? i : 1L))
                    .map(properties -> route(table, "k", properties))
                    .distinct();
            assertThat(ways).as(property).hasSize(5);
        }
    }

    @Test
    void consistentHash_refusesWhatItCannotHash() {
        FieldTable header = FieldTable.of("hash-header", FieldValue.of("h"));
        assertThat(refusal(header)).isNull();
        assertThat(refusal(FieldTable.of("hash-property", FieldValue.of("timestamp"))))
                .isNull();
        assertThat(refusal(header.with("hash-property", FieldValue.of("message_id"))))
                .isEqualTo("hash-header and hash-property are mutually exclusive");
        assertThat(refusal(FieldTable.of("hash-property", FieldValue.of("app_id"))))
                .isEqualTo("Unsupported property: app_id");
        assertThat(refusal(FieldTable.of("hash-header", FieldValue.of(5))))
                .isEqualTo("invalid type 'signedint' for arg 'hash-header'");
    }

    @Test
    void consistentHash_takesWeightsThatAreWholeNumbers() {
        assertThat(List.of("1", "+3", "20", "99999999999999999999")).allMatch(key -> weightRefusal(key) == null);
        assertThat(List.of("0", "-1"))
                .allMatch(key -> "The binding key must be greater than 0".equals(weightRefusal(key)));
        assertThat(weightRefusal("1.5")).isEqualTo("The binding key must be an integer: <<\"1.5\">>");
        assertThat(weightRefusal("")).isEqualTo("The binding key must be an integer: <<>>");
    }

    private static String weightRefusal(String key) {
        return ExchangeType.CONSISTENT_HASH
                .bindingRefusal(key, FieldTable.EMPTY)
                .orElse(null);
    }

    private static String refusal(FieldTable arguments) {
        return ExchangeType.CONSISTENT_HASH.refusal(arguments).orElse(null);
    }

    private static RoutingTable<String> table(ExchangeType type, FieldTable arguments) {
        return type.newTable(arguments, name -> name);
    }

    private static double share(RoutingTable<String> table, String queue) {
        return routes(table).stream().filter(queue::equals).count() / (double) MESSAGES;
    }

    /** Where keys lead that differ in little. */
    private static List<String> routes(RoutingTable<String> table) {
        return IntStream.range(0, MESSAGES)
                .mapToObj(i -> table.route(key("customer." + i)).get(0))
                .toList();
    }

    private static String route(RoutingTable<String> table, String key, BasicProperties.Builder properties) {
        return table.route(Message.of("x", key, properties.build(), new byte[0]))
                .get(0);
    }

    private static Message key(String key) {
        return Message.of("x", key, BasicProperties.NONE, new byte[0]);
    }
}
