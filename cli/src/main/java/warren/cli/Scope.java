package warren.cli;

import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Which commands the help of each of RabbitMQ's programs names. It is for reading only: every command answers to every program, and the
 * help of {@code warrenctl} names them all.
 */
final class Scope {
    private static final Set<String> OF_ALL = Set.of("autocomplete", "help", "version");

    private static final Set<String> OF_PLUGINS =
            Set.of("directories", "disable", "enable", "is_enabled", "list", "set");

    /** Of rabbitmq-diagnostics alone. */
    private static final Set<String> OF_DIAGNOSTICS = Set.of(
            "alarms",
            "check_alarms",
            "check_if_node_is_mirror_sync_critical",
            "check_if_node_is_quorum_critical",
            "check_local_alarms",
            "check_port_connectivity",
            "check_port_listener",
            "check_protocol_listener",
            "check_running",
            "check_virtual_hosts",
            "is_booting",
            "is_running",
            "listeners",
            "log_location",
            "log_tail",
            "memory_breakdown",
            "reset_node_auth_attempt_metrics",
            "resolve_hostname",
            "server_version");

    /** Of Warren's own: those that look and change nothing. */
    private static final Set<String> LOOKING =
            Set.of("check_store", "explain_queue", "peek_queue", "route", "search_queue");

    private static final Set<String> OF_BOTH = Set.of("cluster_status", "ping", "status", "wait");

    private Scope() {}

    /** The commands of a family that the help of this program names. */
    static Stream<Command> of(Class<? extends Family> family, String program) {
        return Commands.of(family).filter(command -> names(program, command.name()));
    }

    private static boolean names(String program, String command) {
        return OF_ALL.contains(command)
                || switch (program) {
                    case "rabbitmq-plugins" -> OF_PLUGINS.contains(command);
                    case "rabbitmq-diagnostics" ->
                        OF_DIAGNOSTICS.contains(command)
                                || OF_BOTH.contains(command)
                                || LOOKING.contains(command)
                                || command.startsWith("list_");
                    case "rabbitmqctl" -> !OF_PLUGINS.contains(command) && !OF_DIAGNOSTICS.contains(command);
                    default -> true;
                };
    }
}
