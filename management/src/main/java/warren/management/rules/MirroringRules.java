package warren.management.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import warren.management.json.ErlangText;

/** The {@code ha-} keys of a policy, which RabbitMQ 3.10 checks together. */
final class MirroringRules {
    static final Set<String> KEYS = Set.of(
            "ha-mode",
            "ha-params",
            "ha-sync-mode",
            "ha-sync-batch-size",
            "ha-promote-on-shutdown",
            "ha-promote-on-failure");

    private MirroringRules() {}

    static Optional<String> complaint(JsonNode definition) {
        if (KEYS.stream().noneMatch(definition::has)) {
            return Optional.empty();
        }
        if (!definition.has("ha-mode")) {
            return Optional.of(
                    "ha-mode must be specified to specify ha-params, ha-sync-mode or ha-promote-on-shutdown");
        }
        return mode(definition.get("ha-mode"), definition.path("ha-params"))
                .or(() -> choice(definition, "ha-sync-mode", "manual", "automatic"))
                .or(() -> batchSize(definition.path("ha-sync-batch-size")))
                .or(() -> choice(definition, "ha-promote-on-shutdown", "always", "when-synced"))
                .or(() -> choice(definition, "ha-promote-on-failure", "always", "when-synced"));
    }

    private static Optional<String> mode(JsonNode mode, JsonNode params) {
        return switch (mode.asText()) {
            case "all" ->
                params.isMissingNode() ? Optional.empty() : Optional.of("ha-mode=\"all\" does not take parameters");
            case "exactly" ->
                params.isIntegralNumber() && params.asLong() > 0
                        ? Optional.empty()
                        : Optional.of("ha-mode=\"exactly\" takes an integer, " + shown(params) + " given");
            case "nodes" -> nodes(params);
            default -> Optional.of(ErlangText.of(mode) + " is not a valid ha-mode value");
        };
    }

    private static Optional<String> nodes(JsonNode params) {
        if (!params.isArray()) {
            return Optional.of("ha-mode=\"nodes\" takes a list, " + shown(params) + " given");
        }
        if (params.isEmpty()) {
            return Optional.of("ha-mode=\"nodes\" list must be non-empty");
        }
        for (JsonNode name : params) {
            if (!name.isTextual()) {
                return Optional.of(
                        "ha-mode=\"nodes\" takes a list of strings, [" + ErlangText.of(name) + "] was not a string");
            }
        }
        return Optional.empty();
    }

    private static String shown(JsonNode params) {
        return params.isMissingNode() ? "none" : ErlangText.of(params);
    }

    private static Optional<String> batchSize(JsonNode size) {
        return size.isMissingNode() || (size.isIntegralNumber() && size.asLong() > 0)
                ? Optional.empty()
                : Optional.of("ha-sync-batch-size takes an integer greater than 0, " + ErlangText.of(size) + " given");
    }

    private static Optional<String> choice(JsonNode definition, String key, String first, String second) {
        JsonNode value = definition.path(key);
        boolean good = value.isMissingNode()
                || value.asText().equals(first)
                || value.asText().equals(second);
        return good
                ? Optional.empty()
                : Optional.of(key + " must be \"" + first + "\" or \"" + second + "\", got " + ErlangText.of(value));
    }
}
