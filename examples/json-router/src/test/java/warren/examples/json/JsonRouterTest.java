package warren.examples.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import warren.exchange.testkit.ExchangeTestKit;
import warren.exchange.testkit.TestExchange;
import warren.exchange.testkit.TestMessage;

class JsonRouterTest {
    private final ExchangeTestKit kit = ExchangeTestKit.of(new JsonRouter(), "max-body = 200 B");
    private final TestExchange exchange = kit.declare();

    @AfterEach
    void close() {
        kit.close();
    }

    private static TestMessage json(String text) {
        return TestMessage.withKey("").withBody(text.replace('\'', '"'));
    }

    @Test
    void comparesTextsNumbersAndBooleans() {
        exchange.bind("swedish", "", Map.of("/customer/country", "SE"));
        exchange.bind("three", "", Map.of("/items", 3));
        exchange.bind("express", "", Map.of("/express", true));
        exchange.bind("second", "", Map.of("/tags/1", "b"));

        assertThat(exchange.queuesOf(json("{'customer': {'country': 'SE'}, 'items': 3.0, 'express': true}")))
                .containsExactly("express", "swedish", "three");
        assertThat(exchange.queuesOf(json("{'tags': ['a', 'b'], 'express': 'true', 'items': '3'}")))
                .containsExactly("second");
        assertThat(exchange.queuesOf(json("{}"))).isEmpty();
    }

    @Test
    void comparesWithLimits() {
        exchange.bind("large", "", Map.of("/total", ">= 100"));
        exchange.bind("small", "", Map.of("/total", "<100"));
        exchange.bind("between", "", Map.of("/total", "> 99.5", "/parts", "<= 2"));

        assertThat(exchange.queuesOf(json("{'total': 100}"))).containsExactly("large");
        assertThat(exchange.queuesOf(json("{'total': 99.9, 'parts': 2}"))).containsExactly("between", "small");
        assertThat(exchange.queuesOf(json("{'total': 'much'}"))).isEmpty();
    }

    @Test
    void wantsAllConditionsOrAny() {
        Map<String, Object> both = Map.of("/a", 1, "/b", 2);
        exchange.bind("all", "", both);
        exchange.bind("any", "", Map.of("/a", 1, "/b", 2, "x-match", "any"));

        assertThat(exchange.queuesOf(json("{'a': 1, 'b': 2}"))).containsExactly("all", "any");
        assertThat(exchange.queuesOf(json("{'a': 5, 'b': 2}"))).containsExactly("any");
        assertThat(exchange.queuesOf(json("{'a': 5}"))).isEmpty();
    }

    @Test
    void whatIsNoJsonOrTooLargeMatchesNothing() {
        exchange.bind("any", "", Map.of("/a", 1));
        assertThat(exchange.queuesOf(json("{'a': 1"))).isEmpty();
        assertThat(exchange.queuesOf(json(""))).isEmpty();
        assertThat(exchange.queuesOf(json("{'a': 1, 'filler': '" + "x".repeat(200) + "'}")))
                .isEmpty();
    }

    @Test
    void followsChangesOfBindings() {
        var binding = exchange.bind("q", "", Map.of("/a", 1));
        assertThat(exchange.queuesOf(json("{'a': 1}"))).containsExactly("q");
        exchange.unbind(binding);
        assertThat(exchange.queuesOf(json("{'a': 1}"))).isEmpty();
    }

    @Test
    void refusesBindingsThatCannotMatch() {
        assertThatThrownBy(() -> exchange.bind("q", "")).hasMessageContaining("needs a condition");
        assertThatThrownBy(() -> exchange.bind("q", "", Map.of("/a", 1, "x-match", "some")))
                .hasMessage("x-match is all or any, not some");
        assertThatThrownBy(() -> exchange.bind("q", "", Map.of("/a", Map.of()))).hasMessageContaining("/a is to be");
    }
}
