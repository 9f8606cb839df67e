package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import warren.cli.Help.Section;

/** The commands that print a table whose columns are chosen by name. */
final class ListCommands {
    private static final int DEFAULT_TIMEOUT_SECONDS = 60;

    private ListCommands() {}

    static List<Command> all() {
        return List.of(queues(), exchanges(), bindings(), connections(), channels(), consumers(), virtualHosts());
    }

    private static Command queues() {
        Help help = new Help(
                        "list_queues",
                        Section.MONITORING,
                        "list_queues [--vhost <vhost>] [--online] [--offline] [--local] [--no-table-headers] [<column>, ...]",
                        "Lists queues and their properties")
                .topic("<column>", oneOf(Columns.QUEUE))
                .topic("--online", "lists only queues on online (reachable) nodes")
                .topic("--offline", "lists only queues on offline (unreachable) nodes")
                .topic("--local", "only return queues hosted on the target node")
                .guides("queues");
        Command.Banner banner = call -> List.of(
                "Timeout: " + call.options().number("timeout").orElse(DEFAULT_TIMEOUT_SECONDS) + ".0 seconds ...",
                "Listing queues for vhost " + call.virtualHost() + " ...");
        return list(help, Columns.QUEUE, List.of("name", "messages"), banner)
                .with(Switch.flag("online", ' '), Switch.flag("offline", ' '), Switch.flag("local", ' '));
    }

    private static Command exchanges() {
        Help help = new Help(
                        "list_exchanges",
                        Section.MONITORING,
                        "list_exchanges [--vhost <vhost>] [--no-table-headers] [<column> ...]",
                        "Lists exchanges")
                .topic("<column>", oneOf(Columns.EXCHANGE));
        return list(
                help,
                Columns.EXCHANGE,
                List.of("name", "type"),
                Command.says(call -> "Listing exchanges for vhost " + call.virtualHost() + " ..."));
    }

    private static Command bindings() {
        Help help = new Help(
                        "list_bindings",
                        Section.MONITORING,
                        "list_bindings [--vhost <vhost>] [--no-table-headers] [<column> ...]",
                        "Lists all bindings on a vhost")
                .topic("<column>", oneOf(Columns.BINDING));
        return list(
                help,
                Columns.BINDING,
                Columns.BINDING,
                Command.says(call -> "Listing bindings for vhost " + call.virtualHost() + "..."));
    }

    private static Command connections() {
        Help help = new Help(
                        "list_connections",
                        Section.MONITORING,
                        "list_connections [--no-table-headers] [<column> ...]",
                        "Lists AMQP 0.9.1 connections for the node")
                .topic("<column>", oneOf(Columns.CONNECTION))
                .guides("connections");
        return list(
                help,
                Columns.CONNECTION,
                List.of("user", "peer_host", "peer_port", "state"),
                Command.says(call -> "Listing connections ..."));
    }

    private static Command channels() {
        Help help = new Help(
                        "list_channels",
                        Section.MONITORING,
                        "list_channels [--no-table-headers] [<column> ...]",
                        "Lists all channels in the node")
                .topic("<column>", oneOf(Columns.CHANNEL))
                .guides("channels");
        return list(
                help,
                Columns.CHANNEL,
                List.of("pid", "user", "consumer_count", "messages_unacknowledged"),
                Command.says(call -> "Listing channels ..."));
    }

    private static Command consumers() {
        Help help = new Help(
                        "list_consumers",
                        Section.MONITORING,
                        "list_consumers [--vhost <vhost>] [--no-table-headers] [<column> ...]",
                        "Lists all consumers for a vhost")
                .topic("<column>", oneOf(Columns.CONSUMER))
                .guides("consumers");
        List<String> usual = Columns.CONSUMER.stream()
                .filter(column -> !column.equals("activity_status"))
                .toList();
        return list(
                help,
                Columns.CONSUMER,
                usual,
                Command.says(call -> "Listing consumers in vhost " + call.virtualHost() + " ..."));
    }

    private static Command virtualHosts() {
        Help help = new Help(
                        "list_vhosts",
                        Section.ACCESS_CONTROL,
                        "list_vhosts [--no-table-headers] [<column> ...]",
                        "Lists virtual hosts")
                .topic("<column>", oneOf(Columns.VIRTUAL_HOST))
                .guides("virtual-hosts", "access-control");
        return list(help, Columns.VIRTUAL_HOST, List.of("name"), Command.says(call -> "Listing vhosts ..."));
    }

    private static Command list(Help help, List<String> known, List<String> usual, Command.Banner banner) {
        Command.Check check = (arguments, options) -> unknown(chosen(arguments), known);
        Command.Action action = call -> {
            Set<String> columns = call.arguments().isEmpty() ? new LinkedHashSet<>(usual) : chosen(call.arguments());
            ArrayNode names = Json.array();
            columns.forEach(names::add);
            var parameters = Json.object().put("vhost", call.virtualHost());
            parameters.set("columns", names);
            JsonNode answer = call.ask(help.name(), parameters);
            return help.name().equals("list_vhosts") ? list(answer) : rows(answer);
        };
        return Command.of(help, check, banner, action).with(Switch.TIMEOUT, Switch.TABLE_HEADERS);
    }

    static Outcome.Rows rows(JsonNode answer) {
        List<JsonNode> rows = new ArrayList<>();
        answer.forEach(rows::add);
        return new Outcome.Rows(rows);
    }

    /** A list that rabbitmqctl gets in one piece. */
    static Outcome list(JsonNode answer) {
        return answer.isEmpty() ? new Outcome.EmptyList() : rows(answer);
    }

    /** Names may be separated by blanks or commas; one that is repeated counts once. */
    private static Set<String> chosen(List<String> arguments) {
        Set<String> names = new LinkedHashSet<>();
        arguments.forEach(argument -> Arrays.stream(argument.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add));
        return names;
    }

    private static Optional<Problem> unknown(Set<String> names, List<String> known) {
        Set<String> strangers = new TreeSet<>(names);
        known.forEach(strangers::remove);
        return strangers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        ExitCode.USAGE, "Info key(s) " + String.join(",", strangers) + " are not supported"));
    }

    private static String oneOf(List<String> columns) {
        return "must be one of " + String.join(", ", new TreeSet<>(columns));
    }
}
