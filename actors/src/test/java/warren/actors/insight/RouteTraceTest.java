package warren.actors.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.PolicyInfo;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class RouteTraceTest {
    private final List<ExchangeInfo> exchanges = new ArrayList<>();
    private final List<BindingInfo> bindings = new ArrayList<>();
    private final List<PolicyInfo> policies = new ArrayList<>();

    private void exchange(String name, String type, FieldTable arguments, Optional<String> policy) {
        exchanges.add(new ExchangeInfo(
                "/",
                name,
                type,
                true,
                false,
                false,
                arguments,
                policy,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Optional.empty()));
    }

    private void bind(String source, String destination, String kind, String key, FieldTable arguments) {
        bindings.add(new BindingInfo("/", source, destination, kind, key, arguments));
    }

    private RoutePlan plan(String exchange, String key, FieldTable headers) {
        var properties = new BasicProperties.Builder().headers(headers).build();
        return RouteTrace.of(exchanges, bindings, policies, Message.of(exchange, key, properties, new byte[0]))
                .orElseThrow();
    }

    private RoutePlan plan(String exchange, String key) {
        return plan(exchange, key, FieldTable.EMPTY);
    }

    @Test
    void followsBindingsOfExchanges_eachOnce() {
        exchange("a", "topic", FieldTable.EMPTY, Optional.empty());
        exchange("b", "fanout", FieldTable.EMPTY, Optional.empty());
        bind("a", "b", "exchange", "k.#", FieldTable.EMPTY);
        bind("b", "a", "exchange", "", FieldTable.EMPTY);
        bind("a", "q1", "queue", "k.*", FieldTable.EMPTY);
        bind("a", "q2", "queue", "other", FieldTable.EMPTY);
        bind("b", "q1", "queue", "", FieldTable.EMPTY);
        bind("b", "q3", "queue", "", FieldTable.EMPTY);

        RoutePlan plan = plan("a", "k.x");
        assertThat(plan.queues()).containsExactly("q1", "q3");
        assertThat(plan.hops()).extracting(RoutePlan.Hop::exchange).containsExactly("a", "b");
        assertThat(plan.hops().get(0).bindings())
                .extracting(RoutePlan.Step::isMatch)
                .containsExactly(true, true, false);
        assertThat(plan.hops().get(0).bindings().get(2).why())
                .isEqualTo("The routing key 'k.x' does not fit the pattern 'other'.");
        assertThat(plan.summary()).isEqualTo("2 queues would get the message, each once.");
    }

    @Test
    void goesToTheAlternateExchange_ofArgumentsOrPolicy() {
        exchange("a", "direct", FieldTable.of("alternate-exchange", FieldValue.of("b")), Optional.empty());
        exchange("b", "direct", FieldTable.EMPTY, Optional.of("p"));
        policies.add(new PolicyInfo(
                "/", "p", "b", "exchanges", FieldTable.of("alternate-exchange", FieldValue.of("nosuch")), 0, false));
        RoutePlan plan = plan("a", "k");
        assertThat(plan.queues()).isEmpty();
        assertThat(plan.hops()).extracting(RoutePlan.Hop::exchange).containsExactly("a", "b", "nosuch");
        assertThat(plan.hops().get(2).notes()).containsExactly("There is no such exchange.");
        assertThat(plan.summary()).contains("312 NO_ROUTE");
    }

    @Test
    void tellsWhichHeadersAreMissing() {
        exchange("h", "headers", FieldTable.EMPTY, Optional.empty());
        FieldTable wanted = FieldTable.of("colour", FieldValue.of("red")).with("size", FieldValue.of(3L));
        bind("h", "q", "queue", "", wanted);
        RoutePlan plan = plan("h", "", FieldTable.of("colour", FieldValue.of("red")));
        assertThat(plan.queues()).isEmpty();
        assertThat(plan.hops().get(0).bindings().get(0).why())
                .isEqualTo("It needs all of the headers, and the message lacks size=3.");
        assertThat(plan("h", "", wanted).queues()).containsExactly("q");
    }

    @Test
    void hasNoWayWithoutTheExchange() {
        assertThat(RouteTrace.of(exchanges, bindings, policies, Message.of("x", "", BasicProperties.NONE, new byte[0])))
                .isEmpty();
    }
}
