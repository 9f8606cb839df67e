package warren.actors.access;

/** The expressions of topic permissions, in which names of variables stand for what is known of the connection. */
public final class TopicPattern {
    private TopicPattern() {}

    /** The regular expression for this user; what only other protocols know stands for itself. */
    public static String expanded(String expression, String user, String virtualHost) {
        return expression
                .replace("{username}", user)
                .replace("{vhost}", virtualHost)
                .replace("{client_id}", "\\{client_id\\}");
    }
}
