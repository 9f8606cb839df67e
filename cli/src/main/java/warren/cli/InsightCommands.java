package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands of Warren's own that look into the broker without disturbing it. */
@Command(header = "Looking in", addMethodSubcommands = false)
final class InsightCommands extends Family {
    @Command(
            name = "explain_queue",
            customSynopsis = "explain_queue <queue> [--vhost <vhost>] [--timeout <timeout>]",
            description = "Says why a queue moves or does not, with a sentence for each consumer",
            footer = "queues")
    Outcome explainQueue(@Parameters(paramLabel = "<queue>", description = "name of the queue") String queue)
            throws Problem, Refusal, Unreachable {
        whenRunning("Explaining queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        JsonNode answer = ask("explain_queue", about(queue));
        if (isJson()) {
            return new Outcome.Document(answer);
        }
        List<String> lines = new ArrayList<>();
        lines.add(answer.path("summary").asText());
        answer.path("consumers")
                .forEach(consumer -> lines.add("  consumer '"
                        + consumer.path("consumer_tag").asText() + "' on "
                        + consumer.path("channel_details").path("name").asText() + "\n    "
                        + consumer.path("explanation").asText()));
        answer.path("lines").forEach(line -> lines.add("  - " + line.asText()));
        return new Outcome.Text(String.join("\n", lines));
    }

    @Command(
            name = "list_unacked_messages",
            customSynopsis = "list_unacked_messages <queue> [--offset <n>] [--count <n>] [--vhost <vhost>]",
            description = "Lists who holds which unacknowledged message of a queue and for how long, the oldest first",
            footer = "queues")
    Outcome listUnackedMessages(
            @Parameters(paramLabel = "<queue>", description = "name of the queue") String queue,
            @Option(names = "--offset", description = "so many of the oldest are left out", defaultValue = "0")
                    int offset,
            @Option(names = "--count", description = "messages to list, at most 1000", defaultValue = "100") int count,
            @Mixin Table table)
            throws Problem, Refusal, Unreachable {
        check(offset, 100_000, "--offset");
        check(count, 1_000, "--count");
        whenRunning("Listing unacknowledged messages of queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        return table.rows(
                ask("list_unacked_messages", about(queue).put("offset", offset).put("count", count)));
    }

    @Command(
            name = "peek_queue",
            customSynopsis =
                    "peek_queue <queue> [--count <n>] [--offset <n>] [--state ready|unacked|all] [--vhost <vhost>]",
            description = "Shows messages of a queue where they are: nothing is consumed, marked or moved",
            footer = "queues")
    Outcome peekQueue(
            @Parameters(paramLabel = "<queue>", description = "name of the queue") String queue,
            @Mixin Window window,
            @Mixin Table table)
            throws Problem, Refusal, Unreachable {
        whenRunning("Looking at messages of queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        return table.rows(rows(ask("browse_queue", window.in(about(queue)))));
    }

    @Command(
            name = "search_queue",
            customSynopsis =
                    "search_queue <queue> [<text>] [--regex] [--header <name>=<value>] [--property <name>=<value>]"
                            + " [--count <n>] [--offset <n>] [--state ready|unacked|all] [--vhost <vhost>]",
            description =
                    "Looks for messages in a queue, by a text in body, routing key, properties or headers; says how far"
                            + " it came",
            footer = "queues")
    Outcome searchQueue(
            @Parameters(paramLabel = "<queue>", description = "name of the queue") String queue,
            @Parameters(paramLabel = "<text>", arity = "0..1", description = "the text") @Nullable String text,
            @Mixin Filter filter,
            @Mixin Window window,
            @Mixin Table table)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = filter.in(window.in(about(queue)), text);
        whenRunning("Looking for messages in queue '" + queue + "' in vhost '" + virtualHost() + "' ...");
        JsonNode page = ask("browse_queue", request);
        if (page.path("more").asBoolean() && !isTerse() && !isJson()) {
            long next = window.offset() + page.path("scanned").asLong();
            console()
                    .print(List.of("Stopped after " + page.path("scanned").asLong() + " of "
                            + page.path("total").asLong() + " messages; go on with --offset " + next));
        }
        return table.rows(rows(page));
    }

    /** Messages as rows of a table, or whole as JSON. */
    private JsonNode rows(JsonNode page) {
        if (isJson()) {
            return page.path("items");
        }
        var rows = Json.object().putArray("rows");
        page.path("items").forEach(item -> {
            ObjectNode row = rows.addObject();
            for (String field : List.of("position", "id", "state", "exchange", "routing_key", "redelivered")) {
                row.set(field, item.path(field));
            }
            row.set("payload_bytes", item.path("payload_bytes"));
            row.put("payload", item.path("payload").asText().replaceAll("\\s+", " "));
        });
        return rows;
    }

    @Command(
            name = "route",
            customSynopsis = "route <exchange> <routing_key> [--header <name>=<value>] [--vhost <vhost>]",
            description = "Says where a message would go if it were published, and why; publishes nothing",
            footer = "queues")
    Outcome route(
            @Parameters(paramLabel = "<exchange>", description = "name of the exchange, empty for the default one")
                    String exchange,
            @Parameters(paramLabel = "<routing_key>", description = "the routing key") String routingKey,
            @Option(names = "--header", paramLabel = "<name>=<value>", description = "a header of the message")
                    @Nullable
                    Map<String, String> headers)
            throws Problem, Refusal, Unreachable {
        ObjectNode request =
                inVirtualHost(Json.object().put("exchange", exchange).put("routing_key", routingKey));
        ObjectNode table = request.putObject("headers");
        if (headers != null) {
            headers.forEach(table::put);
        }
        whenRunning("Following a message from exchange '" + exchange + "' in vhost '" + virtualHost() + "' ...");
        JsonNode plan = ask("route", request);
        return isJson() ? new Outcome.Document(plan) : new Outcome.Text(text(plan));
    }

    private static String text(JsonNode plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.path("summary").asText());
        plan.path("hops").forEach(hop -> {
            lines.add("exchange '" + hop.path("exchange").asText() + "' ("
                    + hop.path("type").asText() + "), " + hop.path("via").asText());
            hop.path("bindings")
                    .forEach(binding -> lines.add((binding.path("matched").asBoolean() ? "  + " : "  - ")
                            + binding.path("destination_type").asText() + " '"
                            + binding.path("destination").asText() + "': "
                            + binding.path("why").asText()));
            hop.path("notes").forEach(note -> lines.add("  " + note.asText()));
        });
        return String.join("\n", lines);
    }

