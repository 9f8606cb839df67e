package warren.actors.info;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of actors in the shape of Erlang's process identifiers, {@code <rabbit@host.1700000000.ID.0>}, because scripts expect that of
 * list commands.
 */
public final class Pids {
    private static final Pattern SHAPE = Pattern.compile("<.+\\.\\d+\\..+\\.\\d+>");

    private static final String SUFFIX = ".0>";

    private final String node;
    private final long creation;

    /** {@code creation} tells this run of the broker from others: the second in which it was started. */
    public Pids(String node, long creation) {
        this.node = node;
        this.creation = creation;
    }

    /** The broker's name. */
    public String node() {
        return node;
    }

    /** The shape that an actor's name has in lists. */
    public String of(String id) {
        return id.isEmpty() ? "" : "<" + node + "." + creation + "." + id + SUFFIX;
    }

    /**
     * Back from the shape to the name; empty when it has another shape. A process of another broker, or of an earlier run of this one, has
     * a name that nobody has.
     */
    public Optional<String> id(String pid) {
        if (!SHAPE.matcher(pid).matches()) {
            return Optional.empty();
        }
        String prefix = "<" + node + "." + creation + ".";
        boolean ours = pid.startsWith(prefix) && pid.endsWith(SUFFIX);
        return Optional.of(ours ? pid.substring(prefix.length(), pid.length() - SUFFIX.length()) : "");
    }
}
