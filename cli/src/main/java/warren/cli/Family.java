package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The commands under one heading of the help, a method each, with the options that every command takes whether or not it has a use for
 * them.
 *
 * <p>A method first checks what picocli cannot, then calls {@link #announce}, {@link #whenRunning} or {@link #whenStopped}, then works:
 * the order is rabbitmqctl's, because it decides which of several errors is reported and whether a banner precedes it.
 */
abstract class Family {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final String DEFAULT_DIRECTORY = "data";

    @Option(
            names = {"-n", "--node"},
            scope = ScopeType.INHERIT)
    private Optional<String> wanted = Optional.empty();

    @Option(names = "--data-dir", scope = ScopeType.INHERIT)
    private Optional<Path> dataDirectory = Optional.empty();

    @Option(
            names = {"-p", "--vhost"},
            scope = ScopeType.INHERIT)
    private String virtualHost = "/";

    @Option(names = "--formatter", scope = ScopeType.INHERIT, completionCandidates = Format.Names.class)
    private String formatter = "table";

    @Option(
            names = {"-t", "--timeout"},
            scope = ScopeType.INHERIT)
    private Optional<Integer> timeoutSeconds = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            negatable = true)
    private boolean quiet;

    @Option(
            names = {"-s", "--silent"},
            scope = ScopeType.INHERIT,
            negatable = true)
    private boolean silent;

    /** Taken for scripts that give it: there is no Erlang distribution that would need it. */
    @Option(
            names = {"-l", "--longnames"},
            scope = ScopeType.INHERIT,
            negatable = true)
    boolean longNames;

    @Option(
            names = {"-?", "--help"},
            scope = ScopeType.INHERIT,
            negatable = true)
    private boolean help;

    private Console console = Console.ofProcess();
    private Map<String, String> environment = Map.of();
    private Optional<Node> node = Optional.empty();

    void use(Console ownConsole, Map<String, String> ownEnvironment) {
        console = ownConsole;
        environment = Map.copyOf(ownEnvironment);
    }

    /** Prints the banner, for a command that sees for itself whether there is a broker. */
    void announce(String... banner) throws Problem {
        if (!isTerse() && !format(true).isForMachines()) {
            console.print(List.of(banner));
        }
    }

    /** Prints the banner if the broker takes connections: neither before start_app nor after stop_app. */
    void whenRunning(String... banner) throws Problem, Refusal, Unreachable {
        need(true, "running on the target node. Start it with '" + Program.operator() + " start_app'.", banner);
    }

    /** Prints the banner if the broker is between stop_app and start_app. */
    void whenStopped(String... banner) throws Problem, Refusal, Unreachable {
        need(false, "stopped on the target node. Stop it with '" + Program.operator() + " stop_app'.", banner);
    }

    private void need(boolean running, String otherwise, String... banner) throws Problem, Refusal, Unreachable {
        format(true);
        if (node().isRunning() != running) {
            throw new Problem(ExitCode.USAGE, "Error: this command requires the 'rabbit' app to be " + otherwise);
        }
        announce(banner);
    }

    /** Asks the broker to do what the command says. */
    JsonNode ask(String command, ObjectNode parameters) throws Refusal, Unreachable {
        return node().client().call(command, parameters);
    }

    Console console() {
        return console;
    }

    /** From {@code --data-dir}, WARREN_DATA_DIR or {@code ./data}, and from {@code --node}. */
    Node node() {
        if (node.isEmpty()) {
            Path directory = dataDirectory.orElseGet(
                    () -> Path.of(environment.getOrDefault("WARREN_DATA_DIR", DEFAULT_DIRECTORY)));
            node = Optional.of(new Node(directory, wanted, timeout().orElse(DEFAULT_TIMEOUT)));
        }
        return node.get();
    }

    Optional<Duration> timeout() {
        return timeoutSeconds.map(Duration::ofSeconds);
    }

    String virtualHost() {
        return virtualHost;
    }

    /** The name and value that make a request about one virtual host. */
    ObjectNode inVirtualHost(ObjectNode parameters) {
        return parameters.put("vhost", virtualHost);
    }

    boolean wantsHelp() {
        return help;
    }

    /** True when hints for a human are not wanted. */
    boolean isTerse() {
        return quiet || silent;
    }

    boolean isSilent() {
        return silent;
    }

    boolean isJson() {
        return formatter.equals("json");
    }

    /** The format that was asked for; refused when there is none of that name. */
    Format format(boolean headers) throws Problem {
        return Format.named(formatter, headers && !silent)
                .orElseThrow(() -> Problem.inArguments(
                        ExitCode.USAGE, "the requested formatter is not supported by this command"));
    }

    /** What rabbitmqctl writes to standard error when JSON was asked for. */
    Outcome jsonFailure(String message) {
        return jsonFailure(ExitCode.UNAVAILABLE, message);
    }

    Outcome jsonFailure(int exitCode, String message) {
        var json = Json.object().put("message", message).put("node", node().name());
        return new Outcome.Failure(exitCode, Json.text(json.put("result", "error")));
    }

    static Outcome noVirtualHost(Refusal refusal, String name) {
        return refusal.reason().equals("no_such_virtual_host")
                ? new Outcome.Failure(ExitCode.BAD_DATA, "Virtual host '" + name + "' does not exist")
                : Outcome.failure(refusal);
    }
}
