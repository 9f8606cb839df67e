package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import warren.actors.info.PolicyEffect;
import warren.actors.info.PolicyInfo;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class PoliciesTest {
    private final Policies policies = new Policies();

    private void put(String name, String applyTo, int priority, boolean operator, FieldTable definition) {
        policies.put(new PolicyInfo("/", name, "^q", applyTo, definition, priority, operator));
    }

    private static FieldTable number(String name, long value) {
        return FieldTable.of(name, FieldValue.of(value));
    }

    private FieldTable arguments(FieldTable declared) {
        return policies.argumentsOf(new QueueDefinition("q1", 1, true, false, declared));
    }

    @Test
    void theHighestPriorityCounts_ofThoseForQueuesWithSuchAName() {
        put("low", "all", 1, false, number("max-length", 1));
        put("high", "queues", 2, false, number("expires", 2));
        put("other", "exchanges", 3, false, number("max-length", 3));
        assertThat(policies.onQueue("q1"))
                .isEqualTo(new PolicyEffect(Optional.of("high"), Optional.empty(), number("expires", 2)));
        assertThat(policies.onQueue("a queue")).isEqualTo(PolicyEffect.NONE);
        policies.remove("high", true);
        policies.remove("high", false);
        assertThat(policies.onQueue("q1").policy()).contains("low");
    }

    @Test
    void operatorsLowerNumbersAndAddTheirOwn() {
        put("p", "all", 0, false, number("max-length", 10).with("message-ttl", FieldValue.of(5L)));
        put(
                "p",
                "all",
                0,
                true,
                number("max-length", 3).with("message-ttl", FieldValue.of(9L)).with("expires", FieldValue.of(7L)));
        assertThat(policies.onQueue("q").definition())
                .isEqualTo(number("max-length", 3)
                        .with("message-ttl", FieldValue.of(5L))
                        .with("expires", FieldValue.of(7L)));
        assertThat(policies.all()).hasSize(2);
    }

    @Test
    void ofNumbersTheSmallerCounts() {
        put("p", "all", 0, false, number("max-length", 10));
        assertThat(arguments(FieldTable.EMPTY)).isEqualTo(number("x-max-length", 10));
        assertThat(arguments(number("x-max-length", 11))).isEqualTo(number("x-max-length", 10));
        assertThat(arguments(number("x-max-length", 9))).isEqualTo(number("x-max-length", 9));
    }

    @Test
    void ofWordsTheDeclarationCounts() {
        put("p", "all", 0, false, FieldTable.of("dead-letter-exchange", FieldValue.of("policy")));
        assertThat(arguments(FieldTable.EMPTY).text("x-dead-letter-exchange")).contains("policy");
        FieldTable declared = FieldTable.of("x-dead-letter-exchange", FieldValue.of("declared"));
        assertThat(arguments(declared)).isEqualTo(declared);
    }

    @Test
    void ofTwoAgesTheYoungerCounts() {
        put("p", "all", 0, false, FieldTable.of("max-age", FieldValue.of("1D")));
        assertThat(arguments(FieldTable.EMPTY).text("x-max-age")).contains("1D");
        assertThat(arguments(FieldTable.of("x-max-age", FieldValue.of("2D"))).text("x-max-age"))
                .contains("1D");
        assertThat(arguments(FieldTable.of("x-max-age", FieldValue.of("3h"))).text("x-max-age"))
                .contains("3h");
    }

    @Test
    void keysWithoutEffectLeaveTheArgumentsAlone() {
        put("p", "all", 0, false, FieldTable.of("ha-mode", FieldValue.of("all")));
        assertThat(arguments(FieldTable.EMPTY)).isEqualTo(FieldTable.EMPTY);
    }

    @Test
    void anExchangesOwnAlternateCountsBeforeThatOfItsPolicy() {
        put("p", "exchanges", 0, false, FieldTable.of("alternate-exchange", FieldValue.of("policy")));
        assertThat(policies.alternateOf(exchange(FieldTable.EMPTY))).contains("policy");
        assertThat(policies.alternateOf(exchange(FieldTable.of("alternate-exchange", FieldValue.of("own")))))
                .contains("own");
    }

    private static ExchangeDefinition exchange(FieldTable arguments) {
        return new ExchangeDefinition("qx", "fanout", true, false, false, arguments);
    }
}
