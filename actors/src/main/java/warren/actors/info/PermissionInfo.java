package warren.actors.info;

/** What a user may do in a virtual host: three regular expressions on names. */
public record PermissionInfo(String virtualHost, String user, String configure, String write, String read) {}
