package warren.persistence.event;

/**
 * With which routing keys a user may publish to a topic exchange, and bind to it: two patterns.
 */
public record TopicPermissionDefinition(String user, String virtualHost, String exchange, String write, String read) {}
