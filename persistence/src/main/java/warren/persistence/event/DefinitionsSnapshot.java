package warren.persistence.event;

import java.util.List;

/** All that is defined, restated as facts. */
public record DefinitionsSnapshot(List<DefinitionEvent> facts) {
    /** Copies the list. */
    public DefinitionsSnapshot {
        facts = List.copyOf(facts);
    }
}
