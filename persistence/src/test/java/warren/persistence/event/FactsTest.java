package warren.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.DefinitionEvent.Bound;
import warren.persistence.event.DefinitionEvent.ExchangeDeclared;
import warren.persistence.event.DefinitionEvent.ExchangeDeleted;
import warren.persistence.event.DefinitionEvent.GlobalParameterCleared;
import warren.persistence.event.DefinitionEvent.GlobalParameterSet;
import warren.persistence.event.DefinitionEvent.LimitsSet;
import warren.persistence.event.DefinitionEvent.PermissionsCleared;
import warren.persistence.event.DefinitionEvent.PermissionsSet;
import warren.persistence.event.DefinitionEvent.PolicyCleared;
import warren.persistence.event.DefinitionEvent.PolicySet;
import warren.persistence.event.DefinitionEvent.QueueDeclared;
import warren.persistence.event.DefinitionEvent.QueueDeleted;
import warren.persistence.event.DefinitionEvent.TopicPermissionsCleared;
import warren.persistence.event.DefinitionEvent.TopicPermissionsSet;
import warren.persistence.event.DefinitionEvent.Unbound;
import warren.persistence.event.DefinitionEvent.UserDeleted;
import warren.persistence.event.DefinitionEvent.UserPut;
import warren.persistence.event.DefinitionEvent.VirtualHostAdded;
import warren.persistence.event.DefinitionEvent.VirtualHostDeleted;
import warren.routing.message.FieldTable;

class FactsTest {
    private static final List<DefinitionEvent> MADE = List.of(
            new VirtualHostAdded(new VirtualHostDefinition("same", 1, "", List.of())),
            new UserPut(new UserDefinition("same", "", "", List.of())),
            new PermissionsSet(new PermissionDefinition("same", "same", "", "", "")),
            new TopicPermissionsSet(new TopicPermissionDefinition("same", "same", "same", "", "")),
            new GlobalParameterSet("same", "1"),
            new ExchangeDeclared(new ExchangeDefinition("same", "direct", true, false, false, FieldTable.EMPTY)),
            new QueueDeclared(queue(1)),
            new Bound(new BindingDefinition("same", Kind.QUEUE, "same", "", FieldTable.EMPTY)),
            new PolicySet(new PolicyDefinition("same", "", "", FieldTable.EMPTY, 0, false)),
            new PolicySet(new PolicyDefinition("same", "", "", FieldTable.EMPTY, 0, true)),
            new LimitsSet(new LimitsDefinition(true, "same", Map.of("max-channels", 1L))),
            new LimitsSet(new LimitsDefinition(false, "same", Map.of("max-queues", 1L))));

    private static final List<DefinitionEvent> UNMADE = List.of(
            new VirtualHostDeleted("same"),
            new UserDeleted("same"),
            new PermissionsCleared("same", "same"),
            new TopicPermissionsCleared("same", "same", "same"),
            new GlobalParameterCleared("same"),
            new ExchangeDeleted("same"),
            new QueueDeleted("same"),
            new Unbound(new BindingDefinition("same", Kind.QUEUE, "same", "", FieldTable.EMPTY)),
            new PolicyCleared("same", false),
            new PolicyCleared("same", true),
            new LimitsSet(new LimitsDefinition(true, "same", Map.of())),
            new LimitsSet(new LimitsDefinition(false, "same", Map.of())));

    private final Facts facts = new Facts();

    @Test
    void standInTheOrderInWhichTheyCame() {
        assertThat(facts.apply(MADE).standing()).isEqualTo(MADE);
    }

    @Test
    void areEndedEachByItsOwnOpposite() {
        for (int i = 0; i < MADE.size(); i++) {
            var left = new Facts().apply(MADE).apply(List.of(UNMADE.get(i))).standing();

            assertThat(left).doesNotContain(MADE.get(i)).hasSize(MADE.size() - 1);
        }
    }

    @Test
    void areReplacedByNewerOnesAboutTheSameThing() {
        facts.apply(List.of(new QueueDeclared(queue(1)), new QueueDeleted("same"), new QueueDeclared(queue(2))));
        facts.apply(List.of(new QueueDeclared(queue(3))));

        assertThat(facts.standing()).containsExactly(new QueueDeclared(queue(3)));
    }

    private static QueueDefinition queue(long id) {
        return new QueueDefinition("same", id, true, false, FieldTable.EMPTY);
    }
}
