package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Permissions, topic permissions, and the list of virtual hosts. */
@Command(header = "Access Control", addMethodSubcommands = false)
final class AccessCommands extends Family {
    @Command(
            name = "set_permissions",
            customSynopsis = "set_permissions [--vhost <vhost>] <username> <conf> <write> <read>",
            description = "Sets user permissions for a vhost",
            footer = {"access-control", "virtual-hosts"})
    Outcome setPermissions(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(paramLabel = "<conf>", description = "Configuration permission pattern") String configure,
            @Parameters(paramLabel = "<write>", description = "Write permission pattern") String write,
            @Parameters(paramLabel = "<read>", description = "Read permission pattern") String read)
            throws Problem, Refusal, Unreachable {
        whenRunning(about("Setting", user));
        ObjectNode parameters = inVirtualHost(Json.object().put("user", user));
        parameters.put("configure", configure).put("write", write).put("read", read);
        return change("set_permissions", user, parameters);
    }

    @Command(
            name = "clear_permissions",
            customSynopsis = "clear_permissions [--vhost <vhost>] <username>",
            description = "Revokes user permissions for a vhost",
            footer = "access-control")
    Outcome clearPermissions(
            @Parameters(paramLabel = "<username>", description = "Name of the user whose permissions should be revoked")
                    String user)
            throws Problem, Refusal, Unreachable {
        whenRunning(about("Clearing", user));
        return change("clear_permissions", user, inVirtualHost(Json.object().put("user", user)));
    }

    private String about(String verb, String user) {
        return verb + " permissions for user \"" + user + "\" in vhost \"" + virtualHost() + "\" ...";
    }

    private Outcome change(String command, String user, ObjectNode parameters) throws Unreachable {
        try {
            ask(command, parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return switch (refusal.reason()) {
                case "no_such_user" -> missing(ExitCode.NO_USER, "User " + user);
                case "no_such_virtual_host" -> missing(ExitCode.UNAVAILABLE, "Virtual host " + virtualHost());
                default -> Outcome.failure(refusal);
            };
        }
    }

    private Outcome missing(int exitCode, String what) {
        return isJson() ? jsonFailure(what + " does not exist") : Outcome.failure(exitCode, what + " does not exist");
    }

    @Command(
            name = "list_permissions",
            customSynopsis = "list_permissions [--vhost <vhost>] [--no-table-headers] [--timeout <timeout>]",
            description = "Lists user permissions in a virtual host",
            footer = {"access-control", "virtual-hosts"})
    Outcome listPermissions(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing permissions for vhost \"" + virtualHost() + "\" ...");
        try {
            return table.list(ask("list_permissions", inVirtualHost(Json.object())));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "list_user_permissions",
            customSynopsis = "list_user_permissions [--no-table-headers] <username> [--timeout <timeout>]",
            description = "Lists permissions of a user across all virtual hosts",
            footer = {"access-control", "virtual-hosts"})
    Outcome listUserPermissions(
            @Mixin Table table, @Parameters(paramLabel = "<username>", description = "Name of the user") String user)
            throws Problem, Refusal, Unreachable {
        whenRunning("Listing permissions for user \"" + user + "\" ...");
        try {
            return table.list(ask("list_user_permissions", Json.object().put("user", user)));
        } catch (Refusal refusal) {
            return refusal.reason().equals("no_such_user")
                    ? Outcome.failure(ExitCode.UNAVAILABLE, "{:no_such_user, \"" + user + "\"}")
                    : Outcome.failure(refusal);
        }
    }

    @Command(
            name = "set_topic_permissions",
            customSynopsis = "set_topic_permissions [--vhost <vhost>] <username> <exchange> <write> <read>",
            description = "Sets user topic permissions for an exchange",
            footer = {"access-control", "virtual-hosts"})
    Outcome setTopicPermissions(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(paramLabel = "<exchange>", description = "Topic exchange to set the permissions for")
                    String exchange,
            @Parameters(paramLabel = "<write>", description = "Write permission pattern") String write,
            @Parameters(paramLabel = "<read>", description = "Read permission pattern") String read)
            throws Problem, Refusal, Unreachable {
        whenRunning("Setting topic permissions on \"" + exchange + "\" for user \"" + user + "\" in vhost \""
                + virtualHost() + "\" ...");
        ObjectNode request = inVirtualHost(Json.object().put("user", user).put("exchange", exchange));
        return change("set_topic_permissions", user, request.put("write", write).put("read", read));
    }

    @Command(
            name = "clear_topic_permissions",
            customSynopsis = "clear_topic_permissions [--vhost <vhost>] <username> [<exchange>]",
            description = "Clears user topic permissions for a vhost or exchange",
            footer = {"access-control", "virtual-hosts"})
    Outcome clearTopicPermissions(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(arity = "0..1", paramLabel = "<exchange>", description = "Only on this exchange")
                    Optional<String> exchange)
            throws Problem, Refusal, Unreachable {
        String where = exchange.map(name -> " on \"" + name + "\"").orElse("");
        whenRunning("Clearing topic permissions" + where + " for user \"" + user + "\" in vhost \"" + virtualHost()
                + "\" ...");
        ObjectNode request = inVirtualHost(Json.object().put("user", user));
        exchange.ifPresent(name -> request.put("exchange", name));
        return change("clear_topic_permissions", user, request);
    }

    @Command(
            name = "list_topic_permissions",
            customSynopsis = "list_topic_permissions [--vhost <vhost>] [--no-table-headers] [--timeout <timeout>]",
            description = "Lists topic permissions in a virtual host",
            footer = {"access-control", "virtual-hosts"})
    Outcome listTopicPermissions(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing topic permissions for vhost \"" + virtualHost() + "\" ...");
        try {
            return table.list(ask("list_topic_permissions", inVirtualHost(Json.object())));
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }

    @Command(
            name = "list_user_topic_permissions",
            customSynopsis = "list_user_topic_permissions [--no-table-headers] <username> [--timeout <timeout>]",
            description = "Lists user topic permissions",
            footer = {"access-control", "virtual-hosts"})
    Outcome listUserTopicPermissions(
            @Mixin Table table, @Parameters(paramLabel = "<username>", description = "Name of the user") String user)
            throws Problem, Refusal, Unreachable {
        whenRunning("Listing topic permissions for user \"" + user + "\" ...");
        try {
            return table.list(ask("list_user_topic_permissions", Json.object().put("user", user)));
        } catch (Refusal refusal) {
            return refusal.reason().equals("no_such_user")
                    ? Outcome.failure(ExitCode.UNAVAILABLE, "{:no_such_user, \"" + user + "\"}")
                    : Outcome.failure(refusal);
        }
    }

    @Command(
            name = "list_vhosts",
            customSynopsis = "list_vhosts [--no-table-headers] [<column> ...] [--timeout <timeout>]",
            description = "Lists virtual hosts",
            footer = {"virtual-hosts", "access-control"})
    Outcome listVhosts(
            @Mixin Table table,
            @Parameters(
                            paramLabel = "<column>",
                            description = HelpText.CANDIDATES,
                            completionCandidates = Columns.VirtualHost.class)
                    @Nullable
                    List<String> columns)
            throws Problem, Refusal, Unreachable {
        ObjectNode request = new Columns.VirtualHost().chosen(columns, virtualHost());
        whenRunning("Listing vhosts ...");
        return table.list(ask("list_vhosts", request));
    }
}
