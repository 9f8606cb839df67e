package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Policies, and the operator policies that cap them: the same commands under two names each. */
@Command(header = "Policies", addMethodSubcommands = false)
final class PolicyCommands extends Family {
    private static final String SET_SYNOPSIS =
            " [--vhost <vhost>] [--priority <priority>] [--apply-to <apply-to>] <name> <pattern> <definition>";
    private static final String NAME = "policy name (identifier)";
    private static final String PATTERN =
            "regular expression pattern that will be used to match queues, exchanges, etc";
    private static final String DEFINITION = "policy definition (arguments). Must be a valid JSON document";
    private static final String CLEAR_SYNOPSIS = " [--vhost <vhost>] <name>";
    private static final String LIST_SYNOPSIS = " [--vhost <vhost>] [--no-table-headers] [--timeout <timeout>]";

    /** The terms of a policy. */
    static final class Terms {
        @Option(names = "--priority", paramLabel = "<priority>", description = "policy priority", defaultValue = "0")
        int priority;

        @Option(
                names = "--apply-to",
                paramLabel = "<queues | exchanges | all>",
                description = "policy should only apply to queues, exchanges, or all entities (both of the above)",
                defaultValue = "all")
        String applyTo = "all";
    }

    @Command(
            name = "set_policy",
            customSynopsis = "set_policy" + SET_SYNOPSIS,
            description = "Sets or updates a policy",
            footer = "parameters")
    Outcome setPolicy(
            @Parameters(paramLabel = "<name>", description = NAME) String name,
            @Parameters(paramLabel = "<pattern>", description = PATTERN) String pattern,
            @Parameters(paramLabel = "<definition>", description = DEFINITION) String definition,
            @Mixin Terms terms)
            throws Problem, Refusal, Unreachable {
        ObjectNode policy = about(name).put("pattern", pattern).put("definition", definition);
        return set("set_policy", "Setting policy", policy, terms);
    }

    @Command(
            name = "set_operator_policy",
            customSynopsis = "set_operator_policy" + SET_SYNOPSIS,
            description = "Sets an operator policy that overrides a subset of arguments in user policies",
            footer = "parameters")
    Outcome setOperatorPolicy(
            @Parameters(paramLabel = "<name>", description = NAME) String name,
            @Parameters(paramLabel = "<pattern>", description = "a " + PATTERN) String pattern,
            @Parameters(paramLabel = "<definition>", description = DEFINITION) String definition,
            @Mixin Terms terms)
            throws Problem, Refusal, Unreachable {
        ObjectNode policy = about(name).put("pattern", pattern).put("definition", definition);
        return set("set_operator_policy", "Setting operator policy override", policy, terms);
    }

    private Outcome set(String command, String says, ObjectNode policy, Terms terms)
            throws Problem, Refusal, Unreachable {
        whenRunning(says + " \"" + policy.get("name").asText() + "\" for pattern \""
                + policy.get("pattern").asText() + "\" to \""
                + policy.get("definition").asText() + "\" with priority \"" + terms.priority + "\" for vhost \""
                + virtualHost() + "\" ...");
        try {
            ask(command, inVirtualHost(policy).put("priority", terms.priority).put("apply-to", terms.applyTo));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "clear_policy",
            customSynopsis = "clear_policy" + CLEAR_SYNOPSIS,
            description = "Clears (removes) a policy",
            footer = "parameters")
    Outcome clearPolicy(
            @Parameters(paramLabel = "<name>", description = "Name of policy to clear (remove)") String name)
            throws Problem, Refusal, Unreachable {
        return clear("clear_policy", "Clearing policy", name);
    }

    @Command(
            name = "clear_operator_policy",
            customSynopsis = "clear_operator_policy" + CLEAR_SYNOPSIS,
            description = "Clears an operator policy",
            footer = "parameters")
    Outcome clearOperatorPolicy(@Parameters(paramLabel = "<name>", description = NAME) String name)
            throws Problem, Refusal, Unreachable {
        return clear("clear_operator_policy", "Clearing operator policy", name);
    }

    private Outcome clear(String command, String says, String name) throws Problem, Refusal, Unreachable {
        whenRunning(says + " \"" + name + "\" on vhost \"" + virtualHost() + "\" ...");
        try {
            ask(command, inVirtualHost(about(name)));
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
            customSynopsis = "list_policies" + LIST_SYNOPSIS,
            description = "Lists all policies in a virtual host",
            footer = "parameters")
    Outcome listPolicies(@Mixin Table table) throws Problem, Refusal, Unreachable {
        return list("list_policies", "Listing policies", table);
    }

    @Command(
            name = "list_operator_policies",
            customSynopsis = "list_operator_policies" + LIST_SYNOPSIS,
            description = "Lists operator policy overrides for a virtual host",
            footer = "parameters")
    Outcome listOperatorPolicies(@Mixin Table table) throws Problem, Refusal, Unreachable {
        return list("list_operator_policies", "Listing operator policy overrides", table);
    }

    private Outcome list(String command, String says, Table table) throws Problem, Refusal, Unreachable {
        whenRunning(says + " for vhost \"" + virtualHost() + "\" ...");
        try {
            return table.list(ask(command, inVirtualHost(Json.object())));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    private static ObjectNode about(String name) {
        return Json.object().put("name", name);
    }
}
