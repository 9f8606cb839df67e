package warren.actors.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import warren.actors.AmqpError;

/**
 * What one user may do in one virtual host: three regular expressions on names of queues and exchanges (facts, section 9). Answers are
 * remembered, so an instance belongs to one actor.
 */
public final class Permissions {
    /** The kinds of right. */
    public enum Right {
        CONFIGURE,
        WRITE,
        READ
    }

    private static final int REMEMBERED_MAX = 64;
    private static final Pattern NOTHING = Pattern.compile("^$");

    private final String user;
    private final String virtualHost;
    private final Map<Right, Pattern> patterns;
    private final Map<String, Boolean> remembered = new HashMap<>();

    private Permissions(String user, String virtualHost, Map<Right, Pattern> patterns) {
        this.user = user;
        this.virtualHost = virtualHost;
        this.patterns = patterns;
    }

    /** From the grant's three expressions; an empty one matches nothing. */
    public static Permissions of(Grant grant) {
        return new Permissions(
                grant.user(),
                grant.virtualHost(),
                Map.of(
                        Right.CONFIGURE,
                        pattern(grant.configure()),
                        Right.WRITE,
                        pattern(grant.write()),
                        Right.READ,
                        pattern(grant.read())));
    }

    private static Pattern pattern(String expression) {
        return Pattern.compile(expression.isEmpty() ? "^$" : expression);
    }

    /** The refusal in RabbitMQ's words when the user has no such right on this queue. */
    public Optional<AmqpError> refuseQueue(Right right, String name) {
        return allows(right, name) ? Optional.empty() : refusal(right, AmqpError.queue(name, virtualHost));
    }

    /** The same for an exchange; the default one is known as {@code amq.default}. */
    public Optional<AmqpError> refuseExchange(Right right, String name) {
        String known = name.isEmpty() ? "amq.default" : name;
        return allows(right, known) ? Optional.empty() : refusal(right, AmqpError.exchange(known, virtualHost));
    }

    private Optional<AmqpError> refusal(Right right, String resource) {
        return Optional.of(AmqpError.accessRefused(right.name().toLowerCase(java.util.Locale.ROOT) + " access to "
                + resource + " refused for user '" + user + "'"));
    }

    private boolean allows(Right right, String name) {
        Pattern pattern = patterns.getOrDefault(right, NOTHING);
        if (pattern.pattern().equals(".*")) {
            return true;
        }
        if (remembered.size() > REMEMBERED_MAX) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(
                right + " " + name, key -> pattern.matcher(name).find());
    }
}
