package warren.management;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of actors in the shape of Erlang's process identifiers, {@code <rabbit@host.1700000000.ID.0>}, because scripts expect that of
 * list commands.
 */
final class Pids {
    private static final Pattern SHAPE = Pattern.compile("<(?<node>.+?)\\.(?<creation>\\d+)\\.(?<id>.+)\\.0>");

    private final String node;
    private final long creation;

    /** {@code creation} tells this run of the broker from others: the second in which it was started. */
    Pids(String node, long creation) {
        this.node = node;
        this.creation = creation;
    }

    /** The shape that an actor's name has in lists. */
    String of(String id) {
        return id.isEmpty() ? "" : "<" + node + "." + creation + "." + id + ".0>";
    }

    /** Back from the shape to the name; empty when it has another shape. A name of another run names nothing. */
    Optional<String> id(String pid) {
        Matcher parts = SHAPE.matcher(pid);
        if (parts.matches()) {
            boolean ours = pid.startsWith("<" + node + "." + creation + ".");
            return Optional.of(
                    ours ? pid.substring(("<" + node + "." + creation + ".").length(), pid.length() - 3) : "gone");
        }
        return Optional.empty();
    }
}
