package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class BindingsTest {
    private final Bindings bindings = new Bindings();
    private final BindingDefinition binding = new BindingDefinition("x", Kind.QUEUE, "q", "k", FieldTable.EMPTY);

    @Test
    void holdEachOnce() {
        assertThat(bindings.add(binding)).isTrue();
        assertThat(bindings.add(new BindingDefinition("x", Kind.QUEUE, "q", "k", FieldTable.EMPTY)))
                .isFalse();

        assertThat(bindings.all()).containsExactly(binding);
    }

    @Test
    void differByEachOfTheirParts() {
        bindings.add(binding);

        assertThat(bindings.add(new BindingDefinition("y", Kind.QUEUE, "q", "k", FieldTable.EMPTY)))
                .isTrue();
        assertThat(bindings.add(new BindingDefinition("x", Kind.EXCHANGE, "q", "k", FieldTable.EMPTY)))
                .isTrue();
        assertThat(bindings.add(new BindingDefinition("x", Kind.QUEUE, "p", "k", FieldTable.EMPTY)))
                .isTrue();
        assertThat(bindings.add(new BindingDefinition("x", Kind.QUEUE, "q", "", FieldTable.EMPTY)))
                .isTrue();
        assertThat(bindings.add(new BindingDefinition("x", Kind.QUEUE, "q", "k", FieldTable.of("a", FieldValue.of(1)))))
                .isTrue();
        assertThat(bindings.all()).hasSize(6);
    }

    @Test
    void areFoundFromBothEnds() {
        var toExchange = new BindingDefinition("x", Kind.EXCHANGE, "q", "k", FieldTable.EMPTY);
        bindings.add(binding);
        bindings.add(toExchange);

        assertThat(bindings.from("x")).containsExactly(binding, toExchange);
        assertThat(bindings.to(Kind.QUEUE, "q")).containsExactly(binding);
        assertThat(bindings.to(Kind.EXCHANGE, "q")).containsExactly(toExchange);
        assertThat(bindings.from("q")).isEmpty();
    }

    @Test
    void areGoneFromBothEnds() {
        bindings.add(binding);

        assertThat(bindings.remove(binding)).isTrue();
        assertThat(bindings.remove(binding)).isFalse();
        assertThat(bindings.hasFrom("x")).isFalse();
        assertThat(bindings.from("x")).isEmpty();
        assertThat(bindings.to(Kind.QUEUE, "q")).isEmpty();
        assertThat(bindings.all()).isEmpty();
    }
}
