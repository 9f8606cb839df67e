package warren.examples.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import warren.exchange.Binding;
import warren.exchange.Routing;
import warren.exchange.testkit.ExchangeTestKit;
import warren.exchange.testkit.TestExchange;
import warren.exchange.testkit.TestMessage;

class ThrottleTest {
    private static final TestMessage A = TestMessage.withKey("a");

    private final ExchangeTestKit kit = ExchangeTestKit.of(new Throttle());

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void lateOnesWaitForTheirTurn_oneAfterTheOther() {
        TestExchange exchange = kit.declare(Map.of("x-rate", 10, "x-burst", 2));
        Routing through = Routing.to(exchange.bind("q", "a"));

        assertThat(exchange.route(A)).isEqualTo(through);
        assertThat(exchange.route(A)).isEqualTo(through);
        assertThat(exchange.route(A)).isEqualTo(Routing.later(Duration.ofMillis(100)));
        assertThat(exchange.route(A)).isEqualTo(Routing.later(Duration.ofMillis(200)));
        assertThat(exchange.route(A.due())).isEqualTo(through);
        kit.clock().advance(Duration.ofMillis(300));
        assertThat(exchange.route(A)).isEqualTo(through);
        assertThat(exchange.route(A)).isEqualTo(Routing.later(Duration.ofMillis(100)));
    }

    @Test
    void eachKeyHasARateOfItsOwn() {
        TestExchange exchange = kit.declare(Map.of("x-rate", 1, "x-key", "header:customer"));
        Binding binding = exchange.bind("q", "a");

        assertThat(exchange.route(A.withHeader("customer", "one"))).isEqualTo(Routing.to(binding));
        assertThat(exchange.route(A.withHeader("customer", "two"))).isEqualTo(Routing.to(binding));
        assertThat(exchange.route(A.withHeader("customer", "one")).verdict()).isEqualTo(Routing.Verdict.LATER);
    }

    @Test
    void whatIsTooMuchMayBeDroppedOrRefused_andTakesNoPlace() {
        TestExchange dropping = kit.declare(Map.of("x-rate", 1, "x-overflow", "drop"));
        Routing through = Routing.to(dropping.bind("q", "a"));
        assertThat(dropping.route(A)).isEqualTo(through);
        assertThat(dropping.route(A)).isEqualTo(Routing.drop("over the rate of a"));
        kit.clock().advance(Duration.ofSeconds(1));
        assertThat(dropping.route(A)).isEqualTo(through);

        TestExchange refusing = kit.declare(Map.of("x-rate", 1, "x-overflow", "refuse"));
        refusing.route(A);
        assertThat(refusing.route(A)).isEqualTo(Routing.refuse("over the rate of a"));
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        assertThatThrownBy(() -> kit.declare()).hasMessageContaining("x-rate");
        assertThatThrownBy(() -> kit.declare(Map.of("x-rate", 0))).hasMessageContaining("x-rate");
        assertThatThrownBy(() -> kit.declare(Map.of("x-rate", 1, "x-burst", 0))).hasMessageContaining("x-burst");
        assertThatThrownBy(() -> kit.declare(Map.of("x-rate", 1, "x-key", "header:")))
                .hasMessageContaining("x-key");
        assertThatThrownBy(() -> kit.declare(Map.of("x-rate", 1, "x-overflow", "hide")))
                .hasMessage("x-overflow is to be delay, drop or refuse, not hide");
    }
}
