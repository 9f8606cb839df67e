package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Limits of virtual hosts and users. */
@Command(header = "Limits", addMethodSubcommands = false)
final class LimitCommands extends Family {
    @Command(
            name = "set_vhost_limits",
            customSynopsis = "set_vhost_limits [--vhost <vhost>] <definition>",
            description = "Sets virtual host limits.",
            footer = "virtual-hosts")
    Outcome setVhostLimits(
            @Parameters(paramLabel = "<definition>", description = "Limit definitions, must be a valid JSON document")
                    String definition)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting vhost limits to \"" + definition + "\" for vhost \"" + virtualHost() + "\" ...");
        try {
            ask("set_vhost_limits", inVirtualHost(Json.object()).put("definition", definition));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "clear_vhost_limits",
            customSynopsis = "clear_vhost_limits [--vhost <vhost>]",
            description = "Clears virtual host limits.",
            footer = "virtual-hosts")
    Outcome clearVhostLimits() throws Problem, Refusal, Unreachable {
        whenRunning("Clearing vhost \"" + virtualHost() + "\" limits ...");
        ask("clear_vhost_limits", inVirtualHost(Json.object()));
        return new Outcome.Done();
    }

    @Command(
            name = "list_vhost_limits",
            customSynopsis = "list_vhost_limits [--vhost <vhost>] [--global] [--no-table-headers]",
            description = "Displays configured virtual host limits.",
            footer = "virtual-hosts")
    Outcome listVhostLimits(
            @Option(names = "--global", description = "list global limits (those not associated with a virtual host)")
                    boolean global,
            @Mixin Table table)
            throws Problem, Refusal, Unreachable {
        if (global) {
            whenRunning("Listing limits for all vhosts ...");
            return table.list(ask("list_vhost_limits", Json.object()));
        }
        whenRunning("Listing limits for vhost \"" + virtualHost() + "\" ...");
        try {
            JsonNode rows = ask("list_vhost_limits", inVirtualHost(Json.object()));
            if (rows.isEmpty()) {
                return new Outcome.EmptyList();
            }
            if (!isJson()) {
                return text(rows);
            }
            ObjectNode document = Json.object().put("node", node().name()).put("result", "ok");
            return new Outcome.Document(document.set("value", rows.get(0).path("limits")));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "set_user_limits",
            customSynopsis = "set_user_limits <username> <definition>",
            description = "Sets user limits.",
            footer = "access-control")
    Outcome setUserLimits(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(paramLabel = "<definition>", description = "Limit definitions as a JSON document")
                    String definition)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting user limits to \"" + definition + "\" for user \"" + user + "\" ...");
        ask("set_user_limits", Json.object().put("user", user).put("definition", definition));
        return new Outcome.Done();
    }

    @Command(
            name = "clear_user_limits",
            customSynopsis = "clear_user_limits <username> <limit_type> | all",
            description = "Clears user connection/channel limits.",
            footer = "access-control")
    Outcome clearUserLimits(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(
                            paramLabel = "<limit_type>",
                            description =
                                    "Limit type: max-connections, max-channels, max-publish-rate or max-publish-bytes-rate")
                    String limit)
            throws Problem, Refusal, Unreachable {
        String what = limit.equals("all") ? "all limits" : "\"" + limit + "\" limit";
        whenRunning("Clearing " + what + " for user \"" + user + "\" ...");
        ask("clear_user_limits", Json.object().put("user", user).put("limit", limit));
        return new Outcome.Done();
    }

    @Command(
            name = "list_user_limits",
            customSynopsis = "list_user_limits [--user <username>] [--global]",
            description = "Displays configured user limits.",
            footer = "access-control")
    Outcome listUserLimits(
            @Option(names = "--user", paramLabel = "<username>") Optional<String> given,
            @Option(names = "--global", description = "list limits for all the users") boolean global,
            @Mixin Table table)
            throws Problem, Refusal, Unreachable {
        if (global) {
            whenRunning("Listing limits for all users ...");
            return table.list(ask("list_user_limits", Json.object()));
        }
        String user = given.orElse("guest");
        whenRunning("Listing limits for user \"" + user + "\" ...");
        return text(ask("list_user_limits", Json.object().put("user", user)));
    }

    private static Outcome text(JsonNode rows) {
        return rows.isEmpty()
                ? new Outcome.Text("{}")
                : new Outcome.Text(rows.get(0).path("limits").asText());
    }
}
