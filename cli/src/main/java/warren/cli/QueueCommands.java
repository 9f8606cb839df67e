package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be done to a queue. */
@Command(header = "Queues", addMethodSubcommands = false)
final class QueueCommands extends Family {
    @Command(
            name = "purge_queue",
            customSynopsis = "purge_queue <queue> [--timeout <timeout>]",
            description = "Purges a queue (removes all messages in it)",
            footer = "queues")
    Outcome purgeQueue(@Parameters(paramLabel = "<queue>", description = "Name of the queue to purge") String queue)
            throws Problem, Refusal, Unreachable {
        whenRunning("Purging queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        try {
            ask("purge_queue", about(queue));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return isAbsent(refusal) ? Outcome.failure(ExitCode.UNAVAILABLE, "not_found") : Outcome.failure(refusal);
        }
    }

    @Command(
            name = "alter_queue",
            customSynopsis = "alter_queue <queue> <key>=<value> [<key>=<value> ...] [--timeout <timeout>]",
            description = "Changes the arguments and the durability of a queue that is there, with all that is in it",
            footer = "queues")
    Outcome alterQueue(
            @Parameters(paramLabel = "<queue>", description = "Name of the queue to alter") String queue,
            @Parameters(
                            paramLabel = "<key>=<value>",
                            arity = "1..*",
                            description = "an argument such as x-max-length=1000, or durable=true; without a value an"
                                    + " argument is removed")
                    List<String> changes)
            throws Problem, Refusal, Unreachable {
        ObjectNode parameters = about(queue);
        ObjectNode wanted = parameters.putObject("changes");
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals <= 0) {
                throw Problem.badArgument("'" + change + "' is not of the form <key>=<value>");
            }
            wanted.set(change.substring(0, equals), value(change.substring(equals + 1)));
        }
        whenRunning("Altering queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        try {
            ask("alter_queue", parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return isAbsent(refusal) ? Outcome.failure(ExitCode.UNAVAILABLE, "not_found") : Outcome.failure(refusal);
        }
    }

    /** Whole numbers and truth values as such, all else as text; null for nothing. */
    private static JsonNode value(String text) {
        if (text.isEmpty()) {
            return NullNode.getInstance();
        }
        if (text.matches("-?[0-9]{1,18}")) {
            return LongNode.valueOf(Long.parseLong(text));
        }
        return text.equals("true") || text.equals("false")
                ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                : TextNode.valueOf(text);
    }

    @Command(
            name = "delete_queue",
            customSynopsis = "delete_queue <queue_name> [--if-empty|-e] [--if-unused|-u] [--timeout <timeout>]",
            description = "Deletes a queue",
            footer = "queues")
    Outcome deleteQueue(
            @Parameters(paramLabel = "<queue_name>", description = "name of the queue to delete") String queue,
            @Option(
                            names = {"-e", "--if-empty"},
                            negatable = true,
                            description = "delete the queue if it is empty (has no messages ready for delivery)")
                    boolean ifEmpty,
            @Option(
                            names = {"-u", "--if-unused"},
                            negatable = true,
                            description = "delete the queue only if it has no consumers")
                    boolean ifUnused)
            throws Problem, Refusal, Unreachable {
        if (queue.isEmpty()) {
            throw Problem.badArgument("queue name cannot be an empty string");
        }
        List<String> conditions = new ArrayList<>();
        if (ifEmpty) {
            conditions.add("if queue is empty ");
        }
        if (ifUnused) {
            conditions.add("if queue is unused ");
        }
        whenRunning("Deleting queue '" + queue + "' on vhost '" + virtualHost() + "' " + String.join("and ", conditions)
                + "...");
        try {
            ObjectNode parameters = about(queue).put("if-empty", ifEmpty).put("if-unused", ifUnused);
            long ready = ask("delete_queue", parameters).asLong();
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

    private ObjectNode about(String queue) {
        return inVirtualHost(Json.object().put("queue", queue));
    }

    private static boolean isAbsent(Refusal refusal) {
        return List.of("not_found", "no_such_virtual_host").contains(refusal.reason());
    }
}
