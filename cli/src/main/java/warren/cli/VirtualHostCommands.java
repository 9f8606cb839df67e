package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adding and deleting virtual hosts. */
@Command(header = "Virtual hosts", addMethodSubcommands = false)
final class VirtualHostCommands extends Family {
    @Command(
            name = "add_vhost",
            customSynopsis = "add_vhost <vhost> [--description <description> --tags \"<tag1>,<tag2>,<...>\""
                    + " --default-queue-type <quorum|classic|stream>]",
            description = "Creates a virtual host",
            footer = "virtual-hosts")
    Outcome addVhost(
            @Parameters(paramLabel = "<vhost>", description = "Virtual host name") String name,
            @Option(
                            names = {"-d", "--description"},
                            paramLabel = "<description>",
                            description = "Virtual host description",
                            defaultValue = "")
                    String description,
            @Option(
                            names = "--tags",
                            paramLabel = "<tags>",
                            description = "Command separated list of tags",
                            defaultValue = "")
                    String tags,
            @Option(
                            names = "--default-queue-type",
                            paramLabel = "<quorum|classic|stream>",
                            description = "Queue type to use if no type is explicitly provided by the client")
                    Optional<String> queueType)
            throws Problem, Refusal, Unreachable {
        whenRunning("Adding vhost \"" + name + "\" ...");
        ObjectNode parameters = Json.object().put("vhost", name).put("description", description);
        ArrayNode list = parameters.putArray("tags");
        Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .forEach(list::add);
        queueType.ifPresent(type -> parameters.put("default_queue_type", type));
        ask("add_vhost", parameters);
        return new Outcome.Done();
    }

    @Command(
            name = "delete_vhost",
            customSynopsis = "delete_vhost <vhost>",
            description = "Deletes a virtual host",
            footer = "virtual-hosts")
    Outcome deleteVhost(
            @Parameters(paramLabel = "<vhost>", description = "Name of the virtual host to delete.") String name)
            throws Problem, Refusal, Unreachable {
        whenRunning("Deleting vhost \"" + name + "\" ...");
        try {
            ask("delete_vhost", Json.object().put("vhost", name));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, name);
        }
    }

    @Command(
            name = "set_vhost_tags",
            customSynopsis = "set_vhost_tags <vhost> <tag> [...]",
            description = "Sets virtual host tags",
            footer = "virtual-hosts")
    Outcome setVhostTags(
            @Parameters(paramLabel = "<vhost>", description = "Virtual host name") String name,
            @Parameters(paramLabel = "<tags>", description = "Space separated list of tags") @Nullable
                    List<String> given)
            throws Problem, Refusal, Unreachable {
        List<String> tags = given == null ? List.of() : given;
        whenRunning("Setting tags for virtual host \"" + name + "\" to [" + String.join(", ", tags) + "] ...");
        ObjectNode parameters = Json.object().put("vhost", name);
        tags.forEach(parameters.putArray("tags")::add);
        try {
            ask("set_vhost_tags", parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return refusal.reason().equals("no_such_virtual_host")
                    ? Outcome.failure(ExitCode.BAD_DATA, "Virtual host \"" + name + "\" does not exist")
                    : Outcome.failure(refusal);
        }
    }

    @Command(
            name = "restart_vhost",
            customSynopsis = "restart_vhost [--vhost <vhost>]",
            description = "Restarts a failed vhost data stores and queues",
            footer = "virtual-hosts")
    Outcome restartVhost() throws Problem, Refusal, Unreachable {
        whenRunning("Trying to restart vhost '" + virtualHost() + "' on node '" + node().name() + "' ...");
        var request = Json.object();
        request.putArray("columns").add("name");
        for (JsonNode host : ask("list_vhosts", request)) {
            if (host.path("name").asText().equals(virtualHost())) {
                // one that could not run would have ended the broker
                return new Outcome.Text(
                        "Vhost '" + virtualHost() + "' is already running on node '" + node().name() + "'");
            }
        }
        return Outcome.failure(ExitCode.BAD_DATA, "Virtual host '" + virtualHost() + "' does not exist");
    }
}
