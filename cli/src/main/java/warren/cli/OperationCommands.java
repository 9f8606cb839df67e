package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator does to a connection. */
@Command(header = "Operations", addMethodSubcommands = false)
final class OperationCommands extends Family {
    @Command(
            name = "close_connection",
            customSynopsis = "close_connection <connection pid> <explanation>",
            description = "Instructs the broker to close the connection associated with the Erlang process id",
            footer = "connections")
    Outcome closeConnection(
            @Parameters(
                            paramLabel = "<connection pid>",
                            description = "connection identifier (Erlang PID), see list_connections")
                    String pid,
            @Parameters(paramLabel = "<explanation>", description = "reason for connection closure") String reason)
            throws Problem, Refusal, Unreachable {
        whenRunning("Closing connection " + pid + ", reason: " + reason + "...");
        try {
            ask("close_connection", Json.object().put("pid", pid).put("reason", reason));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return switch (refusal.reason()) {
                case "invalid" ->
                    Outcome.failure(ExitCode.UNAVAILABLE, "Error:\n{:invalid_pid_syntax, \"" + pid + "\"}");
                // a connection that has gone in the meantime needs no closing
                case "not_found" -> new Outcome.Done();
                default -> Outcome.failure(refusal);
            };
        }
    }

    @Command(
            name = "close_all_connections",
            customSynopsis = "close_all_connections [--vhost <vhost> --limit <limit>] [--global]"
                    + " [--per-connection-delay <delay>] <explanation>",
            description =
                    "Instructs the broker to close all connections for the specified vhost or entire RabbitMQ node",
            footer = "connections")
    Outcome closeAllConnections(
            @Option(names = "--global", description = "consider connections across all virtual hosts") boolean global,
            @Option(names = "--limit", paramLabel = "<number>", description = "close up to this many connections")
                    Optional<Integer> limit,
            @Option(
                            names = "--per-connection-delay",
                            paramLabel = "<milliseconds>",
                            description = "inject a delay between closures")
                    Optional<Integer> delayMillis,
            @Parameters(paramLabel = "<explanation>", description = "reason for connection closure") String reason)
            throws Problem, Refusal, Unreachable {
        String which = limit.map(String::valueOf).orElse("all");
        whenRunning(
                global
                        ? "Closing " + which + " connections to node " + node().name()
                                + " (across all vhosts), reason: " + reason + "..."
                        : "Closing " + which + " connections in vhost " + virtualHost() + ", reason: " + reason
                                + "...");
        ObjectNode columns = Json.object();
        columns.putArray("columns").add("pid").add("vhost");
        int closed = 0;
        for (JsonNode connection : ask("list_connections", columns)) {
            if (closed == limit.orElse(Integer.MAX_VALUE)) {
                break;
            }
            if (global || connection.path("vhost").asText().equals(virtualHost())) {
                if (closed > 0) {
                    pause(delayMillis.orElse(0));
                }
                close(connection.path("pid").asText(), reason);
                closed++;
            }
        }
        return new Outcome.Text("Closed " + closed + " connections");
    }

    @Command(
            name = "close_all_user_connections",
            customSynopsis = "close_all_user_connections <username> <explanation>",
            description = "Instructs the broker to close all connections of the specified user",
            footer = "connections")
    Outcome closeAllUserConnections(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(paramLabel = "<explanation>", description = "reason for connection closure") String reason)
            throws Problem, Refusal, Unreachable {
        whenRunning("Closing connections of user " + user + ", reason: " + reason + "...");
        ObjectNode columns = Json.object();
        columns.putArray("columns").add("pid").add("user");
        for (JsonNode connection : ask("list_connections", columns)) {
            if (connection.path("user").asText().equals(user)) {
                close(connection.path("pid").asText(), reason);
            }
        }
        return new Outcome.Done();
    }

    private void close(String pid, String reason) throws Refusal, Unreachable {
        try {
            ask("close_connection", Json.object().put("pid", pid).put("reason", reason));
        } catch (Refusal refusal) {
            // one that has gone in the meantime needs no closing
            if (!refusal.reason().equals("not_found")) {
                throw refusal;
            }
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
