package warren.cli;

import picocli.CommandLine.Command;
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
}
