package warren.cli;

import picocli.CommandLine.Command;

/** The broker as a member of a cluster. */
@Command(header = "Cluster", addMethodSubcommands = false)
final class ClusterCommands extends Family {
    @Command(
            name = "force_reset",
            customSynopsis = "force_reset",
            description = "Forcefully returns a RabbitMQ node to its virgin state",
            footer = "clustering")
    Outcome forceReset() throws Problem, Refusal, Unreachable {
        whenStopped("Forcefully resetting node " + node().name() + " ...");
        ask("reset", Json.object());
        return new Outcome.Done();
    }
}
