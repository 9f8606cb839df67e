package warren.persistence.event;

import java.util.List;

/**
 * A virtual host.
 *
 * @param id never used again: it names the host's events in the journal
 */
public record VirtualHostDefinition(String name, long id, String description, List<String> tags) {
    /** Copies the list. */
    public VirtualHostDefinition {
        tags = List.copyOf(tags);
    }
}
