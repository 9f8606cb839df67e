package warren.actors.access;

/** A user's rights in a virtual host as an immutable value: regular expressions, and whether the user is its own only name. */
public record Grant(
        String user, String virtualHost, String configure, String write, String read, boolean impersonator) {}
