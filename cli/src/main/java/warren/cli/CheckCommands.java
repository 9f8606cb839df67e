package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The checks of rabbitmq-diagnostics that say yes or no, with their exit codes. */
@Command(header = "Checks", addMethodSubcommands = false)
final class CheckCommands extends Family {
    private static final String RUNNING = "RabbitMQ on node %s is fully booted and running";
    private static final String NOT_RUNNING =
            "RabbitMQ on node %s is not running or has not fully booted yet (check with is_booting)";
    private static final int CONNECT_MILLIS = 5_000;

    @Command(
            name = "ping",
            customSynopsis = "ping",
            description = "Checks that the node OS process is up and that CLI tools can authenticate with it",
            footer = "monitoring")
    Outcome ping() throws Problem, Refusal, Unreachable {
        announce("Will ping " + node().name() + ". This only checks if the OS process is running. Timeout: "
                + node().timeout().toMillis() + " ms.");
        node().isRunning();
        return passed("Ping succeeded", Json.object().put("message", "Ping succeeded"));
    }

    @Command(
            name = "is_running",
            customSynopsis = "is_running",
            description = "Checks if RabbitMQ is fully booted and running on the target node",
            footer = "monitoring")
    Outcome isRunning() throws Problem, Refusal, Unreachable {
        announce("Asking node " + node().name() + " for its status ...");
        boolean running = node().isRunning();
        return result(running, (running ? RUNNING : NOT_RUNNING).formatted(node().name()));
    }

    @Command(
            name = "is_booting",
            customSynopsis = "is_booting",
            description = "Checks if RabbitMQ is still booting on the target node",
            footer = "monitoring")
    Outcome isBooting() throws Problem, Refusal, Unreachable {
        announce("Asking node " + node().name() + " for its boot status ...");
        // who answers has booted: the control port opens last
        node().isRunning();
        return result(
                false,
                "RabbitMQ on node " + node().name()
                        + " is fully booted (check with is_running), stopped or has not started booting yet");
    }

    private Outcome result(boolean value, String text) {
        return isJson()
                ? new Outcome.Document(Json.object().put("message", text).put("result", value))
                : new Outcome.Text(text);
    }

    @Command(
            name = "check_running",
            customSynopsis = "check_running",
            description = "Health check that exits with a non-zero code if the RabbitMQ app on the target node is not"
                    + " running",
            footer = "monitoring")
    Outcome checkRunning() throws Problem, Refusal, Unreachable {
        announce("Checking if RabbitMQ is running on node " + node().name() + " ...");
        String running = RUNNING.formatted(node().name());
        return node().isRunning()
                ? passed(running, Json.object().put("message", running))
                : Outcome.failure(ExitCode.UNAVAILABLE, NOT_RUNNING.formatted(node().name()));
    }

    @Command(
            name = "check_virtual_hosts",
            customSynopsis = "check_virtual_hosts",
            description = "Health check that checks if all vhosts are running in the target node",
            footer = {"monitoring", "virtual-hosts"})
    Outcome checkVirtualHosts() throws Problem, Refusal, Unreachable {
        // one that could not run would have ended the broker
        whenRunning("Checking if all vhosts are running on node " + node().name() + " ...");
        return told("Node " + node().name() + " reported all vhosts as running", Json.object());
    }

    @Command(
            name = "check_port_connectivity",
            customSynopsis = "check_port_connectivity",
            description = "Basic TCP connectivity health check for each listener's port on the target node",
            footer = "monitoring")
    Outcome checkPortConnectivity() throws Problem, Refusal, Unreachable {
        whenRunning("Testing TCP connections to all active listeners on node " + node().name() + " ...");
        List<String> open = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        JsonNode listeners = listeners();
        for (JsonNode listener : listeners) {
            (isOpen(listener) ? open : closed).add(listener.path("port").asText());
        }
        return closed.isEmpty()
                ? passed(
                        "Successfully connected to ports " + String.join(", ", open) + " on node " + node().name()
                                + ".",
                        ok().set("listeners", listeners))
                : Outcome.failure(
                        ExitCode.UNAVAILABLE,
                        "Connection to ports of the following listeners on node " + node().name() + " failed: "
                                + String.join(", ", closed));
    }

