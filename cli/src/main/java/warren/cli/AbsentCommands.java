package warren.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RabbitMQ's commands that Warren does not have, with the reason in one line: {@code docs/COMMANDS.md} lists them too. */
final class AbsentCommands {
    private static final String ONE_NODE = "Warren is one node: there is no cluster";
    private static final String NO_MIRRORS = "Warren is one node: there are no mirrors and no members elsewhere";
    private static final String NO_ERLANG = "there is no Erlang in Warren";
    private static final String PLAIN_SETTINGS = "Warren's settings are not encrypted: protect the file";

    private static final Map<String, String> REASONS = reasons();

    private AbsentCommands() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        List.of(
                        "await_online_nodes",
                        "change_cluster_node_type",
                        "discover_peers",
                        "force_boot",
                        "forget_cluster_node",
                        "join_cluster",
                        "rename_cluster_node",
                        "update_cluster_nodes")
                .forEach(name -> reasons.put(name, ONE_NODE));
        List.of("cancel_sync_queue", "quorum_status", "stream_status", "sync_queue")
                .forEach(name -> reasons.put(name, NO_MIRRORS));
        List.of(
                        "erlang_cookie_hash",
                        "erlang_cookie_sources",
                        "erlang_version",
                        "eval",
                        "eval_file",
                        "exec",
                        "force_gc",
                        "hipe_compile",
                        "maybe_stuck",
                        "observer",
                        "reclaim_quorum_memory",
                        "remote_shell",
                        "resolver_info",
                        "runtime_thread_stats",
                        "schema_info")
                .forEach(name -> reasons.put(name, NO_ERLANG));
        List.of("decode", "encode", "list_ciphers", "list_hashes").forEach(name -> reasons.put(name, PLAIN_SETTINGS));
        reasons.put("rotate_logs", "the log rotates by itself: warren.log.file-size, warren.log.files");
        reasons.put("set_log_level", "set warren.log.level and run 'warrenctl reload'");
        reasons.put("node_health_check", "it is deprecated in RabbitMQ: use check_running and check_alarms");
        reasons.put("suspend_listeners", "'warrenctl stop_app' closes the listeners, with the connections");
        reasons.put("resume_listeners", "'warrenctl start_app' opens the listeners");
        reasons.put("enable_feature_flag", "Warren has no feature flags: all of it is always on");
        reasons.put("list_feature_flags", "Warren has no feature flags: all of it is always on");
        reasons.put("environment", "see application.conf, and 'warrenctl reload' for what has changed in it");
        reasons.put("command_line_arguments", "see the process: ps -o args -p PID, with the PID of 'warrenctl status'");
        reasons.put("os_env", "see the process: /proc/PID/environ, with the PID of 'warrenctl status'");
        reasons.put("list_network_interfaces", "see the machine: ip address");
        reasons.put("cipher_suites", "see warren.tls.ciphers in application.conf");
        reasons.put("tls_versions", "see warren.tls.versions in application.conf");
        reasons.put("certificates", "see the files that warren.tls.certificate names");
        reasons.put("check_certificate_expiration", "use GET /api/health/checks/certificate-expiration/WITHIN/UNIT");
        reasons.put("consume_event_stream", "bind a queue to amq.rabbitmq.event: warren.event-exchange");
        reasons.put("log_tail_stream", "use tail -f on the file of 'warrenctl log_location'");
        reasons.put("enable_auth_attempt_source_tracking", "sources are always tracked");
        reasons.put("disable_auth_attempt_source_tracking", "sources are always tracked, the last 10,000 of them");
        reasons.put("report", "send what status, list_queues and list_connections print, and the log");
        reasons.put("list_unresponsive_queues", "'warrenctl explain_queue NAME' says what a queue waits for");
        return reasons;
    }

    /** Why there is no command of this name, though RabbitMQ has one. */
    static Optional<String> reason(String name) {
        return Optional.ofNullable(REASONS.get(name));
    }

    static Map<String, String> all() {
        return REASONS;
    }
}
