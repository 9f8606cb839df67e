package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a node says of itself: the part of rabbitmq-diagnostics that is about facts. */
@Command(header = "Node facts", addMethodSubcommands = false)
final class NodeFactsCommands extends Family {
    @Command(
            name = "cluster_status",
            customSynopsis = "cluster_status",
            description = "Displays all the nodes in the cluster grouped by node type, together with the currently"
                    + " running nodes",
            footer = {"clustering", "cluster-formation", "monitoring"})
    Outcome clusterStatus() throws Problem, Refusal, Unreachable {
        whenRunning("Cluster status of node " + node().name() + " ...");
        JsonNode status = ask("status", Json.object());
        return isJson() ? new Outcome.Document(ClusterText.json(status)) : new Outcome.Text(ClusterText.of(status));
    }

    @Command(
            name = "listeners",
            customSynopsis = "listeners",
            description = "Lists active connection listeners (bound interface, port, protocol) on the target node",
            footer = {"monitoring", "networking"})
    Outcome listeners() throws Problem, Refusal, Unreachable {
        whenRunning("Asking node " + node().name() + " to report its protocol listeners ...");
        JsonNode all = ask("status", Json.object()).path("listeners");
        if (isJson()) {
            ObjectNode answer = Json.object().put("node", node().name()).put("result", "ok");
            return new Outcome.Document(answer.set("listeners", all));
        }
        List<String> lines = new ArrayList<>();
        all.forEach(each -> lines.add(StatusText.listener(each)));
        return new Outcome.Text(String.join("\n", lines));
    }

    @Command(
            name = "memory_breakdown",
            customSynopsis = "memory_breakdown [--unit <unit>]",
            description = "Provides a memory usage breakdown on the target node.",
            footer = {"monitoring", "memory-use"})
    Outcome memoryBreakdown(
            @Option(
                            names = "--unit",
                            paramLabel = "<bytes | mb | gb>",
                            defaultValue = "gb",
                            description = "byte multiple (bytes, megabytes, gigabytes) to use")
                    String unit)
            throws Problem, Refusal, Unreachable {
        if (!StatusText.knows(unit)) {
            throw Problem.inArguments(
                    ExitCode.USAGE, "\"unit '" + unit + "' is not supported. Please use one of: bytes, mb, gb\"");
        }
        whenRunning("Reporting memory breakdown on node " + node().name() + "...");
        JsonNode memory = ask("status", Json.object()).path("memory");
        if (isJson()) {
            return new Outcome.Document(breakdown(memory));
        }
        List<Map.Entry<String, JsonNode>> parts = new ArrayList<>(memory.properties());
        parts.removeIf(part -> !part.getValue().isNumber());
        parts.sort(Comparator.comparing(part -> -part.getValue().asDouble()));
        double total = memory.path("total").path("rss").asDouble();
        List<String> lines = new ArrayList<>();
        // "status" puts a blank before the sign, this command does not
        parts.forEach(part -> lines.add(StatusText.part(part, total, unit).replace(" %)", "%)")));
        return new Outcome.Text(String.join("\n", lines));
    }

    private static ObjectNode breakdown(JsonNode memory) {
        double total = memory.path("total").path("rss").asDouble();
        ObjectNode parts = Json.object();
        memory.properties().forEach(part -> {
            if (part.getValue().isNumber()) {
                parts.putObject(part.getKey())
                        .put("bytes", part.getValue().asLong())
                        .put(
                                "percentage",
                                Double.parseDouble(
                                        StatusText.percentage(part.getValue().asDouble(), total)));
            }
        });
        return parts;
    }

    @Command(
            name = "server_version",
            customSynopsis = "server_version",
            description = "Displays server version on the target node",
            footer = "monitoring")
    Outcome serverVersion() throws Problem, Refusal, Unreachable {
        whenRunning("Asking node " + node().name() + " for its RabbitMQ version...");
        String version = ask("status", Json.object()).path("rabbitmq_version").asText();
        return isJson()
                ? new Outcome.Document(Json.object().put("result", "ok").put("value", version))
                : new Outcome.Text(version);
    }

    @Command(
            name = "log_location",
            customSynopsis = "log_location [--all|-a]",
            description = "Shows log file location(s) on target node",
            footer = {"monitoring", "logging"})
    Outcome logLocation(
            @Option(
                            names = {"-a", "--all"},
                            description = "return all log file paths")
                    boolean all)
            throws Problem, Refusal, Unreachable {
        whenRunning("Log file location(s) on node " + node().name() + " ...");
        List<String> files = logFiles();
        List<String> shown = all ? files : files.subList(0, Math.min(1, files.size()));
        if (isJson()) {
            ObjectNode answer = Json.object().put("node_name", node().name()).put("result", "ok");
            shown.forEach(answer.putArray("paths")::add);
            return new Outcome.Document(answer);
        }
        return new Outcome.Text(String.join("\n", shown));
    }

