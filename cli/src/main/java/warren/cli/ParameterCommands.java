package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runtime parameters: global ones are free; those of virtual hosts belong to components, and no component here takes any. */
@Command(header = "Parameters", addMethodSubcommands = false)
final class ParameterCommands extends Family {
    @Command(
            name = "set_global_parameter",
            customSynopsis = "set_global_parameter <name> <value>",
            description = "Sets a runtime parameter.",
            footer = "parameters")
    Outcome setGlobalParameter(
            @Parameters(paramLabel = "<name>", description = "parameter name (identifier)") String name,
            @Parameters(paramLabel = "<value>", description = "parameter value") String value)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting global runtime parameter \"" + name + "\" to \"" + value + "\" ...");
        ask("set_global_parameter", about(name).put("value", value));
        return new Outcome.Done();
    }

    @Command(
            name = "clear_global_parameter",
            customSynopsis = "clear_global_parameter <name>",
            description = "Clears a global runtime parameter",
            footer = "parameters")
    Outcome clearGlobalParameter(
            @Parameters(paramLabel = "<name>", description = "parameter name (identifier)") String name)
            throws Problem, Refusal, Unreachable {
        whenRunning("Clearing global runtime parameter \"" + name + "\" ...");
        ask("clear_global_parameter", about(name));
        return new Outcome.Done();
    }

    @Command(
            name = "list_global_parameters",
            customSynopsis = "list_global_parameters [--no-table-headers] [--timeout <timeout>]",
            description = "Lists global runtime parameters",
            footer = "parameters")
    Outcome listGlobalParameters(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing global runtime parameters ...");
        return table.list(ask("list_global_parameters", Json.object()));
    }

    @Command(
            name = "list_parameters",
            customSynopsis = "list_parameters [--vhost <vhost>] [--no-table-headers] [--timeout <timeout>]",
            description = "Lists runtime parameters for a virtual host",
            footer = "parameters")
    Outcome listParameters(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing runtime parameters for vhost \"" + virtualHost() + "\" ...");
        try {
            return table.list(ask("list_parameters", inVirtualHost(Json.object())));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "set_parameter",
            customSynopsis = "set_parameter [--vhost <vhost>] <component_name> <name> <value>",
            description = "Sets a runtime parameter.",
            footer = "parameters")
    Outcome setParameter(
            @Parameters(paramLabel = "<component_name>", description = "component name") String component,
            @Parameters(paramLabel = "<name>", description = "parameter name (identifier)") String name,
            @Parameters(paramLabel = "<value>", description = "parameter value") String value)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting runtime parameter \"" + name + "\" for component \"" + component + "\" to \"" + value
                + "\" in vhost \"" + virtualHost() + "\" ...");
        return Outcome.failure(ExitCode.UNAVAILABLE, "Validation failed\n\ncomponent " + component + " not found\n");
    }

    @Command(
            name = "clear_parameter",
            customSynopsis = "clear_parameter [--vhost <vhost>] <component_name> <name>",
            description = "Clears a runtime parameter.",
            footer = "parameters")
    Outcome clearParameter(
            @Parameters(paramLabel = "<component_name>", description = "component name") String component,
            @Parameters(paramLabel = "<name>", description = "parameter name (identifier)") String name)
            throws Problem, Refusal, Unreachable {
        whenRunning("Clearing runtime parameter \"" + name + "\" for component \"" + component + "\" on vhost \""
                + virtualHost() + "\" ...");
        return Outcome.failure(ExitCode.UNAVAILABLE, "Parameter does not exist");
    }

    private static ObjectNode about(String name) {
        return Json.object().put("name", name);
    }
}
