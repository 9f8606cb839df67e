package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that print a table whose columns are chosen by name, and the broker's status. */
@Command(header = "Monitoring, observability and health checks", addMethodSubcommands = false)
final class MonitoringCommands extends Family {
    @Command(
            name = "list_queues",
            customSynopsis = "list_queues [--vhost <vhost>] [--online] [--offline] [--local] [--no-table-headers]"
                    + " [<column>, ...] [--timeout <timeout>]",
            description = "Lists queues and their properties",
            footer = "queues")
    Outcome listQueues(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Queue.class)
                    @Nullable
                    List<String> columns,
            @Mixin QueuePlaces places)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.Queue().chosen(columns, virtualHost());
        whenRunning(
                "Timeout: " + node().timeout().toSeconds() + ".0 seconds ...",
                "Listing queues for vhost " + virtualHost() + " ...");
        return table.rows(ask("list_queues", request));
    }

    /** Taken for scripts that give them: with a single node all queues are online and local. */
    static final class QueuePlaces {
        @Option(names = "--online", negatable = true, description = "lists only queues on online (reachable) nodes")
        boolean online;

        @Option(names = "--offline", negatable = true, description = "lists only queues on offline (unreachable) nodes")
        boolean offline;

        @Option(names = "--local", negatable = true, description = "only return queues hosted on the target node")
        boolean local;
    }

    @Command(
            name = "list_exchanges",
            customSynopsis =
                    "list_exchanges [--vhost <vhost>] [--no-table-headers] [<column> ...] [--timeout <timeout>]",
            description = "Lists exchanges")
    Outcome listExchanges(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Exchange.class)
                    @Nullable
                    List<String> columns)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.Exchange().chosen(columns, virtualHost());
        whenRunning("Listing exchanges for vhost " + virtualHost() + " ...");
        return table.rows(ask("list_exchanges", request));
    }

    @Command(
            name = "list_bindings",
            customSynopsis =
                    "list_bindings [--vhost <vhost>] [--no-table-headers] [<column> ...] [--timeout <timeout>]",
            description = "Lists all bindings on a vhost")
    Outcome listBindings(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Binding.class)
                    @Nullable
                    List<String> columns)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.Binding().chosen(columns, virtualHost());
        whenRunning("Listing bindings for vhost " + virtualHost() + "...");
        return table.rows(ask("list_bindings", request));
    }

    @Command(
            name = "list_connections",
            customSynopsis = "list_connections [--no-table-headers] [<column> ...] [--timeout <timeout>]",
            description = "Lists AMQP 0.9.1 connections for the node",
            footer = "connections")
    Outcome listConnections(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Connection.class)
                    @Nullable
                    List<String> columns)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.Connection().chosen(columns, virtualHost());
        whenRunning("Listing connections ...");
        return table.rows(ask("list_connections", request));
    }

    @Command(
            name = "list_channels",
            customSynopsis = "list_channels [--no-table-headers] [<column> ...] [--timeout <timeout>]",
            description = "Lists all channels in the node",
            footer = "channels")
    Outcome listChannels(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Channel.class)
                    @Nullable
                    List<String> columns)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.Channel().chosen(columns, virtualHost());
        whenRunning("Listing channels ...");
        return table.rows(ask("list_channels", request));
    }

    @Command(
            name = "list_consumers",
            customSynopsis =
                    "list_consumers [--vhost <vhost>] [--no-table-headers] [<column> ...] [--timeout <timeout>]",
            description = "Lists all consumers for a vhost",
            footer = "consumers")
    Outcome listConsumers(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.Consumer.class)
                    @Nullable
                    List<String> columns)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.Consumer().chosen(columns, virtualHost());
        whenRunning("Listing consumers in vhost " + virtualHost() + " ...");
        return table.rows(ask("list_consumers", request));
    }

    @Command(
            name = "status",
            customSynopsis = "status [--unit <unit>] [--timeout <timeout>]",
            description = "Displays status of a node",
            footer = "monitoring")
    Outcome status(
            @Option(
                            names = "--unit",
                            paramLabel = "<bytes | mb | gb>",
                            defaultValue = "gb",
                            description = {
                                "byte multiple (bytes, megabytes, gigabytes) to use",
                                "",
                                "--formatter <json | erlang>",
                                "\talternative formatter (JSON, Erlang terms)"
                            })
                    String unit)
            throws Problem, Refusal, Unreachable {
        if (!StatusText.knows(unit)) {
            throw Problem.inArguments(
                    ExitCode.USAGE, "\"unit '" + unit + "' is not supported. Please use one of: bytes, mb, gb\"");
        }
        whenRunning("Status of node " + node().name() + " ...");
        JsonNode status = ask("status", Json.object());
        return isJson() ? new Outcome.Document(status) : new Outcome.Text(StatusText.of(status, unit));
    }
}
