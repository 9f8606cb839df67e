package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands of Warren's own that move messages that wait in a queue. A message leaves it only when the target has it. */
@Command(header = "Messages", addMethodSubcommands = false)
final class MessageCommands extends Family {
    /** Which messages, and where to. */
    static final class Choice {
        @Option(names = "--count", description = "messages at most; all if it is not given")
        private @Nullable Long count;

        @Option(names = "--search", paramLabel = "<text>", description = "only messages with this text")
        private @Nullable String text;

        @Mixin
        private InsightCommands.Filter filter = new InsightCommands.Filter();

        ObjectNode in(ObjectNode request) throws Problem {
            if (count != null && count < 0) {
                throw Problem.badArgument("--count must not be negative");
            }
            if (count != null) {
                request.put("count", count);
            }
            return filter.in(request, text);
        }
    }

    /** An exchange in the place of a queue. */
    static final class Way {
        @Option(names = "--exchange", description = "publish to this exchange")
        private @Nullable String exchange;

        @Option(names = "--routing-key", description = "with this routing key", defaultValue = "")
        private String routingKey = "";

        void to(ObjectNode request, @Nullable String queue) throws Problem {
            if ((queue == null) == (exchange == null)) {
                throw Problem.badArgument("name either a queue or an --exchange to move messages to");
            }
            request.put("exchange", exchange == null ? "" : exchange);
            request.put("routing_key", queue == null ? routingKey : queue);
        }
    }

    @Command(
            name = "move_messages",
            customSynopsis =
                    "move_messages <from> [<to>] [--exchange <exchange> --routing-key <key>] [--count <n>]"
                            + " [--search <text>] [--regex] [--header <name>=<value>] [--property <name>=<value>] [--vhost <vhost>]",
            description = "Moves messages that wait in a queue to another queue or to an exchange",
            footer = "queues")
    Outcome moveMessages(
            @Parameters(paramLabel = "<from>", description = "name of the queue") String from,
            @Parameters(paramLabel = "<to>", arity = "0..1", description = "name of the other queue") @Nullable
                    String to,
            @Mixin Way way,
            @Mixin Choice choice)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = choice.in(about(from, "move"));
        way.to(request, to);
        return run("Moving", "moved", from, request);
    }

    @Command(
            name = "copy_messages",
            customSynopsis =
                    "copy_messages <from> [<to>] [--exchange <exchange> --routing-key <key>] [--count <n>]"
                            + " [--search <text>] [--regex] [--header <name>=<value>] [--property <name>=<value>] [--vhost <vhost>]",
            description = "Publishes copies of messages that wait in a queue to another queue or to an exchange",
            footer = "queues")
    Outcome copyMessages(
            @Parameters(paramLabel = "<from>", description = "name of the queue") String from,
            @Parameters(paramLabel = "<to>", arity = "0..1", description = "name of the other queue") @Nullable
                    String to,
            @Mixin Way way,
            @Mixin Choice choice)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = choice.in(about(from, "copy"));
        way.to(request, to);
        return run("Copying", "copied", from, request);
    }

    @Command(
            name = "delete_messages",
            customSynopsis =
                    "delete_messages <queue> [--count <n>] [--search <text>] [--regex] [--header <name>=<value>]"
                            + " [--property <name>=<value>] [--vhost <vhost>]",
            description = "Deletes messages that wait in a queue; they are not dead-lettered",
            footer = "queues")
    Outcome deleteMessages(
            @Parameters(paramLabel = "<queue>", description = "name of the queue") String queue, @Mixin Choice choice)
            throws Problem, Refusal, Unreachable {
        return run("Deleting", "deleted", queue, choice.in(about(queue, "delete")));
    }

    @Command(
            name = "republish_messages",
            customSynopsis = "republish_messages <queue> [--count <n>] [--search <text>] [--regex]"
                    + " [--header <name>=<value>] [--property <name>=<value>] [--vhost <vhost>]",
            description =
                    "Publishes messages that wait in a queue once more to where they were published first, such as dead"
                            + " letters, and removes them from the queue",
            footer = "queues")
    Outcome republishMessages(
            @Parameters(paramLabel = "<queue>", description = "name of the queue") String queue, @Mixin Choice choice)
            throws Problem, Refusal, Unreachable {
        return run("Publishing", "published", queue, choice.in(about(queue, "republish")));
    }

    private ObjectNode about(String queue, String action) {
        return inVirtualHost(Json.object().put("queue", queue).put("action", action));
    }

    private Outcome run(String doing, String done, String queue, ObjectNode request)
            throws Problem, Refusal, Unreachable {
        whenRunning(doing + " messages of queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        JsonNode answer = ask("move_messages", request);
        List<String> problems = new ArrayList<>();
        answer.path("problems").forEach(problem -> problems.add(problem.asText()));
        String text = answer.path("done").asLong() + " messages were " + done;
        if (!problems.isEmpty()) {
            return Outcome.failure(ExitCode.UNAVAILABLE, text + "; not all: " + String.join("; ", problems));
        }
        return isJson() ? new Outcome.Document(answer) : new Outcome.Text(text);
    }
}
