package warren.actors.info;

import java.util.List;

/** A virtual host as an operator sees it. */
public record VirtualHostInfo(String name, String description, List<String> tags, boolean tracing) {
    /** Copies the list. */
    public VirtualHostInfo {
        tags = List.copyOf(tags);
    }
}
