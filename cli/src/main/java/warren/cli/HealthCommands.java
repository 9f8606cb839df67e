package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** The commands of rabbitmq-diagnostics about alarms. */
@Command(header = "Health checks", addMethodSubcommands = false)
final class HealthCommands extends Family {
    @Command(
            name = "alarms",
            customSynopsis = "alarms",
            description = "Lists resource alarms (local or cluster-wide) in effect on the target node")
    Outcome alarms() throws Problem, Refusal, Unreachable {
        whenRunning("Asking node " + node().name() + " to report any known resource alarms ...");
        JsonNode alarms = ask("alarms", Json.object());
        if (!isJson()) {
            return new Outcome.Text(alarms.isEmpty() ? none() : String.join("\n", AlarmLines.of(alarms)));
        }
        if (alarms.isEmpty()) {
            ObjectNode nothing = Json.object().put("node", node().name()).put("result", "ok");
            nothing.putArray("alarms");
            return new Outcome.Document(nothing);
        }
        return new Outcome.Document(everywhere(alarms).put("result", "ok"));
    }

    @Command(
            name = "check_alarms",
            customSynopsis = "check_alarms",
            description = "Health check that exits with a non-zero code if the target node reports any alarms, local"
                    + " or cluster-wide.")
    Outcome checkAlarms() throws Problem, Refusal, Unreachable {
        JsonNode alarms = askForLocal();
        if (alarms.isEmpty()) {
            return passed(none());
        }
        String text = isJson()
                ? Json.text(everywhere(alarms).put("result", "error"))
                : String.join("\n", AlarmLines.of(alarms));
        return failed(text);
    }

    @Command(
            name = "check_local_alarms",
            customSynopsis = "check_local_alarms",
            description = "Health check that exits with a non-zero code if the target node reports any local alarms")
    Outcome checkLocalAlarms() throws Problem, Refusal, Unreachable {
        JsonNode alarms = askForLocal();
        if (alarms.isEmpty()) {
            return passed("Node " + node().name() + " reported no local alarms");
        }
        if (!isJson()) {
            return failed("Error:\n" + String.join("\n", AlarmLines.of(alarms)));
        }
        ObjectNode report = Json.object().put("message", "Node " + node().name() + " reported local alarms");
        report.set("local", AlarmLines.json(alarms));
        return failed(Json.text(report.put("result", "error")));
    }

    private JsonNode askForLocal() throws Problem, Refusal, Unreachable {
        whenRunning("Asking node " + node().name() + " to report any local resource alarms ...");
        return ask("alarms", Json.object());
    }

    private Outcome passed(String text) {
        if (isSilent()) {
            return new Outcome.Ended(ExitCode.OK);
        }
        return isJson() ? new Outcome.Document(Json.object().put("result", "ok")) : new Outcome.Text(text);
    }

    private Outcome failed(String text) {
        return isSilent() ? new Outcome.Ended(ExitCode.UNAVAILABLE) : new Outcome.Failure(ExitCode.UNAVAILABLE, text);
    }

    private ObjectNode everywhere(JsonNode alarms) {
        ObjectNode report = Json.object().put("message", "Node " + node().name() + " reported alarms");
        report.putArray("global");
        report.set("local", AlarmLines.json(alarms));
        return report;
    }

    private String none() {
        return "Node " + node().name() + " reported no alarms, local or clusterwide";
    }
}
