package warren.cli;

import java.util.List;
import warren.cli.Help.Section;

/** Policies, and the operator policies that cap them: the same commands under two names each. */
final class PolicyCommands {
    private static final int SET_ARGUMENTS = 3;

    private PolicyCommands() {}

    static List<Command> all() {
        return List.of(
                set(
                        "set_policy",
                        "Sets or updates a policy",
                        "regular expression pattern that will be used to match queues, exchanges, etc",
                        "Setting policy"),
                set(
                        "set_operator_policy",
                        "Sets an operator policy that overrides a subset of arguments in user policies",
                        "a regular expression pattern that will be used to match queues, exchanges, etc",
                        "Setting operator policy override"),
                clear(
                        "clear_policy",
                        "Clears (removes) a policy",
                        "Name of policy to clear (remove)",
                        "Clearing policy"),
                clear(
                        "clear_operator_policy",
                        "Clears an operator policy",
                        "policy name (identifier)",
                        "Clearing operator policy"),
                list("list_policies", "Lists all policies in a virtual host", "Listing policies"),
                list(
                        "list_operator_policies",
                        "Lists operator policy overrides for a virtual host",
                        "Listing operator policy overrides"));
    }

    private static Command set(String name, String purpose, String pattern, String says) {
        Help help = new Help(
                        name,
                        Section.POLICIES,
                        name + " [--vhost <vhost>] [--priority <priority>] [--apply-to <apply-to>] <name> <pattern>"
                                + " <definition>",
                        purpose)
                .topic("<name>", "policy name (identifier)")
                .topic("<pattern>", pattern)
                .topic("<definition>", "policy definition (arguments). Must be a valid JSON document")
                .topic("--priority <priority>", "policy priority")
                .topic(
                        "--apply-to <queues | exchanges | all>",
                        "policy should only apply to queues, exchanges, or all entities (both of the above)")
                .guides("parameters");
        Command.Banner banner = Command.says(call -> says + " \"" + call.argument(0) + "\" for pattern \""
                + call.argument(1) + "\" to \"" + call.argument(2) + "\" with priority \"" + priority(call)
                + "\" for vhost \"" + call.virtualHost() + "\" ...");
        return Command.of(help, Command.arguments(SET_ARGUMENTS, SET_ARGUMENTS), banner, call -> set(name, call))
                .with(new Switch("priority", ' ', Switch.Kind.NUMBER), Switch.text("apply-to"));
    }

    private static int priority(Call call) {
        return call.options().number("priority").orElse(0);
    }

    private static Outcome set(String name, Call call) throws Unreachable {
        var parameters = call.about("name").put("vhost", call.virtualHost()).put("pattern", call.argument(1));
        parameters.put("definition", call.argument(2)).put("priority", priority(call));
        parameters.put("apply-to", call.options().text("apply-to").orElse("all"));
        try {
            call.ask(name, parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return AccessCommands.noVirtualHost(refusal, call.virtualHost());
        }
    }

    private static Command clear(String name, String purpose, String topic, String says) {
        Help help = new Help(name, Section.POLICIES, name + " [--vhost <vhost>] <name>", purpose)
                .topic("<name>", topic)
                .guides("parameters");
        Command.Action action = call -> {
            try {
                call.ask(name, call.about("name").put("vhost", call.virtualHost()));
                return new Outcome.Done();
            } catch (Refusal refusal) {
                boolean absent = List.of("not_found", "no_such_virtual_host").contains(refusal.reason());
                return absent
                        ? Outcome.failure(ExitCode.UNAVAILABLE, "Parameter does not exist")
                        : Outcome.failure(refusal);
            }
        };
        Command.Banner banner = Command.says(
                call -> says + " \"" + call.argument(0) + "\" on vhost \"" + call.virtualHost() + "\" ...");
        return Command.of(help, Command.arguments(1, 1), banner, action);
    }

    private static Command list(String name, String purpose, String says) {
        Help help = new Help(name, Section.POLICIES, name + " [--vhost <vhost>] [--no-table-headers]", purpose)
                .guides("parameters");
        return Command.of(
                        help,
                        Command.arguments(0, 0),
                        Command.says(call -> says + " for vhost \"" + call.virtualHost() + "\" ..."),
                        call -> AccessCommands.inVirtualHost(call, name, Json.object()))
                .with(Switch.TIMEOUT, Switch.TABLE_HEADERS);
    }
}
