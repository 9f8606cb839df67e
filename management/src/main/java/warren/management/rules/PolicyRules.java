package warren.management.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PolicyInfo;
import warren.management.json.ErlangText;
import warren.management.json.Fields;
import warren.management.json.Json;
import warren.management.json.RegularExpression;

/**
 * Which policies may be set: RabbitMQ 3.10's keys and values, consumer-timeout of 3.12 and delayed-retry of 4.3, and its words for what
 * is wrong. A key that is accepted here may be without effect in a single broker, as the {@code ha-} ones are.
 */
public final class PolicyRules {
    /** A key's good values, and what is said after any other value. */
    private record Rule(Predicate<JsonNode> isGood, String complaint) {
        /** Most say so behind the value, and plug-ins before it. */
        String about(String value) {
            return complaint.endsWith(" got ") ? complaint + value : value + " " + complaint;
        }
    }

    private static final long SEGMENT_BYTES_MAX = 3_000_000_000L;
    private static final Pattern AGE = Pattern.compile("[0-9]*[1-9][0-9]*[YMDhms]");

    private static final String PUBLISH_RATE = "max-publish-rate";
    private static final String PUBLISH_BYTES_RATE = "max-publish-bytes-rate";
    private static final String RETRY_TYPE = "delayed-retry-type";
    private static final String RETRY_MIN = "delayed-retry-min";
    private static final String RETRY_MAX = "delayed-retry-max";

    private static final Map<String, Rule> RULES = rules();

    /** What an operator policy may hold: numbers that cap others. */
    private static final Map<String, Rule> OPERATOR_RULES = rulesOf(
            "message-ttl",
            "expires",
            "max-length",
            "max-length-bytes",
            PUBLISH_RATE,
            PUBLISH_BYTES_RATE,
            "max-in-memory-length",
            "max-in-memory-bytes",
            "delivery-limit",
            RETRY_TYPE,
            RETRY_MIN,
            RETRY_MAX);