    private static boolean isOpen(JsonNode listener) {
        String named = listener.path("interface").asText().replaceAll("[\\[\\]]", "");
        boolean all = named.equals("0.0.0.0") || named.equals("::");
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            all ? "127.0.0.1" : named, listener.path("port").asInt()),
                    CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Command(
            name = "check_port_listener",
            customSynopsis = "check_port_listener <port>",
            description = "Health check that exits with a non-zero code if target node does not have an active listener"
                    + " for given port",
            footer = "monitoring")
    Outcome checkPortListener(@Parameters(paramLabel = "<port>", description = "port number to check") int port)
            throws Problem, Refusal, Unreachable {
        whenRunning("Asking node " + node().name() + " if there's an active listener on port " + port + " ...");
        JsonNode listeners = listeners();
        Set<Integer> ports = new LinkedHashSet<>();
        listeners.forEach(each -> ports.add(each.path("port").asInt()));
        if (ports.contains(port)) {
            return passed(
                    "A listener for port " + port + " is running on node " + node().name() + ".",
                    ok().put("port", String.valueOf(port)));
        }
        String all = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
        ObjectNode missing = Json.object().put("missing", String.valueOf(port)).put("result", "error");
        ports.forEach(missing.putArray("ports")::add);
        missing.set("listeners", listeners);
        // without a line "Error:", as there
        return new Outcome.Failure(
                ExitCode.UNAVAILABLE,
                isJson()
                        ? Json.text(missing)
                        : "No listener for port " + port + " is active on node " + node().name()
                                + ". Found listeners that use the following ports: " + all);
    }

    @Command(
            name = "check_protocol_listener",
            customSynopsis = "check_protocol_listener <protocol>",
            description = "Health check that exits with a non-zero code if target node does not have an active listener"
                    + " for given protocol",
            footer = "monitoring")
    Outcome checkProtocolListener(
            @Parameters(paramLabel = "<protocol>", description = "protocol, such as amqp or http") String protocol)
            throws Problem, Refusal, Unreachable {
        whenRunning(
                "Asking node " + node().name() + " if there's an active listener for protocol " + protocol + " ...");
        JsonNode listeners = listeners();
        String wanted = canonical(protocol.toLowerCase(Locale.ROOT));
        Set<String> protocols = new TreeSet<>();
        listeners.forEach(each -> protocols.add(each.path("protocol").asText()));
        if (protocols.contains(wanted)) {
            return passed(
                    "A listener for protocol " + wanted + " is running on node " + node().name() + ".",
                    ok().put("protocol", wanted));
        }
        ObjectNode missing = Json.object().put("missing", protocol).put("result", "error");
        protocols.forEach(missing.putArray("protocols")::add);
        missing.set("listeners", listeners);
        return isJson()
                ? new Outcome.Failure(ExitCode.UNAVAILABLE, Json.text(missing))
                : Outcome.failure(
                        ExitCode.UNAVAILABLE,
                        "No listener for protocol " + protocol + " is active on node " + node().name()
                                + ". Found listeners for the following protocols: " + String.join(", ", protocols));
    }

    /** The other names that rabbitmq-diagnostics takes. */
    private static String canonical(String protocol) {
        return switch (protocol) {
            case "amqp091", "amqp0.9.1", "amqp-0-9-1" -> "amqp";
            case "amqps", "amqp/tls", "amqp/ssl" -> "amqp/ssl";
            default -> protocol;
        };
    }

    @Command(
            name = "check_if_node_is_quorum_critical",
            customSynopsis = "check_if_node_is_quorum_critical",
            description = "Health check that exits with a non-zero code if there are queues with minimum online quorum"
                    + " (queues that would lose their quorum if the target node is shut down)",
            footer = {"monitoring", "quorum-queues"})
    Outcome checkIfNodeIsQuorumCritical() throws Problem, Refusal, Unreachable {
        return alone("Checking if node " + node().name() + " is critical for quorum of any quorum queues ...");
    }

    @Command(
            name = "check_if_node_is_mirror_sync_critical",
            customSynopsis = "check_if_node_is_mirror_sync_critical",
            description = "Health check that exits with a non-zero code if there are classic mirrored queues without"
                    + " online synchronised mirrors (queues that would potentially lose data if the target node is shut"
                    + " down)",
            footer = {"monitoring", "ha"})
    Outcome checkIfNodeIsMirrorSyncCritical() throws Problem, Refusal, Unreachable {
        return alone("Checking if node " + node().name()
                + " is critical for data safety of any classic mirrored queues ...");
    }

    private Outcome alone(String banner) throws Problem, Refusal, Unreachable {
        whenRunning(banner);
        String alone = " seems to be the only one in a single node cluster, the check does not apply";
        return told("Node " + node().name() + alone, Json.object().put("message", "Target node" + alone));
    }

    private JsonNode listeners() throws Refusal, Unreachable {
        return ask("status", Json.object()).path("listeners");
    }

    private ObjectNode ok() {
        return Json.object().put("node", node().name()).put("result", "ok");
    }

    /** A check whose answer is printed even if silence is asked for, as by rabbitmq-diagnostics. */
    private Outcome passed(String text, JsonNode json) {
        return isJson() ? new Outcome.Document(json) : new Outcome.Text(text);
    }

    /** One whose answer is not. */
    private Outcome told(String text, ObjectNode json) {
        return isSilent() ? new Outcome.Ended(ExitCode.OK) : passed(text, json.put("result", "ok"));
    }
}
