package warren.persistence.event;

import java.util.List;

/** Facts that became durable together: one event of the journal. */
public record DefinitionsChanged(List<DefinitionEvent> facts) {
    /** Copies the list. */
    public DefinitionsChanged {
        facts = List.copyOf(facts);
    }
}
