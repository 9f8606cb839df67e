package warren.cli;

import java.util.List;
import warren.cli.Help.Section;

/** Policies. */
final class PolicyCommands {
    private static final int SET_ARGUMENTS = 3;

    private PolicyCommands() {}

    static List<Command> all() {
        return List.of(setPolicy(), clearPolicy(), listPolicies());
    }

    private static Command setPolicy() {
        Help help = new Help(
                        "set_policy",
                        Section.POLICIES,
                        "set_policy [--vhost <vhost>] [--priority <priority>] [--apply-to <apply-to>] <name> <pattern>"
                                + " <definition>",
                        "Sets or updates a policy")
                .topic("<name>", "policy name (identifier)")
                .topic("<pattern>", "regular expression pattern that will be used to match queues, exchanges, etc")
                .topic("<definition>", "policy definition (arguments). Must be a valid JSON document")
                .topic("--priority <priority>", "policy priority")
                .topic(
                        "--apply-to <queues | exchanges | all>",
                        "policy should only apply to queues, exchanges, or all entities (both of the above)")
                .guides("parameters");
        Command.Banner banner = Command.says(call -> "Setting policy \"" + call.argument(0) + "\" for pattern \""
                + call.argument(1) + "\" to \"" + call.argument(2) + "\" with priority \"" + priority(call)
                + "\" for vhost \"" + call.virtualHost() + "\" ...");
        return Command.of(help, Command.arguments(SET_ARGUMENTS, SET_ARGUMENTS), banner, PolicyCommands::set)
                .with(new Switch("priority", ' ', Switch.Kind.NUMBER), Switch.text("apply-to"));
    }

    private static int priority(Call call) {
        return call.options().number("priority").orElse(0);
    }

    private static Outcome set(Call call) throws Unreachable {
        var parameters = call.about("name").put("vhost", call.virtualHost()).put("pattern", call.argument(1));
        parameters.put("definition", call.argument(2)).put("priority", priority(call));
        parameters.put("apply-to", call.options().text("apply-to").orElse("all"));
        try {
            call.ask("set_policy", parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return AccessCommands.noVirtualHost(refusal, call.virtualHost());
        }
    }

    private static Command clearPolicy() {
        Help help = new Help(
                        "clear_policy",
                        Section.POLICIES,
                        "clear_policy [--vhost <vhost>] <name>",
                        "Clears (removes) a policy")
                .topic("<name>", "Name of policy to clear (remove)")
                .guides("parameters");
        Command.Action action = call -> {
            try {
                call.ask("clear_policy", call.about("name").put("vhost", call.virtualHost()));
                return new Outcome.Done();
            } catch (Refusal refusal) {
                boolean absent = List.of("not_found", "no_such_virtual_host").contains(refusal.reason());
                return absent
                        ? Outcome.failure(ExitCode.UNAVAILABLE, "Parameter does not exist")
                        : Outcome.failure(refusal);
            }
        };
        Command.Banner banner = Command.says(
                call -> "Clearing policy \"" + call.argument(0) + "\" on vhost \"" + call.virtualHost() + "\" ...");
        return Command.of(help, Command.arguments(1, 1), banner, action);
    }

    private static Command listPolicies() {
        Help help = new Help(
                        "list_policies",
                        Section.POLICIES,
                        "list_policies [--vhost <vhost>] [--no-table-headers]",
                        "Lists all policies in a virtual host")
                .guides("parameters");
        return Command.of(
                        help,
                        Command.arguments(0, 0),
                        Command.says(call -> "Listing policies for vhost \"" + call.virtualHost() + "\" ..."),
                        call -> AccessCommands.inVirtualHost(call, "list_policies", Json.object()))
                .with(Switch.TIMEOUT, Switch.TABLE_HEADERS);
    }
}
