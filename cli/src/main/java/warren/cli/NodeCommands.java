package warren.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starting, stopping and resetting the broker. */
@Command(header = "Nodes", addMethodSubcommands = false)
final class NodeCommands extends Family {
    private static final Duration AWAIT_STARTUP = Duration.ofMinutes(5);
    /** A broker that is just being started writes its control file a moment later. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofMillis(100);

    @Command(
            name = "await_startup",
            customSynopsis = "await_startup",
            description = "Waits for the RabbitMQ application to start on the target node")
    Outcome awaitStartup() throws Problem, Refusal, Unreachable {
        announce();
        return awaited();
    }

    @Command(
            name = "wait",
            customSynopsis = "wait [<pidfile>] [--pid|-P <pid>]",
            description = "Waits for RabbitMQ node startup by monitoring a local PID file")
    Outcome wait(
            @Parameters(arity = "0..1", paramLabel = "<pidfile>", description = "PID file path")
                    Optional<String> pidFile,
            @Option(
                            names = {"-P", "--pid"},
                            paramLabel = "<pid>",
                            description = "process ID of the broker")
                    Optional<Long> pid)
            throws Problem, Refusal, Unreachable {
        if (pidFile.isPresent() == pid.isPresent()) {
            throw Problem.inArguments(
                    ExitCode.USAGE,
                    pid.isPresent() ? "Cannot specify both pid and pidfile" : "No pid or pidfile specified");
        }
        Instant end = Instant.now().plus(timeout().orElse(AWAIT_STARTUP));
        long id;
        try {
            id = pid.isPresent() ? pid.get() : pidIn(Path.of(pidFile.orElseThrow()), end);
        } catch (NumberFormatException garbage) {
            return Outcome.failure(ExitCode.UNAVAILABLE, "{:garbage_in_pid_file, \"" + pidFile.orElse("") + "\"}");
        }
        announce("Waiting for broker on node '" + node().name() + "' while OS process '" + id + "' is running");
        while (ProcessHandle.of(id).isPresent()) {
            try {
                if (node().within(AWAIT_STARTUP).isRunning()) {
                    announce("Applications 'rabbit_and_plugins' are running on node '" + node().name() + "'");
                    return new Outcome.Ended(ExitCode.OK);
                }
            } catch (Unreachable notYet) {
                // the process lives: it may take its time, as with much to recover
            }
            if (Instant.now().isAfter(end)) {
                throw Unreachable.timedOut("it has not started");
            }
            pause();
        }
        return Outcome.failure(ExitCode.UNAVAILABLE, "process_not_running");
    }

    /** The number in this file, which the one that starts the broker may write a moment later. */
    private long pidIn(Path file, Instant end) throws Problem, Unreachable {
        announce("Waiting for pid file '" + file + "' to appear");
        while (true) {
            try {
                String text = Files.readString(file).strip();
                if (!text.isEmpty()) {
                    long id = Long.parseLong(text);
                    announce("pid is " + id);
                    return id;
                }
            } catch (IOException notYet) {
                // it is not there, or not ours to read
            }
            if (Instant.now().isAfter(end)) {
                throw Unreachable.timedOut("it has not started");
            }
            pause();
        }
    }

    private Outcome awaited() throws Refusal, Unreachable {
        Duration limit = timeout().orElse(AWAIT_STARTUP);
        Instant begin = Instant.now();
        while (true) {
            Duration waited = Duration.between(begin, Instant.now());
            try {
                if (node().within(AWAIT_STARTUP).isRunning()) {
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

    @Command(
            name = "start",
            customSynopsis = "start",
            description =
                    "Starts a broker on the data directory as a process in the background, or start_app when it is there")
    Outcome start() throws Problem, Refusal, Unreachable {
        announce("Starting node " + node().name() + " ...");
        return BackgroundBroker.start(node());
    }

    /** Returns when the broker's process has ended, so that the next command may start a new one. */
    @Command(
            name = "stop",
            customSynopsis = "stop [--idempotent] [<pidfile>]",
            description = "Stops RabbitMQ and its runtime (Erlang VM). Requires a local node pid file path to monitor"
                    + " progress.")
    Outcome stop(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "<pidfile>",
                            description =
                                    "node PID file path to monitor. To avoid using a PID file, use 'rabbitmqctl shutdown'")
                    Optional<String> pidFile,
            @Option(
                            names = "--idempotent",
                            negatable = true,
                            description = "return success if target node is not running (cannot be contacted)")
                    boolean idempotent)
            throws Problem, Refusal, Unreachable {
        String name = node().name();
        String monitored =
                pidFile.map(file -> " (will monitor pid file " + file + ")").orElse("");
        announce("Stopping and halting node " + name + monitored + " ...");
        ControlClient client;
        Optional<ProcessHandle> process;
        try {
            client = node().client();
            process = ProcessHandle.of(client.control().pid());
            client.call("stop", Json.object());
        } catch (Unreachable notThere) {
            if (idempotent && pidFile.isEmpty() && !notThere.isTimeout()) {
                return new Outcome.Text("Node " + name + " is no longer running");
            }
            throw notThere;
        }
        awaitEnd(process.map(ProcessHandle::onExit), node().timeout());
        if (pidFile.isEmpty()) {
            return new Outcome.Done();
        }
        return new Outcome.Text("process " + client.control().pid() + " (take from pid file " + pidFile.get()
                + ") is no longer running");
    }

    @Command(
            name = "shutdown",
            customSynopsis = "shutdown [--wait]",
            description = "Stops RabbitMQ and its runtime (Erlang VM). Monitors progress for local nodes. Does not"
                    + " require a PID file path.")
    Outcome shutdown(
            @Option(
                            names = "--wait",
                            negatable = true,
                            defaultValue = "true",
                            fallbackValue = "true",
                            description = "wait until the process has ended")
                    boolean wait)
            throws Problem, Refusal, Unreachable {
        ControlClient client = node().client();
        Optional<ProcessHandle> process = ProcessHandle.of(client.control().pid());
        announce("Shutting down RabbitMQ node " + node().name() + " running at PID "
                + client.control().pid());
        client.call("stop", Json.object());
        if (!wait) {
            return new Outcome.Done();
        }
        awaitEnd(process.map(ProcessHandle::onExit), node().timeout());
        return new Outcome.Text("RabbitMQ node " + node().name() + " running at PID "
                + client.control().pid() + " successfully shut down");
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

    @Command(
            name = "start_app",
            customSynopsis = "start_app",
            description = "Starts the RabbitMQ application but leaves the runtime (Erlang VM) running")
    Outcome startApp() throws Problem, Refusal, Unreachable {
        announce("Starting node " + node().name() + " ...");
        return tell("start_app");
    }

    @Command(
            name = "stop_app",
            customSynopsis = "stop_app",
            description = "Stops the RabbitMQ application, leaving the runtime (Erlang VM) running")
    Outcome stopApp() throws Problem, Refusal, Unreachable {
        announce("Stopping rabbit application on node " + node().name() + " ...");
        return tell("stop_app");
    }

    @Command(
            name = "reset",
            customSynopsis = "reset",
            description = "Instructs a RabbitMQ node to leave the cluster and return to its virgin state",
            footer = "clustering")
    Outcome reset() throws Problem, Refusal, Unreachable {
        whenStopped("Resetting node " + node().name() + " ...");
        return tell("reset");
    }

    private Outcome tell(String request) throws Refusal, Unreachable {
        ask(request, Json.object());
        return new Outcome.Done();
    }
}