    @Command(
            name = "log_tail",
            customSynopsis = "log_tail [--number|-N <number>]",
            description = "Prints the last N lines of the log on the node",
            footer = "logging")
    Outcome logTail(
            @Option(
                            names = {"-N", "--number"},
                            paramLabel = "<number>",
                            defaultValue = "50",
                            description = "number of lines to print")
                    int number)
            throws Problem, Refusal, Unreachable {
        whenRunning("Last " + number + " log lines on node " + node().name() + " ...");
        for (String file : logFiles()) {
            try {
                List<String> lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
                List<String> last = lines.subList(Math.max(0, lines.size() - number), lines.size());
                if (isJson()) {
                    ArrayNode messages = Json.array();
                    last.forEach(line -> messages.addObject().put("message", line));
                    return new Outcome.Document(messages);
                }
                return new Outcome.Text(String.join("\n", last));
            } catch (IOException unreadable) {
                return Outcome.failure(ExitCode.UNAVAILABLE, "cannot read " + file + ": " + unreadable.getMessage());
            }
        }
        return Outcome.failure(
                ExitCode.UNAVAILABLE, "the broker has no log file: it logs as the program around it does");
    }

    private List<String> logFiles() throws Refusal, Unreachable {
        List<String> files = new ArrayList<>();
        ask("status", Json.object()).path("log_files").forEach(file -> files.add(file.asText()));
        return files;
    }

    @Command(
            name = "resolve_hostname",
            customSynopsis = "resolve_hostname <hostname> [--address-family <ipv4 | ipv6>]",
            description = "Resolves a hostname to a set of addresses",
            footer = "networking")
    Outcome resolveHostname(
            @Parameters(paramLabel = "<hostname>", description = "hostname to resolve") String name,
            @Option(
                            names = "--address-family",
                            paramLabel = "<ipv4 | ipv6>",
                            defaultValue = "IPv4",
                            description = "IPv4 or IPv6")
                    String family)
            throws Problem {
        boolean six = family.equalsIgnoreCase("ipv6");
        if (!six && !family.equalsIgnoreCase("ipv4")) {
            throw Problem.inArguments(
                    ExitCode.USAGE, "unsupported IP address family " + family + ". Valid values are: ipv4, ipv6");
        }
        announce("Asking node " + node().name() + " to resolve hostname " + name + " to " + family + " addresses...");
        List<String> addresses = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(name)) {
                if (six ? address instanceof Inet6Address : address instanceof Inet4Address) {
                    addresses.add(address.getHostAddress());
                }
            }
        } catch (UnknownHostException unknown) {
            addresses.clear();
        }
        if (addresses.isEmpty()) {
            String text = "Hostname does not resolve (resolution failed with an nxdomain)";
            return isJson() ? jsonFailure(ExitCode.BAD_DATA, text) : Outcome.failure(ExitCode.BAD_DATA, text);
        }
        if (isJson()) {
            ObjectNode answer = Json.object().put("address_family", six ? "IPv6" : "IPv4");
            addresses.forEach(answer.putArray("addresses")::add);
            return new Outcome.Document(
                    answer.put("hostname", name).put("node", node().name()).put("result", "ok"));
        }
        return new Outcome.Text(String.join("\n", addresses));
    }

    @Command(
            name = "list_node_auth_attempt_stats",
            customSynopsis = "list_node_auth_attempt_stats [--by-source]",
            description = "Lists authentication attempts on the target node",
            footer = {"access-control", "monitoring"})
    Outcome listNodeAuthAttemptStats(
            @Option(names = "--by-source", description = "list authentication attempts by remote address and username")
                    boolean bySource,
            @Mixin Table table)
            throws Problem, Refusal, Unreachable {
        whenRunning("Listing authentication\n attempts for node \"" + node().name() + "\" ...");
        JsonNode attempts = ask("list_login_attempts", Json.object().put("by_source", bySource));
        if (isJson()) {
            ObjectNode answer = Json.object().put("node", node().name()).put("result", "ok");
            return new Outcome.Document(answer.set("attempts", attempts));
        }
        return attempts.isEmpty()
                ? new Outcome.Text("Node " + node().name() + " reported no authentication attempt stats")
                : table.rows(attempts);
    }

    @Command(
            name = "reset_node_auth_attempt_metrics",
            customSynopsis = "reset_node_auth_attempt_metrics",
            description = "Resets auth attempt metrics on the target node",
            footer = {"access-control", "monitoring"})
    Outcome resetNodeAuthAttemptMetrics() throws Problem, Refusal, Unreachable {
        whenRunning("Reset auth attempt metrics on node " + node().name() + " ...");
        ask("clear_login_attempts", Json.object());
        return new Outcome.Done();
    }
}
