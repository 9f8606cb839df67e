package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Policies. */
@Command(header = "Policies", addMethodSubcommands = false)
final class PolicyCommands extends Family {
    @Command(
            name = "set_policy",
            customSynopsis =
                    "set_policy [--vhost <vhost>] [--priority <priority>] [--apply-to <apply-to>] <name> <pattern>"
                            + " <definition>",
            description = "Sets or updates a policy",
            footer = "parameters")
    Outcome setPolicy(
            @Parameters(paramLabel = "<name>", description = "policy name (identifier)") String name,
            @Parameters(
                            paramLabel = "<pattern>",
                            description =
                                    "regular expression pattern that will be used to match queues, exchanges, etc")
                    String pattern,
            @Parameters(
                            paramLabel = "<definition>",
                            description = "policy definition (arguments). Must be a valid JSON document")
                    String definition,
            @Option(
                            names = "--priority",
                            paramLabel = "<priority>",
                            description = "policy priority",
                            defaultValue = "0")
                    int priority,
            @Option(
                            names = "--apply-to",
                            paramLabel = "<queues | exchanges | all>",
                            description =
                                    "policy should only apply to queues, exchanges, or all entities (both of the above)",
                            defaultValue = "all")
                    String applyTo)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting policy \"" + name + "\" for pattern \"" + pattern + "\" to \"" + definition
                + "\" with priority \"" + priority + "\" for vhost \"" + virtualHost() + "\" ...");
        ObjectNode parameters = inVirtualHost(about(name)).put("pattern", pattern);
        parameters.put("definition", definition).put("priority", priority).put("apply-to", applyTo);
        try {
            ask("set_policy", parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "clear_policy",
            customSynopsis = "clear_policy [--vhost <vhost>] <name>",
            description = "Clears (removes) a policy",
            footer = "parameters")
    Outcome clearPolicy(
            @Parameters(paramLabel = "<name>", description = "Name of policy to clear (remove)") String name)
            throws Problem, Refusal, Unreachable {
        whenRunning("Clearing policy \"" + name + "\" on vhost \"" + virtualHost() + "\" ...");
        try {
            ask("clear_policy", inVirtualHost(about(name)));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            boolean absent = List.of("not_found", "no_such_virtual_host").contains(refusal.reason());
            return absent
                    ? Outcome.failure(ExitCode.UNAVAILABLE, "Parameter does not exist")
                    : Outcome.failure(refusal);
        }
    }

    @Command(
            name = "list_policies",
            customSynopsis = "list_policies [--vhost <vhost>] [--no-table-headers] [--timeout <timeout>]",
            description = "Lists all policies in a virtual host",
            footer = "parameters")
    Outcome listPolicies(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing policies for vhost \"" + virtualHost() + "\" ...");
        try {
            return table.list(ask("list_policies", inVirtualHost(Json.object())));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    private static ObjectNode about(String name) {
        return Json.object().put("name", name);
    }
}
