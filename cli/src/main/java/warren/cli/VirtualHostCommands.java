package warren.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
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
}
