package warren.persistence.event;

/** What a user may do in a virtual host: patterns of names to configure, to write to and to read from. */
public record PermissionDefinition(String user, String virtualHost, String configure, String write, String read) {}
