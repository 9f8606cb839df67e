package warren.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Users and their passwords and tags. */
@Command(header = "Users", addMethodSubcommands = false)
final class UserCommands extends Family {
    private static final String GRANT_HINT = "Done. Don't forget to grant the user permissions to some virtual hosts!"
            + " See '%s help set_permissions' to learn more.";
    private static final String NO_PASSWORD = "Password is not provided via argument or stdin";

    @Command(
            name = "add_user",
            customSynopsis = "add_user <username> <password>",
            description =
                    "Creates a new user in the internal database. This user will have no permissions for any virtual"
                            + " hosts by default.",
            footer = "access-control")
    Outcome addUser(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "<password>",
                            description = "Password this user will authenticate with. Use a blank string to disable"
                                    + " password-based authentication.")
                    Optional<String> given)
            throws Problem, Refusal, Unreachable {
        if (user.isEmpty() && given.isPresent()) {
            throw Problem.badArgument("user cannot be an empty string");
        }
        whenRunning("Adding user \"" + user + "\" ...");
        Optional<String> password = password(given);
        if (password.isEmpty()) {
            return Outcome.failure(ExitCode.BAD_DATA, NO_PASSWORD);
        }
        try {
            ask("add_user", about(user).put("password", password.get()));
        } catch (Refusal refusal) {
            return refusal.reason().equals("user_exists") ? userExists(user) : Outcome.failure(refusal);
        }
        String hint = GRANT_HINT.formatted(Program.name());
        if (isJson()) {
            ObjectNode done = Json.object().put("message", hint);
            return new Outcome.Document(done.put("node", node().name()).put("status", "ok"));
        }
        return isTerse() ? new Outcome.Done() : new Outcome.Text(hint);
    }

    private Outcome userExists(String name) {
        return isJson()
                ? jsonFailure("User " + name + " already exists")
                : Outcome.failure(ExitCode.SOFTWARE, "User \"" + name + "\" already exists");
    }

    @Command(
            name = "delete_user",
            customSynopsis = "delete_user <username>",
            description =
                    "Removes a user from the internal database. Has no effect on users provided by external backends"
                            + " such as LDAP",
            footer = "access-control")
    Outcome deleteUser(@Parameters(paramLabel = "<username>", description = "Name of the user to delete.") String user)
            throws Problem, Refusal, Unreachable {
        whenRunning("Deleting user \"" + user + "\" ...");
        return change("delete_user", user, about(user));
    }

    @Command(
            name = "change_password",
            customSynopsis = "change_password <username> <password>",
            description = "Changes the user password",
            footer = "access-control")
    Outcome changePassword(
            @Parameters(paramLabel = "<username>", description = "Name of the user whose password should be changed")
                    String user,
            @Parameters(arity = "0..1", paramLabel = "<password>", description = "New password to set")
                    Optional<String> given)
            throws Problem, Refusal, Unreachable {
        whenRunning("Changing password for user \"" + user + "\" ...");
        Optional<String> password = password(given);
        return password.isEmpty()
                ? Outcome.failure(ExitCode.SOFTWARE, NO_PASSWORD)
                : change("change_password", user, about(user).put("password", password.get()));
    }

    @Command(
            name = "clear_password",
            customSynopsis = "clear_password <username>",
            description = "Clears (resets) password and disables password login for a user",
            footer = {"access-control", "passwords"})
    Outcome clearPassword(
            @Parameters(paramLabel = "<username>", description = "Name of the user whose password should be cleared")
                    String user)
            throws Problem, Refusal, Unreachable {
        whenRunning("Clearing password for user \"" + user + "\" ...");
        try {
            ask("clear_password", about(user));
            return new Outcome.Done();
        } catch (Refusal refusal) {
            return refusal.reason().equals("no_such_user")
                    ? Outcome.failure(ExitCode.UNAVAILABLE, "{:no_such_user, \"" + user + "\"}")
                    : Outcome.failure(refusal);
        }
    }

    @Command(
            name = "authenticate_user",
            customSynopsis = "authenticate_user <username> <password>",
            description = "Attempts to authenticate a user. Exits with a non-zero code if authentication fails.",
            footer = "access-control")
    Outcome authenticateUser(
            @Parameters(paramLabel = "<username>", description = "Username to use") String user,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "<password>",
                            description = "Password to use. Can be entered via stdin in interactive mode.")
                    Optional<String> given)
            throws Problem, Refusal, Unreachable {
        whenRunning("Authenticating user \"" + user + "\" ...");
        Optional<String> password = password(given);
        if (password.isEmpty()) {
            return Outcome.failure(ExitCode.SOFTWARE, NO_PASSWORD);
        }
        try {
            ask("authenticate_user", about(user).put("password", password.get()));
            return new Outcome.Text("Success");
        } catch (Refusal refusal) {
            return Outcome.failure(
                    ExitCode.BAD_DATA,
                    "Error: failed to authenticate user \"" + user + "\"\nuser '" + user + "' - invalid credentials");
        }
    }

    @Command(
            name = "set_user_tags",
            customSynopsis = "set_user_tags <username> <tag> [...]",
            description = "Sets user tags",
            footer = {"management", "access-control"})
    Outcome setUserTags(
            @Parameters(paramLabel = "<username>", description = "Self-explanatory") String user,
            @Parameters(paramLabel = "<tags>", description = "Space separated list of tags") @Nullable
                    List<String> given)
            throws Problem, Refusal, Unreachable {
        List<String> tags = given == null ? List.of() : given;
        whenRunning("Setting tags for user \"" + user + "\" to [" + String.join(", ", tags) + "] ...");
        ObjectNode parameters = about(user);
        tags.forEach(parameters.putArray("tags")::add);
        return change("set_user_tags", user, parameters);
    }

    @Command(
            name = "list_users",
            customSynopsis = "list_users [--no-table-headers] [--timeout <timeout>]",
            description = "List user names and tags",
            footer = "access-control")
    Outcome listUsers(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing users ...");
        return table.list(ask("list_users", Json.object()));
    }

    private static ObjectNode about(String user) {
        return Json.object().put("user", user);
    }

    private Outcome change(String command, String user, ObjectNode parameters) throws Unreachable {
        try {
            ask(command, parameters);
            return new Outcome.Done();
        } catch (Refusal refusal) {
            if (!refusal.reason().equals("no_such_user")) {
                return Outcome.failure(refusal);
            }
            return isJson()
                    ? jsonFailure("User " + user + " does not exists")
                    : Outcome.failure(ExitCode.NO_USER, "User \"" + user + "\" does not exist");
        }
    }

    /** The one that was given, or a line of standard input. */
    private Optional<String> password(Optional<String> given) {
        if (given.isPresent()) {
            return given;
        }
        if (!isTerse()) {
            console().print(List.of("Password: "));
        }
        return console().readLine();
    }
}
