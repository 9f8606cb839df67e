package warren.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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

    @Command(
            name = "set_cluster_name",
            customSynopsis = "set_cluster_name <name>",
            description = "Sets the cluster name",
            footer = {"clustering", "monitoring"})
    Outcome setClusterName(@Parameters(paramLabel = "<name>", description = "New cluster name") String name)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting cluster name to " + name + " ...");
        ask("set_global_parameter", Json.object().put("name", "cluster_name").put("value", Json.quoted(name)));
        return new Outcome.Done();
    }
}
