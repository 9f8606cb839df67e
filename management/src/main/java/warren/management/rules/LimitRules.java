package warren.management.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import warren.actors.info.LimitsInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.management.json.ErlangText;
import warren.management.json.Json;

/** Which limits may be set for virtual hosts and users, and RabbitMQ's words for what is wrong with others. */
public final class LimitRules {
    private static final List<String> OF_VIRTUAL_HOSTS =
            List.of("max-connections", "max-publish-bytes-rate", "max-publish-rate", "max-queues");
    private static final List<String> OF_USERS =
            List.of("max-channels", "max-connections", "max-publish-bytes-rate", "max-publish-rate");

    private LimitRules() {}

    /** The limits of a virtual host, from a text that holds a JSON object. */
    public static Map<String, Long> ofVirtualHost(String text) throws OperatorError {
        JsonNode limits = parse(text);
        Optional<String> complaint = complaint(limits, OF_VIRTUAL_HOSTS, "limits");
        if (complaint.isPresent()) {
            throw new OperatorError(Reason.INVALID, "Validation failed\n\n" + complaint.get() + "\n");
        }
        return values(limits);
    }

    /** The limits of a user, likewise. */
    public static Map<String, Long> ofUser(String text) throws OperatorError {
        JsonNode limits = parse(text);
        Optional<String> complaint = complaint(limits, OF_USERS, "user-limits");
        if (complaint.isPresent()) {
            throw new OperatorError(Reason.INVALID, complaint.get());
        }
        return values(limits);
    }

    /** The same for one limit of a virtual host. */
    public static Map<String, Long> ofVirtualHost(String limit, JsonNode value) throws OperatorError {
        return ofVirtualHost(Json.object().<ObjectNode>set(limit, value).toString());
    }

    /** The same for one limit of a user. */
    public static Map<String, Long> ofUser(String limit, JsonNode value) throws OperatorError {
        return ofUser(Json.object().<ObjectNode>set(limit, value).toString());
    }

    private static JsonNode parse(String text) throws OperatorError {
        try {
            JsonNode limits = Json.read(text);
            if (limits.isObject()) {
                return limits;
            }
            throw new OperatorError(Reason.INVALID, "limits must be a dictionary: " + ErlangText.of(limits));
        } catch (JsonProcessingException malformed) {
            throw new OperatorError(Reason.INVALID, "JSON decoding error. Reason: badarg");
        }
    }

    private static Optional<String> complaint(JsonNode limits, List<String> known, String where) {
        for (String name : known) {
            JsonNode value = limits.path(name);
            if (!value.isMissingNode() && !value.isIntegralNumber()) {
                return Optional.of(name + " should be a number, actually was " + ErlangText.of(value));
            }
        }
        Map<String, JsonNode> unknown = new TreeMap<>();
        ((ObjectNode) limits)
                .properties().stream()
                        .filter(limit -> !known.contains(limit.getKey()))
                        .forEach(limit -> unknown.put(limit.getKey(), limit.getValue()));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(unknown.entrySet().stream()
                        .map(limit ->
                                "{" + ErlangText.binary(limit.getKey()) + "," + ErlangText.of(limit.getValue()) + "}")
                        .collect(Collectors.joining(",", "Unrecognised terms [", "] in " + where)));
    }

    private static Map<String, Long> values(JsonNode limits) {
        Map<String, Long> values = new HashMap<>();
        ((ObjectNode) limits)
                .properties()
                .forEach(limit -> values.put(limit.getKey(), limit.getValue().asLong()));
        return values;
    }

    /** As warrenctl shows them: one JSON object, names in order. */
    public static String shown(LimitsInfo info) {
        ObjectNode shown = Json.object();
        new TreeMap<>(info.limits()).forEach(shown::put);
        return shown.toString();
    }
}