    @Command(
            name = "list_actors",
            customSynopsis = "list_actors [--path <path>] [--depth <n>] [--count <n>] [--offset <n>] [<column> ...]",
            description = "Lists the actors of the broker, with restarts, the last failure and what waits for them")
    Outcome listActors(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Actor.class)
                    @Nullable
                    List<String> columns,
            @Mixin Part part)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = part.in(new Columns.Actor().chosen(columns, virtualHost()));
        whenRunning("Listing actors ...");
        return table.rows(ask("list_actors", request));
    }

    /** Which part of the tree of actors. */
    static final class Part {
        @Option(names = "--path", description = "the actor to begin with", defaultValue = "/user")
        private String path = "/user";

        @Option(names = "--depth", description = "levels below it, at most 20", defaultValue = "20")
        private int depth;

        @Option(names = "--count", description = "children of each that are listed, at most 1000", defaultValue = "100")
        private int count;

        @Option(names = "--offset", description = "so many of its children are left out", defaultValue = "0")
        private int offset;

        ObjectNode in(ObjectNode request) throws Problem {
            check(depth, 20, "--depth");
            check(count, 1_000, "--count");
            return request.put("path", path)
                    .put("depth", depth)
                    .put("count", count)
                    .put("offset", offset);
        }
    }

    /** Where in a queue to look. */
    static final class Window {
        @Option(names = "--offset", description = "so many messages are left out", defaultValue = "0")
        private long offset;

        @Option(names = "--count", description = "messages to show, at most 1000", defaultValue = "20")
        private int count;

        @Option(names = "--state", description = "ready, unacked or all", defaultValue = "ready")
        private String state = "ready";

        @Option(names = "--payload-bytes", description = "bytes of each body that are shown", defaultValue = "200")
        private int bodyBytes;

        long offset() {
            return offset;
        }

        ObjectNode in(ObjectNode request) throws Problem {
            if (!List.of("ready", "unacked", "all").contains(state)) {
                throw Problem.badArgument("--state must be ready, unacked or all");
            }
            check(count, 1_000, "--count");
            request.put("offset", offset).put("count", count);
            return request.put("state", state).put("payload_bytes", bodyBytes);
        }
    }

    /** What messages must have. */
    static final class Filter {
        @Option(names = "--regex", negatable = true, description = "the text is a regular expression")
        private boolean isRegex;

        @Option(names = "--header", paramLabel = "<name>=<value>", description = "a header")
        private @Nullable Map<String, String> headers;

        @Option(names = "--property", paramLabel = "<name>=<value>", description = "a property, such as message_id")
        private @Nullable Map<String, String> properties;

        ObjectNode in(ObjectNode request, @Nullable String text) {
            request.put("regex", isRegex);
            if (text != null) {
                request.put("search", text);
            }
            put(request.putObject("header"), headers);
            put(request.putObject("property"), properties);
            return request;
        }

        private static void put(ObjectNode object, @Nullable Map<String, String> values) {
            if (values != null) {
                values.forEach(object::put);
            }
        }
    }

    private static void check(int number, int max, String option) throws Problem {
        if (number < 0 || number > max) {
            throw Problem.badArgument(option + " must be a number from 0 to " + max);
        }
    }

    private ObjectNode about(String queue) {
        return inVirtualHost(Json.object().put("queue", queue));
    }
}
