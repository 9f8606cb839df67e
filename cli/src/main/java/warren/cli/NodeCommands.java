package warren.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import warren.cli.Command.Needs;
import warren.cli.Help.Section;

/** Starting, stopping and resetting the broker. */
final class NodeCommands {
    private static final Duration AWAIT_STARTUP = Duration.ofMinutes(5);
    /** A broker that is just being started writes its control file a moment later. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private NodeCommands() {}

    static List<Command> all() {
        return List.of(awaitStartup(), start(), stop(), startApp(), stopApp(), reset(), forceReset());
    }

    private static Command awaitStartup() {
        Help help = new Help(
                "await_startup",
                Section.NODES,
                "await_startup",
                "Waits for the RabbitMQ application to start on the target node");
        return Command.of(help, Command.arguments(0, 0), Command.NO_BANNER, NodeCommands::await)
                .needs(Needs.NOTHING);
    }

    private static Outcome await(Call call) throws Refusal, Unreachable {
        Duration limit =
                call.options().number("timeout").map(Duration::ofSeconds).orElse(AWAIT_STARTUP);
        Instant begin = Instant.now();
        while (true) {
            Duration waited = Duration.between(begin, Instant.now());
            try {
                if (call.node().isRunning()) {
                    return new Outcome.Done();
                }
                if (waited.compareTo(limit) > 0) {
                    return Outcome.failure(ExitCode.UNAVAILABLE, "rabbit_is_not_running");
                }
            } catch (Unreachable notThere) {
                if (waited.compareTo(limit) > 0 || waited.compareTo(GRACE) > 0) {
                    throw notThere;
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static Command start() {
        Help help = new Help(
                "start",
                Section.NODES,
                "start",
                "Starts a broker on the data directory as a process in the background, or start_app when it is there");
        return Command.of(help, Command.arguments(0, 0), nodeBanner("Starting node "), BackgroundBroker::start)
                .needs(Needs.NOTHING);
    }

    private static Command stop() {
        Help help = new Help(
                        "stop",
                        Section.NODES,
                        "stop [--idempotent] [<pidfile>]",
                        "Stops RabbitMQ and its runtime (Erlang VM). Requires a local node pid file path to monitor"
                                + " progress.")
                .topic(
                        "<pidfile>",
                        "node PID file path to monitor. To avoid using a PID file, use 'rabbitmqctl shutdown'")
                .topic("--idempotent", "return success if target node is not running (cannot be contacted)");
        Command.Banner banner = Command.says(call -> "Stopping and halting node "
                + call.node().name()
                + (call.arguments().isEmpty() ? "" : " (will monitor pid file " + call.argument(0) + ")") + " ...");
        return Command.of(help, Command.arguments(0, 1), banner, NodeCommands::stop)
                .needs(Needs.NOTHING)
                .with(Switch.flag("idempotent", ' '));
    }

    /** Returns when the broker's process has ended, so that the next command may start a new one. */
    private static Outcome stop(Call call) throws Refusal, Unreachable {
        ControlClient client;
        Optional<ProcessHandle> process;
        String name = call.node().name();
        try {
            client = call.node().client();
            process = ProcessHandle.of(client.control().pid());
            client.call("stop", Json.object());
        } catch (Unreachable notThere) {
            if (call.options().has("idempotent") && call.arguments().isEmpty()) {
                return new Outcome.Text("Node " + name + " is no longer running");
            }
            throw notThere;
        }
        awaitEnd(process.map(ProcessHandle::onExit), call.node().timeout());
        if (call.arguments().isEmpty()) {
            return new Outcome.Done();
        }
        return new Outcome.Text("process " + client.control().pid() + " (take from pid file " + call.argument(0)
                + ") is no longer running");
    }

    private static void awaitEnd(Optional<CompletableFuture<ProcessHandle>> end, Duration timeout) throws Unreachable {
        if (end.isEmpty()) {
            return;
        }
        try {
            end.get().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw Unreachable.timedOut("the broker's process has not ended");
        } catch (InterruptedException | ExecutionException unknown) {
            throw new Unreachable("lost sight of the broker's process");
        }
    }

    private static Command startApp() {
        return simple(
                "start_app",
                "Starts the RabbitMQ application but leaves the runtime (Erlang VM) running",
                "Starting node ");
    }

    private static Command stopApp() {
        return simple(
                "stop_app",
                "Stops the RabbitMQ application, leaving the runtime (Erlang VM) running",
                "Stopping rabbit application on node ");
    }

    private static Command reset() {
        Command command = simple(
                "reset",
                "Instructs a RabbitMQ node to leave the cluster and return to its virgin state",
                "Resetting node ");
        return new Command(
                command.help().guides("clustering"),
                List.of(),
                Needs.STOPPED,
                command.check(),
                command.banner(),
                command.action());
    }

    private static Command forceReset() {
        Help help = new Help(
                        "force_reset",
                        Section.CLUSTER,
                        "force_reset",
                        "Forcefully returns a RabbitMQ node to its virgin state")
                .guides("clustering");
        return Command.of(help, Command.arguments(0, 0), nodeBanner("Forcefully resetting node "), doing("reset"))
                .needs(Needs.STOPPED);
    }

    private static Command simple(String name, String description, String banner) {
        Help help = new Help(name, Section.NODES, name, description);
        return Command.of(help, Command.arguments(0, 0), nodeBanner(banner), doing(name))
                .needs(Needs.NOTHING);
    }

    private static Command.Action doing(String request) {
        return call -> {
            call.ask(request, Json.object());
            return new Outcome.Done();
        };
    }

    private static Command.Banner nodeBanner(String words) {
        Function<Call, String> line = call -> words + call.node().name() + " ...";
        return Command.says(line);
    }
}
