package warren.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import warren.cli.Help.Section;

/** What can be done to a queue or a connection. */
final class QueueCommands {
    private QueueCommands() {}

    static List<Command> all() {
        return List.of(purgeQueue(), deleteQueue(), closeConnection());
    }

    private static Command purgeQueue() {
        Help help = new Help(
                        "purge_queue",
                        Section.QUEUES,
                        "purge_queue <queue>",
                        "Purges a queue (removes all messages in it)")
                .topic("<queue>", "Name of the queue to purge")
                .guides("queues");
        Command.Action action = call -> {
            try {
                call.ask("purge_queue", call.about("queue").put("vhost", call.virtualHost()));
                return new Outcome.Done();
            } catch (Refusal refusal) {
                return isAbsent(refusal)
                        ? Outcome.failure(ExitCode.UNAVAILABLE, "not_found")
                        : Outcome.failure(refusal);
            }
        };
        Command.Banner banner = Command.says(
                call -> "Purging queue '" + call.argument(0) + "' in vhost '" + call.virtualHost() + "' ...");
        return Command.of(help, Command.arguments(1, 1), banner, action).with(Switch.TIMEOUT);
    }

    private static boolean isAbsent(Refusal refusal) {
        return List.of("not_found", "no_such_virtual_host").contains(refusal.reason());
    }

    private static Command deleteQueue() {
        Help help = new Help(
                        "delete_queue",
                        Section.QUEUES,
                        "delete_queue <queue_name> [--if-empty|-e] [--if-unused|-u]",
                        "Deletes a queue")
                .topic("<queue_name>", "name of the queue to delete")
                .topic("--if-empty", "delete the queue if it is empty (has no messages ready for delivery)")
                .topic("--if-unused", "delete the queue only if it has no consumers")
                .guides("queues");
        Command.Check check = (arguments, options) -> {
            boolean nameless = arguments.size() == 1 && arguments.get(0).isEmpty();
            return nameless
                    ? Optional.of(Problem.badArgument("queue name cannot be an empty string"))
                    : Command.arguments(1, 1).problem(arguments, options);
        };
        return Command.of(help, check, QueueCommands::deleteBanner, QueueCommands::delete)
                .with(Switch.TIMEOUT, Switch.flag("if-empty", 'e'), Switch.flag("if-unused", 'u'));
    }

    private static List<String> deleteBanner(Call call) {
        List<String> conditions = new ArrayList<>();
        if (call.options().has("if-empty")) {
            conditions.add("if queue is empty ");
        }
        if (call.options().has("if-unused")) {
            conditions.add("if queue is unused ");
        }
        return List.of("Deleting queue '" + call.argument(0) + "' on vhost '" + call.virtualHost() + "' "
                + String.join("and ", conditions) + "...");
    }

    private static Outcome delete(Call call) throws Unreachable {
        var parameters = call.about("queue").put("vhost", call.virtualHost());
        parameters.put("if-empty", call.options().has("if-empty"));
        parameters.put("if-unused", call.options().has("if-unused"));
        try {
            long ready = call.ask("delete_queue", parameters).asLong();
            return new Outcome.Text("Queue was successfully deleted with " + ready + " ready messages");
        } catch (Refusal refusal) {
            if (isAbsent(refusal)) {
                return Outcome.failure(ExitCode.USAGE, "Queue not found");
            }
            return switch (refusal.reason()) {
                case "not_empty" -> Outcome.failure(ExitCode.USAGE, "Queue is not empty");
                case "in_use" -> Outcome.failure(ExitCode.USAGE, "Queue is in use");
                default -> Outcome.failure(refusal);
            };
        }
    }

    private static Command closeConnection() {
        Help help = new Help(
                        "close_connection",
                        Section.OPERATIONS,
                        "close_connection <connection pid> <explanation>",
                        "Instructs the broker to close the connection associated with the Erlang process id")
                .topic("<connection pid>", "connection identifier (Erlang PID), see list_connections")
                .topic("<explanation>", "reason for connection closure")
                .guides("connections");
        Command.Action action = call -> {
            try {
                call.ask("close_connection", call.about("pid").put("reason", call.argument(1)));
                return new Outcome.Done();
            } catch (Refusal refusal) {
                return switch (refusal.reason()) {
                    case "invalid" ->
                        Outcome.failure(
                                ExitCode.UNAVAILABLE, "Error:\n{:invalid_pid_syntax, \"" + call.argument(0) + "\"}");
                    // a connection that has gone in the meantime needs no closing
                    case "not_found" -> new Outcome.Done();
                    default -> Outcome.failure(refusal);
                };
            }
        };
        Command.Banner banner = Command.says(
                call -> "Closing connection " + call.argument(0) + ", reason: " + call.argument(1) + "...");
        return Command.of(help, Command.arguments(2, 2), banner, action);
    }
}
