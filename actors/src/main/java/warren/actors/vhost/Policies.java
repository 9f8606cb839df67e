package warren.actors.vhost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import warren.actors.info.PolicyEffect;
import warren.actors.info.PolicyInfo;
import warren.actors.queue.MaxAge;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/**
 * The policies of a virtual host. For each queue or exchange the one with the highest priority counts whose pattern is found in its name;
 * of the operator policies likewise one, which lowers the numbers of the first and adds its own.
 */
final class Policies {
    /** Of an operator's policy and another the longer delay counts. */
    private static final String RETRY_MIN = "delayed-retry-min";
    /** Where two say something, the smaller number counts. */
    private static final List<String> NUMBERS = List.of(
            "message-ttl",
            "expires",
            "max-length",
            "max-length-bytes",
            "max-publish-rate",
            "max-publish-bytes-rate",
            "delivery-limit",
            "consumer-timeout",
            RETRY_MIN,
            "delayed-retry-max");
    /** What the policy says counts. */
    private static final List<String> DECISIONS = List.of("delayed-retry-type");
    /** The same, of the plug-in for duplicates, whose keys are named as the arguments are. */
    private static final String DEDUPLICATION = "x-message-deduplication";
    /** What the declaration of a queue says counts. */
    private static final List<String> WORDS =
            List.of("overflow", "dead-letter-exchange", "dead-letter-routing-key", "stream-max-segment-size-bytes");

    /** Of two the shorter time counts. */
    private static final String AGE = "max-age";

    private static final Set<String> WINDOW = Set.of("x-cache-size", "x-cache-ttl");
    private static final String ALTERNATE = "alternate-exchange";
    private static final Comparator<Policy> BY_PRIORITY = Comparator.comparingInt(policy -> policy.info.priority());

    private record Policy(PolicyInfo info, Pattern pattern) {
        boolean matches(String kind, String name) {
            return (info.applyTo().equals("all") || info.applyTo().equals(kind))
                    && pattern.matcher(name).find();
        }
    }

    private final Map<String, Policy> users = new LinkedHashMap<>();
    private final Map<String, Policy> operators = new LinkedHashMap<>();

    private Map<String, Policy> of(boolean operator) {
        return operator ? operators : users;
    }

    void put(PolicyInfo policy) {
        of(policy.operator()).put(policy.name(), new Policy(policy, Pattern.compile(policy.pattern())));
    }

    boolean contains(String name, boolean operator) {
        return of(operator).containsKey(name);
    }

    void remove(String name, boolean operator) {
        of(operator).remove(name);
    }

    List<PolicyInfo> all() {
        var all = new ArrayList<PolicyInfo>();
        users.values().forEach(policy -> all.add(policy.info));
        operators.values().forEach(policy -> all.add(policy.info));
        return List.copyOf(all);
    }

    PolicyEffect onQueue(String name) {
        return effect("queues", name);
    }

    PolicyEffect onExchange(String name) {
        return effect("exchanges", name);
    }

    private PolicyEffect effect(String kind, String name) {
        Optional<PolicyInfo> user = find(users, kind, name);
        Optional<PolicyInfo> operator = find(operators, kind, name);
        if (user.isEmpty() && operator.isEmpty()) {
            return PolicyEffect.NONE;
        }
        FieldTable definition = user.map(PolicyInfo::definition).orElse(FieldTable.EMPTY);
        FieldTable caps = operator.map(PolicyInfo::definition).orElse(FieldTable.EMPTY);
        for (var cap : caps.fields().entrySet()) {
            definition =
                    definition.with(cap.getKey(), stricter(cap.getKey(), definition.get(cap.getKey()), cap.getValue()));
        }
        return new PolicyEffect(user.map(PolicyInfo::name), operator.map(PolicyInfo::name), definition);
    }

    /** The policy that counts for this, and the operator policy. */
    List<PolicyInfo> applying(String kind, String name) {
        return Stream.of(users, operators)
                .flatMap(policies -> find(policies, kind, name).stream())
                .toList();
    }

    private static Optional<PolicyInfo> find(Map<String, Policy> policies, String kind, String name) {
        return policies.values().stream()
                .filter(policy -> policy.matches(kind, name))
                .max(BY_PRIORITY)
                .map(policy -> policy.info);
    }

    private static FieldValue stricter(String key, Optional<FieldValue> one, FieldValue other) {
        if (!(one.orElse(null) instanceof FieldValue.Int number) || !(other instanceof FieldValue.Int cap)) {
            return other;
        }
        boolean isStricter = key.equals(RETRY_MIN) ? number.value() > cap.value() : number.value() < cap.value();
        return isStricter ? number : other;
    }

    /** The arguments of a queue as its policies change them. */
    FieldTable argumentsOf(QueueDefinition queue) {
        FieldTable policy = onQueue(queue.name()).definition();
        FieldTable arguments = queue.arguments();
        if (policy.isEmpty()) {
            return arguments;
        }
        for (String key : NUMBERS) {
            OptionalLong number = policy.number(key);
            String name = "x-" + key;
            if (number.isPresent()
                    && number.getAsLong() < arguments.number(name).orElse(Long.MAX_VALUE)) {
                arguments = arguments.with(name, FieldValue.of(number.getAsLong()));
            }
        }
        for (String key : WORDS) {
            FieldValue word = policy.get(key).orElse(null);
            if (word != null && arguments.get("x-" + key).isEmpty()) {
                arguments = arguments.with("x-" + key, word);
            }
        }
        Optional<String> age = policy.text(AGE);
        if (age.isPresent() && millis(age) < millis(arguments.text("x-" + AGE))) {
            arguments = arguments.with("x-" + AGE, FieldValue.of(age.get()));
        }
        for (String key : DECISIONS) {
            FieldValue decision = policy.get(key).orElse(null);
            arguments = decision == null ? arguments : arguments.with("x-" + key, decision);
        }
        FieldValue deduplicates = policy.get(DEDUPLICATION).orElse(null);
        return deduplicates == null ? arguments : arguments.with(DEDUPLICATION, deduplicates);
    }

    private static long millis(Optional<String> age) {
        return age.flatMap(MaxAge::millis).orElse(Long.MAX_VALUE);
    }

    /** The arguments of an exchange that deduplicates, as its policies change them. */
    FieldTable argumentsOf(ExchangeDefinition exchange) {
        FieldTable arguments = exchange.arguments();
        for (var setting : onExchange(exchange.name()).definition().fields().entrySet()) {
            if (WINDOW.contains(setting.getKey())) {
                arguments = arguments.with(setting.getKey(), setting.getValue());
            }
        }
        return arguments;
    }

    /** The name of an exchange's alternate, which need not be there. */
    Optional<String> alternateOf(ExchangeDefinition exchange) {
        @Nullable
        FieldValue name = exchange.arguments()
                .get(ALTERNATE)
                .or(() -> onExchange(exchange.name()).definition().get(ALTERNATE))
                .orElse(null);
        return name instanceof LongString text ? Optional.of(text.text()) : Optional.empty();
    }
}
