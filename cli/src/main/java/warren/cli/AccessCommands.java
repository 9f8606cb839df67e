package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import warren.cli.Help.Section;

/** Permissions and virtual hosts. */
final class AccessCommands {
    private static final int PERMISSION_ARGUMENTS = 4;

    private AccessCommands() {}

    static List<Command> all() {
        return List.of(
                setPermissions(),
                clearPermissions(),
                listPermissions(),
                listUserPermissions(),
                addVirtualHost(),
                deleteVirtualHost());
    }

    private static Command setPermissions() {
        Help help = new Help(
                        "set_permissions",
                        Section.ACCESS_CONTROL,
                        "set_permissions [--vhost <vhost>] <username> <conf> <write> <read>",
                        "Sets user permissions for a vhost")
                .topic("<username>", "Self-explanatory")
                .topic("<conf>", "Configuration permission pattern")
                .topic("<write>", "Write permission pattern")
                .topic("<read>", "Read permission pattern")
                .guides("access-control", "virtual-hosts");
        Command.Action action = call -> {
            ObjectNode parameters = call.about("user").put("vhost", call.virtualHost());
            parameters.put("configure", call.argument(1)).put("write", call.argument(2));
            return change(call, "set_permissions", parameters.put("read", call.argument(3)));
        };
        return Command.of(
                help, Command.arguments(PERMISSION_ARGUMENTS, PERMISSION_ARGUMENTS), about("Setting"), action);
    }

    private static Command clearPermissions() {
        Help help = new Help(
                        "clear_permissions",
                        Section.ACCESS_CONTROL,
                        "clear_permissions [--vhost <vhost>] <username>",
                        "Revokes user permissions for a vhost")
                .topic("<username>", "Name of the user whose permissions should be revoked")
                .guides("access-control");
        return Command.of(
                help,
                Command.arguments(1, 1),
                about("Clearing"),
                call -> change(call, "clear_permissions", call.about("user").put("vhost", call.virtualHost())));
    }

    private static Command.Banner about(String verb) {
        return Command.says(call -> verb + " permissions for user \"" + call.argument(0) + "\" in vhost \""
                + call.virtualHost() + "\" ...");
    }

    private static Outcome change(Call call, String command, ObjectNode parameters) throws Unreachable {
        try {
            call.ask(command, parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return switch (refusal.reason()) {
                case "no_such_user" -> missing(call, ExitCode.NO_USER, "User " + call.argument(0));
                case "no_such_virtual_host" ->
                    missing(call, ExitCode.UNAVAILABLE, "Virtual host " + call.virtualHost());
                default -> Outcome.failure(refusal);
            };
        }
    }

    private static Outcome missing(Call call, int exitCode, String what) {
        return call.options().isJson()
                ? Outcome.jsonFailure(call, what + " does not exist")
                : Outcome.failure(exitCode, what + " does not exist");
    }

    private static Command listPermissions() {
        Help help = new Help(
                        "list_permissions",
                        Section.ACCESS_CONTROL,
                        "list_permissions [--vhost <vhost>] [--no-table-headers]",
                        "Lists user permissions in a virtual host")
                .guides("access-control", "virtual-hosts");
        Command.Banner banner =
                Command.says(call -> "Listing permissions for vhost \"" + call.virtualHost() + "\" ...");
        return Command.of(
                        help,
                        Command.arguments(0, 0),
                        banner,
                        call -> inVirtualHost(call, "list_permissions", Json.object()))
                .with(Switch.TIMEOUT, Switch.TABLE_HEADERS);
    }

    private static Command listUserPermissions() {
        Help help = new Help(
                        "list_user_permissions",
                        Section.ACCESS_CONTROL,
                        "list_user_permissions [--no-table-headers] <username>",
                        "Lists permissions of a user across all virtual hosts")
                .topic("<username>", "Name of the user")
                .guides("access-control", "virtual-hosts");
        Command.Action action = call -> {
            try {
                return ListCommands.list(call.ask("list_user_permissions", call.about("user")));
            } catch (Refusal refusal) {
                return refusal.reason().equals("no_such_user")
                        ? Outcome.failure(ExitCode.UNAVAILABLE, "{:no_such_user, \"" + call.argument(0) + "\"}")
                        : Outcome.failure(refusal);
            }
        };
        return Command.of(
                        help,
                        Command.arguments(1, 1),
                        Command.says(call -> "Listing permissions for user \"" + call.argument(0) + "\" ..."),
                        action)
                .with(Switch.TIMEOUT, Switch.TABLE_HEADERS);
    }

    private static Command addVirtualHost() {
        Help help = new Help(
                        "add_vhost",
                        Section.VIRTUAL_HOSTS,
                        "add_vhost <vhost> [--description <description> --tags \"<tag1>,<tag2>,<...>\""
                                + " --default-queue-type <quorum|classic|stream>]",
                        "Creates a virtual host")
                .topic("<vhost>", "Virtual host name")
                .topic("--description <description>", "Virtual host description")
                .topic("--tags <tags>", "Command separated list of tags")
                .topic(
                        "--default-queue-type <quorum|classic|stream>",
                        "Queue type to use if no type is explicitly provided by the client")
                .guides("virtual-hosts");
        Command.Action action = call -> {
            ObjectNode parameters = call.about("vhost");
            parameters.put("description", call.options().text("description").orElse(""));
            var tags = Json.array();
            Arrays.stream(call.options().text("tags").orElse("").split(",", -1))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .forEach(tags::add);
            parameters.set("tags", tags);
            call.options().text("default-queue-type").ifPresent(type -> parameters.put("default_queue_type", type));
            call.ask("add_vhost", parameters);
            return new Outcome.Done();
        };
        return Command.of(
                        help,
                        Command.arguments(1, 1),
                        Command.says(call -> "Adding vhost \"" + call.argument(0) + "\" ..."),
                        action)
                .with(
                        new Switch("description", 'd', Switch.Kind.TEXT),
                        Switch.text("tags"),
                        Switch.text("default-queue-type"));
    }

    private static Command deleteVirtualHost() {
        Help help = new Help("delete_vhost", Section.VIRTUAL_HOSTS, "delete_vhost <vhost>", "Deletes a virtual host")
                .topic("<vhost>", "Name of the virtual host to delete.")
                .guides("virtual-hosts");
        Command.Action action = call -> {
            try {
                call.ask("delete_vhost", call.about("vhost"));
                return new Outcome.Done();
            } catch (Refusal refusal) {
                return noVirtualHost(refusal, call.argument(0));
            }
        };
        return Command.of(
                help,
                Command.arguments(1, 1),
                Command.says(call -> "Deleting vhost \"" + call.argument(0) + "\" ..."),
                action);
    }

    /** Asks for a table of the virtual host that {@code -p} names. */
    static Outcome inVirtualHost(Call call, String command, ObjectNode parameters) throws Unreachable {
        try {
            return ListCommands.list(call.ask(command, parameters.put("vhost", call.virtualHost())));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, call.virtualHost());
        }
    }

    static Outcome noVirtualHost(Refusal refusal, String name) {
        return refusal.reason().equals("no_such_virtual_host")
                ? new Outcome.Failure(ExitCode.BAD_DATA, "Virtual host '" + name + "' does not exist")
                : Outcome.failure(refusal);
    }
}
