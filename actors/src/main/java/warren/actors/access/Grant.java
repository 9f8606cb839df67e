package warren.actors.access;

import java.util.OptionalLong;

/**
 * A user's rights in a virtual host as an immutable value: regular expressions, and whether the user is its own only name.
 *
 * @param channelsMax channels that all connections of the user may have open together
 */
public record Grant(
        String user,
        String virtualHost,
        String configure,
        String write,
        String read,
        boolean impersonator,
        OptionalLong channelsMax) {
    /** Without a limit of channels. */
    public Grant(String user, String virtualHost, String configure, String write, String read, boolean impersonator) {
        this(user, virtualHost, configure, write, read, impersonator, OptionalLong.empty());
    }
}