    private PolicyRules() {}

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        rules.put("alternate-exchange", text("is not a valid alternate exchange name"));
        rules.put("dead-letter-exchange", text("is not a valid dead letter exchange name"));
        rules.put("dead-letter-routing-key", text("is not a valid dead letter routing key"));
        rules.put(
                "dead-letter-strategy", oneOf("is not a valid dead letter strategy", "at-most-once", "at-least-once"));
        rules.put("message-ttl", atLeast(0, "is not a valid message TTL"));
        rules.put("expires", atLeast(1, "is not a valid queue expiry"));
        rules.put("max-length", atLeast(0, "is not a valid maximum length"));
        rules.put("max-length-bytes", atLeast(0, "is not a valid maximum length in bytes"));
        rules.put("max-in-memory-length", atLeast(0, "is not a valid maximum memory in bytes"));
        rules.put("max-in-memory-bytes", atLeast(0, "is not a valid maximum memory in bytes"));
        rules.put("queue-mode", oneOf("is not a valid queue-mode value", "default", "lazy"));
        rules.put(
                "queue-version",
                new Rule(
                        value -> value.isIntegralNumber() && (value.asLong() == 1 || value.asLong() == 2),
                        "is not a valid queue-version value"));
        rules.put(
                "overflow",
                oneOf("is not a valid overflow value", "drop-head", "reject-publish", "reject-publish-dlx"));
        rules.put("consumer-timeout", atLeast(1, "is not a valid consumer timeout"));
        rules.put("delivery-limit", atLeast(0, "is not a valid delivery limit"));
        rules.put("max-age", new Rule(value -> AGE.matcher(value.asText()).matches(), "is not a valid max age"));
        rules.put(
                "queue-leader-locator",
                oneOf(
                        "is not a valid queue leader locator value",
                        "client-local",
                        "balanced",
                        "random",
                        "least-leaders"));
        rules.put(
                "queue-master-locator",
                oneOf("invalid queue-master-locator value", "client-local", "min-masters", "random"));
        rules.put("initial-cluster-size", atLeast(0, "is not a valid cluster size"));
        rules.put(
                "stream-max-segment-size-bytes",
                new Rule(
                        value -> isAtLeast(value, 0) && value.asLong() <= SEGMENT_BYTES_MAX,
                        "is not a valid segment size"));
        addOthers(rules);
        return rules;
    }

    /** Those of plug-ins, of later versions and of Warren's own. */
    private static void addOthers(Map<String, Rule> rules) {
        rules.put(PUBLISH_RATE, atLeast(1, "is not a valid maximum rate of messages a second"));
        rules.put(PUBLISH_BYTES_RATE, atLeast(1, "is not a valid maximum rate of bytes a second"));
        rules.put(
                RETRY_TYPE,
                oneOf(
                        "is not a valid delayed retry type. Must be one of: all, failed, returned, disabled",
                        "all",
                        "failed",
                        "returned",
                        "disabled"));
        rules.put(RETRY_MIN, atLeast(1, "is not a valid delayed retry minimum delay. Must be a positive integer"));
        rules.put(RETRY_MAX, atLeast(1, "is not a valid delayed retry maximum delay. Must be a positive integer"));
        rules.put(
                "x-message-deduplication",
                new Rule(JsonNode::isBoolean, "\"x-message-deduplication\" must be a boolean, got "));
        rules.put("x-cache-size", atLeast(1, "\"x-cache-size\" must be an integer greater than 0, got "));
        rules.put("x-cache-ttl", atLeast(1, "\"x-cache-ttl\" must be an integer greater than 0, got "));
    }

    private static Map<String, Rule> rulesOf(String... keys) {
        Map<String, Rule> rules = new TreeMap<>(RULES);
        rules.keySet().retainAll(Set.of(keys));
        return rules;
    }

    private static Rule text(String complaint) {
        return new Rule(JsonNode::isTextual, complaint);
    }

    private static Rule oneOf(String complaint, String... values) {
        Set<String> known = Set.of(values);
        return new Rule(value -> value.isTextual() && known.contains(value.textValue()), complaint);
    }

    private static Rule atLeast(long least, String complaint) {
        return new Rule(value -> isAtLeast(value, least), complaint);
    }

    private static boolean isAtLeast(JsonNode value, long least) {
        return value.isIntegralNumber() && value.asLong() >= least;
    }

    /**
     * The policy that an operator describes.
     *
     * @param parameters vhost, name, pattern, definition (a text that holds a JSON object), priority, apply-to
     * @param operator it is to be an operator policy
     */
    public static PolicyInfo read(JsonNode parameters, boolean operator) throws OperatorError {
        ObjectNode policy = ((ObjectNode) parameters).deepCopy();
        policy.set("definition", definition(parameters.path("definition").asText()));
        return of(parameters.path("vhost").asText(), parameters.path("name").asText(), policy, operator);
    }

    /**
     * The same from its JSON.
     *
     * @param policy pattern, definition, priority, apply-to
     */
    public static PolicyInfo of(String virtualHost, String name, JsonNode policy, boolean operator)
            throws OperatorError {
        JsonNode definition = policy.path("definition");
        if (!definition.isObject()) {
            throw new OperatorError(
                    Reason.INVALID,
                    "Validation failed\n\ndefinition must be a dictionary: " + ErlangText.of(definition) + "\n");
        }
        String pattern = policy.path("pattern").asText();
        String applyTo = policy.path("apply-to").asText("all");
        JsonNode priority = policy.path("priority");
        List<String> complaints = new ArrayList<>();
        complaint(definition, operator).ifPresent(complaints::add);
        if (!Set.of("all", "queues", "exchanges").contains(applyTo)) {
            complaints.add("apply-to '" + applyTo + "' unrecognised; should be 'queues', 'exchanges' or 'all'");
        }
        RegularExpression.complaint(pattern)
                .ifPresent(reason ->
                        complaints.add("pattern should be regular expression but is invalid: " + reason.erlang()));
        if (!priority.isMissingNode() && !priority.isNumber()) {
            complaints.add("priority should be a number, actually was " + ErlangText.of(priority));
        }
        if (!complaints.isEmpty()) {
            throw new OperatorError(Reason.INVALID, "Validation failed\n\n" + String.join("\n", complaints) + "\n");
        }
        return new PolicyInfo(
                virtualHost, name, pattern, applyTo, Fields.table(definition), priority.asInt(), operator);
    }

    private static JsonNode definition(String text) throws OperatorError {
        try {
            JsonNode definition = Json.read(text);
            if (!definition.isObject()) {
                throw new OperatorError(
                        Reason.INVALID,
                        "Validation failed\n\ndefinition must be a dictionary: " + ErlangText.of(definition) + "\n");
            }
            return definition;
        } catch (JsonProcessingException malformed) {
            throw new OperatorError(Reason.INVALID, "JSON decoding error. Reason: badarg");
        }
    }

    /** The first thing that is wrong, in RabbitMQ's order: mirroring, values by name of key, unknown keys. */
    public static Optional<String> complaint(JsonNode definition, boolean operator) {
        if (definition.isEmpty()) {
            return Optional.of("no policy provided");
        }
        if (operator) {
            return wrongValue(OPERATOR_RULES, definition)
                    .or(() -> retries(definition))
                    .or(() -> unknownKeys(OPERATOR_RULES.keySet(), definition));
        }
        var known = new TreeSet<>(RULES.keySet());
        known.addAll(MirroringRules.KEYS);
        return MirroringRules.complaint(definition)
                .or(() -> wrongValue(RULES, definition))
                .or(() -> retries(definition))
                .or(() -> unknownKeys(known, definition));
    }

    private static Optional<String> wrongValue(Map<String, Rule> rules, JsonNode definition) {
        return rules.entrySet().stream()
                .filter(rule -> definition.has(rule.getKey()))
                .filter(rule -> !rule.getValue().isGood().test(definition.get(rule.getKey())))
                .map(rule -> rule.getValue().about(ErlangText.of(definition.get(rule.getKey()))))
                .findFirst();
    }

    private static Optional<String> retries(JsonNode definition) {
        String type = definition.path(RETRY_TYPE).asText("disabled");
        JsonNode min = definition.path(RETRY_MIN);
        JsonNode max = definition.path(RETRY_MAX);
        if (!type.equals("disabled") && min.isMissingNode()) {
            return Optional.of("delayed-retry-min is required when delayed-retry-type is " + type);
        }
        return !min.isMissingNode() && !max.isMissingNode() && max.asLong() < min.asLong()
                ? Optional.of("delayed-retry-max (" + max.asLong() + ") must not be smaller than delayed-retry-min ("
                        + min.asLong() + ")")
                : Optional.empty();
    }

    private static Optional<String> unknownKeys(Set<String> known, JsonNode definition) {
        Map<String, JsonNode> unknown = new TreeMap<>();
        ((ObjectNode) definition)
                .properties().stream()
                        .filter(field -> !known.contains(field.getKey()))
                        .forEach(field -> unknown.put(field.getKey(), field.getValue()));
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        String shown = unknown.entrySet().stream()
                .map(field -> "{" + ErlangText.binary(field.getKey()) + "," + ErlangText.of(field.getValue()) + "}")
                .collect(Collectors.joining(",", "[", "]"));
        return Optional.of(shown + " are not recognised policy settings");
    }
}
