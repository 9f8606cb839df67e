package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import warren.cli.Help.Section;

/** Users and their passwords and tags. */
final class UserCommands {
    private static final String GRANT_HINT = "Done. Don't forget to grant the user permissions to some virtual hosts!"
            + " See 'rabbitmqctl help set_permissions' to learn more.";
    private static final String NO_PASSWORD = "Password is not provided via argument or stdin";

    private UserCommands() {}

    static List<Command> all() {
        return List.of(addUser(), deleteUser(), changePassword(), authenticateUser(), setUserTags(), listUsers());
    }

    private static Command addUser() {
        Help help = new Help(
                        "add_user",
                        Section.USERS,
                        "add_user <username> <password>",
                        "Creates a new user in the internal database. This user will have no permissions for any virtual"
                                + " hosts by default.")
                .topic("<username>", "Self-explanatory")
                .topic(
                        "<password>",
                        "Password this user will authenticate with. Use a blank string to disable password-based"
                                + " authentication.")
                .guides("access-control");
        Command.Check check = (arguments, options) -> {
            boolean nameless = arguments.size() == 2 && arguments.get(0).isEmpty();
            return nameless
                    ? Optional.of(Problem.badArgument("user cannot be an empty string"))
                    : Command.arguments(1, 2).problem(arguments, options);
        };
        return Command.of(
                help, check, Command.says(call -> "Adding user \"" + call.argument(0) + "\" ..."), UserCommands::add);
    }

    private static Outcome add(Call call) throws Refusal, Unreachable {
        Optional<String> password = password(call);
        if (password.isEmpty()) {
            return Outcome.failure(ExitCode.BAD_DATA, NO_PASSWORD);
        }
        try {
            call.ask("add_user", call.about("user").put("password", password.get()));
        } catch (Refusal refusal) {
            return refusal.reason().equals("user_exists") ? userExists(call) : Outcome.failure(refusal);
        }
        if (call.options().isJson()) {
            ObjectNode done = Json.object().put("message", hint());
            return new Outcome.Document(done.put("node", call.node().name()).put("status", "ok"));
        }
        return call.options().isTerse() ? new Outcome.Done() : new Outcome.Text(hint());
    }

    private static String hint() {
        return GRANT_HINT.replace("rabbitmqctl", Program.name());
    }

    private static Outcome userExists(Call call) {
        String name = call.argument(0);
        return call.options().isJson()
                ? Outcome.jsonFailure(call, "User " + name + " already exists")
                : Outcome.failure(ExitCode.SOFTWARE, "User \"" + name + "\" already exists");
    }

    private static Command deleteUser() {
        Help help = new Help(
                        "delete_user",
                        Section.USERS,
                        "delete_user <username>",
                        "Removes a user from the internal database. Has no effect on users provided by external backends"
                                + " such as LDAP")
                .topic("<username>", "Name of the user to delete.")
                .guides("access-control");
        return Command.of(
                help,
                Command.arguments(1, 1),
                Command.says(call -> "Deleting user \"" + call.argument(0) + "\" ..."),
                call -> change(call, "delete_user", call.about("user")));
    }

    private static Command changePassword() {
        Help help = new Help(
                        "change_password",
                        Section.USERS,
                        "change_password <username> <password>",
                        "Changes the user password")
                .topic("<username>", "Name of the user whose password should be changed")
                .topic("<password>", "New password to set")
                .guides("access-control");
        Command.Action action = call -> {
            Optional<String> password = password(call);
            return password.isEmpty()
                    ? Outcome.failure(ExitCode.SOFTWARE, NO_PASSWORD)
                    : change(call, "change_password", call.about("user").put("password", password.get()));
        };
        return Command.of(
                help,
                Command.arguments(1, 2),
                Command.says(call -> "Changing password for user \"" + call.argument(0) + "\" ..."),
                action);
    }

    private static Command authenticateUser() {
        Help help = new Help(
                        "authenticate_user",
                        Section.USERS,
                        "authenticate_user <username> <password>",
                        "Attempts to authenticate a user. Exits with a non-zero code if authentication fails.")
                .topic("<username>", "Username to use")
                .topic("<password>", "Password to use. Can be entered via stdin in interactive mode.")
                .guides("access-control");
        return Command.of(
                help,
                Command.arguments(1, 2),
                Command.says(call -> "Authenticating user \"" + call.argument(0) + "\" ..."),
                UserCommands::authenticate);
    }

    private static Outcome authenticate(Call call) throws Unreachable {
        Optional<String> password = password(call);
        if (password.isEmpty()) {
            return Outcome.failure(ExitCode.SOFTWARE, NO_PASSWORD);
        }
        String name = call.argument(0);
        try {
            call.ask("authenticate_user", call.about("user").put("password", password.get()));
            return new Outcome.Text("Success");
        } catch (Refusal refusal) {
            return Outcome.failure(
                    ExitCode.BAD_DATA,
                    "Error: failed to authenticate user \"" + name + "\"\nuser '" + name + "' - invalid credentials");
        }
    }

    private static Command setUserTags() {
        Help help = new Help("set_user_tags", Section.USERS, "set_user_tags <username> <tag> [...]", "Sets user tags")
                .topic("<username>", "Self-explanatory")
                .topic("<tags>", "Space separated list of tags")
                .guides("management", "access-control");
        Command.Action action = call -> {
            var parameters = call.about("user");
            var tags = Json.array();
            tags(call).forEach(tags::add);
            parameters.set("tags", tags);
            return change(call, "set_user_tags", parameters);
        };
        Command.Banner banner = Command.says(call ->
                "Setting tags for user \"" + call.argument(0) + "\" to [" + String.join(", ", tags(call)) + "] ...");
        return Command.of(help, Command.arguments(1, Integer.MAX_VALUE), banner, action);
    }

    private static List<String> tags(Call call) {
        return call.arguments().subList(1, call.arguments().size());
    }

    private static Command listUsers() {
        Help help = new Help("list_users", Section.USERS, "list_users [--no-table-headers]", "List user names and tags")
                .guides("access-control");
        return Command.of(
                        help,
                        Command.arguments(0, 0),
                        Command.says(call -> "Listing users ..."),
                        call -> ListCommands.list(call.ask("list_users", Json.object())))
                .with(Switch.TIMEOUT, Switch.TABLE_HEADERS);
    }

    private static Outcome change(Call call, String command, ObjectNode parameters) throws Unreachable {
        try {
            call.ask(command, parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            if (!refusal.reason().equals("no_such_user")) {
                return Outcome.failure(refusal);
            }
            String name = call.argument(0);
            return call.options().isJson()
                    ? Outcome.jsonFailure(call, "User " + name + " does not exists")
                    : Outcome.failure(ExitCode.NO_USER, "User \"" + name + "\" does not exist");
        }
    }

    /** The second argument, or a line of standard input. */
    private static Optional<String> password(Call call) {
        if (call.arguments().size() > 1) {
            return Optional.of(call.argument(1));
        }
        if (!call.options().isTerse()) {
            call.console().print(List.of("Password: "));
        }
        return call.console().readLine();
    }
}
