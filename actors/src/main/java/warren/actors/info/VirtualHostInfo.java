package warren.actors.info;

import java.util.List;

/** A virtual host as an operator sees it. */
public record VirtualHostInfo(String name, String description, List<String> tags, boolean tracing) {
    /** Copies the list. */
    public VirtualHostInfo {
        tags = List.copyOf(tags);
    }

    /** The same, traced or not. */
    public VirtualHostInfo traced(boolean isTraced) {
        return new VirtualHostInfo(name, description, tags, isTraced);
    }
}
