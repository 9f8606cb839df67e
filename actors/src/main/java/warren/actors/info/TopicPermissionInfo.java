package warren.actors.info;

/** With which routing keys a user may publish to a topic exchange and bind to it. */
public record TopicPermissionInfo(String virtualHost, String user, String exchange, String write, String read) {}
