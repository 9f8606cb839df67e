package warren.examples.weighted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import warren.exchange.testkit.ExchangeTestKit;
import warren.exchange.testkit.TestExchange;
import warren.exchange.testkit.TestMessage;

class WeightedRouterTest {
    private final ExchangeTestKit kit = ExchangeTestKit.of(new WeightedRouter());

    @AfterEach
    void close() {
        kit.close();
    }

    private static List<String> route(TestExchange exchange, int count) {
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.addAll(exchange.queuesOf(TestMessage.withKey("k").withHeader("customer", i)));
        }
        return queues;
    }

    private static long count(List<String> queues, String queue) {
        return queues.stream().filter(queue::equals).count();
    }

    @Test
    void sharesByWeight_withoutRuns() {
        TestExchange exchange = kit.declare();
        exchange.bind("stable", "k", Map.of("x-weight", 3));
        exchange.bind("canary", "k");
        exchange.bind("elsewhere", "other");

        assertThat(route(exchange, 8))
                .containsExactly("stable", "canary", "stable", "stable", "stable", "canary", "stable", "stable");
    }

    @Test
    void sendsNothingWhereTheWeightIsZero() {
        TestExchange exchange = kit.declare();
        exchange.bind("off", "k", Map.of("x-weight", 0));
        assertThat(route(exchange, 3)).isEmpty();
        exchange.bind("on", "k");
        assertThat(route(exchange, 3)).containsOnly("on");
    }

    @Test
    void keepsTheSameValueAtTheSameQueue_inTheSameShares() {
        TestExchange exchange = kit.declare(Map.of("x-sticky", "customer"));
        exchange.bind("a", "k", Map.of("x-weight", 3));
        exchange.bind("b", "k", Map.of("x-weight", 1));
        List<String> first = route(exchange, 2000);
        exchange.restart();

        assertThat(route(exchange, 2000)).isEqualTo(first);
        assertThat(count(first, "a")).isBetween(1400L, 1600L);
    }

    @Test
    void aQueueThatComesTakesOnlyItsOwnShare() {
        TestExchange exchange = kit.declare(Map.of("x-sticky", "customer"));
        exchange.bind("a", "k");
        exchange.bind("b", "k");
        List<String> before = route(exchange, 300);
        exchange.bind("c", "k");
        List<String> after = route(exchange, 300);

        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isIn(before.get(i), "c");
        }
        assertThat(count(after, "c")).isBetween(60L, 140L);
    }

    @Test
    void refusesWeightsThatAreNone() {
        TestExchange exchange = kit.declare();
        assertThatThrownBy(() -> exchange.bind("q", "k", Map.of("x-weight", -1)))
                .hasMessageContaining("x-weight");
        assertThatThrownBy(() -> exchange.bind("q", "k", Map.of("x-weight", "many")))
                .hasMessageContaining("x-weight");
        assertThatThrownBy(() -> kit.declare(Map.of("x-sticky", 1))).hasMessageContaining("x-sticky");
    }
}
