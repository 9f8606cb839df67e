package warren.actors.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final Map<String, Grant.Topics> topics;
    private final Map<String, Boolean> remembered = new HashMap<>();

    private Permissions(
            String user, String virtualHost, Map<Right, Pattern> patterns, Map<String, Grant.Topics> topics) {
        this.user = user;
        this.virtualHost = virtualHost;
        this.patterns = patterns;
        this.topics = topics;
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
                        pattern(grant.read())),
                grant.topics());
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

    /** True when routing keys of this exchange matter, if it is a topic exchange. */
    public boolean limitsTopics(String exchange) {
        return topics.containsKey(exchange);
    }

    /** The refusal when the user may not publish to this topic exchange, or bind to it, with such a routing key. */
    public Optional<AmqpError> refuseTopic(Right right, String exchange, String routingKey) {
        Grant.Topics limits = topics.get(exchange);
        if (limits == null) {
            return Optional.empty();
        }
        String expression =
                TopicPattern.expanded(right == Right.WRITE ? limits.write() : limits.read(), user, virtualHost);
        // neither names nor keys have the line break that divides them here
        boolean isAllowed = remember(
                right + " " + exchange + "\n" + routingKey,
                () -> pattern(expression).matcher(routingKey).find());
        return isAllowed
                ? Optional.empty()
                : refusal(right, "topic '" + routingKey + "' in " + AmqpError.exchange(exchange, virtualHost));
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
        return remember(right + " " + name, () -> pattern.matcher(name).find());
    }

    private boolean remember(String question, BooleanSupplier answer) {
        if (remembered.size() > REMEMBERED_MAX) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(question, key -> answer.getAsBoolean());
    }
}
