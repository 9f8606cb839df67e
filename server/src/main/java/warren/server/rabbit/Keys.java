package warren.server.rabbit;

import static warren.server.rabbit.Key.adds;
import static warren.server.rabbit.Key.checks;
import static warren.server.rabbit.Key.ignored;
import static warren.server.rabbit.Key.refused;
import static warren.server.rabbit.Key.sets;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All keys of rabbitmq.conf that Warren knows. {@code docs/CONFIGURATION.md} shows this table to users. */
final class Keys {
    private static final String ONE_NODE = "Warren is one node";
    private static final String ERLANG = "it is about RabbitMQ's runtime";
    private static final String STORE = "Warren's store works in another way";
    private static final String SOCKETS = "Warren sets its sockets itself";
    private static final String STATISTICS = "Warren keeps statistics in its own way";
    private static final String TLS_FIXED = "Warren's TLS does this in its own way, the safe one";
    private static final String ONE_LOG =
            "Warren has one log, log/warren.log in its data directory, and standard error";
    private static final String NO_PROTOCOL = "Warren does not speak this protocol";
    private static final String OWN_USERS = "Warren knows its own users only";

    private static final List<Key> NETWORK = List.of(
            Key.of("listeners.tcp", new Key.Listens("amqp")),
            Key.of("listeners.tcp.*", new Key.Listens("amqp")),
            Key.of("listeners.ssl", new Key.Listens("tls")),
            Key.of("listeners.ssl.*", new Key.Listens("tls")),
            sets("handshake_timeout", "amqp.handshake-timeout", Values::millis),
            sets("ssl_handshake_timeout", "tls.handshake-timeout", Values::millis),
            sets("heartbeat", "amqp.heartbeat", Values::seconds),
            sets("frame_max", "amqp.frame-max", Values::bytes),
            sets("channel_max", "amqp.channel-max", Values::channels),
            sets("max_message_size", "amqp.max-message-size", Values::bytes),
            checks("connection_max", Values.only("infinity")),
            checks("proxy_protocol", Values.only("false")),
            ignored("initial_frame_max", "the first frames have RabbitMQ's limit"),
            ignored("num_acceptors.*", SOCKETS),
            ignored("tcp_listen_options", SOCKETS),
            ignored("tcp_listen_options.**", SOCKETS),
            ignored("reverse_dns_lookups", "connections are called by their addresses"),
            ignored("socket_writer.gc_threshold", ERLANG));

    private static final List<Key> USERS = List.of(
            sets("default_user", "default-user", Values::text),
            sets("default_pass", "default-password", Values::text),
            sets("default_vhost", "default-virtual-host", Values::text),
            Key.of("default_user_tags.*", new Key.Lists("default-user-tags")),
            sets("default_permissions.configure", "default-permissions.configure", Values::text),
            sets("default_permissions.read", "default-permissions.read", Values::text),
            sets("default_permissions.write", "default-permissions.write", Values::text),
            Key.of("loopback_users", new Key.Lists("loopback-users")),
            Key.of("loopback_users.*", new Key.Lists("loopback-users")),
            adds("auth_mechanisms.*", "auth-mechanisms", Values::text),
            checks("auth_backends.*", Values.only("internal")),
            refused("auth_backends.**", OWN_USERS),
            refused("auth_ldap.**", OWN_USERS),
            refused("auth_http.**", OWN_USERS),
            refused("auth_cache.**", OWN_USERS),
            refused("auth_oauth2.**", OWN_USERS),
            refused("credential_validator.**", "Warren does not judge passwords"),
            sets("ssl_cert_login_from", "tls.login-from.part", Values::loginPart),
            sets("ssl_cert_login_san_type", "tls.login-from.san-type", Values::text),
            sets("ssl_cert_login_san_index", "tls.login-from.san-index", Values::number),
            sets("password_hashing_module", "access.password-hashing", Values::hashing),
            sets("load_definitions", "load-definitions", Values::text),
            sets("management.load_definitions", "load-definitions", Values::text),
            sets("definitions.local.path", "load-definitions", Values::text),
            checks("definitions.import_backend", Values.only("local_filesystem")),
            ignored("definitions.skip_if_unchanged", "definitions are brought in at each start"),
            refused("definitions.**", "definitions come from a file of this machine: load_definitions"));

    private static final List<Key> RESOURCES = List.of(
            sets("vm_memory_high_watermark.relative", "alarms.memory-watermark", Values::decimal),
            sets("vm_memory_high_watermark.absolute", "alarms.memory-watermark", Values::bytes),
            sets("disk_free_limit.absolute", "alarms.disk-free-limit", Values::bytes),
            sets("disk_free_limit.relative", "alarms.disk-free-limit", Values::timesMemory),
            sets("consumer_timeout", "queues.consumer-timeout", Values::millis),
            checks("default_queue_type", Values.only("classic")),
            refused("channel_max_per_node", "limits are set for users: warrenctl set_user_limits"),
            ignored("vm_memory_high_watermark_paging_ratio", "long queues go to disk by warren.queues.memory"),
            ignored("vm_memory_calculation_strategy", "the heap of Java counts"),
            ignored("total_memory_available_override_value", "the heap of Java counts: WARREN_JAVA_OPTS=-Xmx4g"),
            ignored("memory_monitor_interval", "Warren looks the more often the fuller it is"),
            ignored("queue_index_embed_msgs_below", STORE),
            ignored("message_store_shutdown_timeout", STORE),
            ignored("mnesia_table_loading_retry_timeout", STORE),
            ignored("mnesia_table_loading_retry_limit", STORE),
            ignored("classic_queue.**", STORE),
            ignored("quorum_queue.**", STORE),
            ignored("raft.**", STORE),
            ignored("vhost_restart_strategy", "what fails is started again: warren.restarts"));

    private static final List<Key> MANAGEMENT = List.of(
            sets("management.tcp.port", "management.port", Values::number),
            sets("management.tcp.ip", "management.host", Values::text),
            ignored("management.tcp.**", SOCKETS),
            sets("management.ssl.port", "management.tls.port", Values::number),
            sets("management.ssl.ip", "management.tls.host", Values::text),
            ignored("management.ssl.compress", SOCKETS),
            ignored("management.ssl.*_timeout", SOCKETS),
            ignored("management.ssl.max_keepalive", SOCKETS),
            ignored("management.ssl.backlog", SOCKETS),
            sets("management.listener.port", "management.port", Values::number),
            sets("management.listener.ip", "management.host", Values::text),
            checks("management.listener.ssl", Values.only("false")),
            refused("management.listener.ssl_opts.**", "TLS has a port of its own: management.ssl.port and its like"),
            ignored("management.listener.server.**", SOCKETS),
            sets("collect_statistics_interval", "management.sample-interval", Values::millis),
            ignored("collect_statistics", STATISTICS),
            ignored("management.rates_mode", STATISTICS),
            ignored("management.sample_retention_policies.**", STATISTICS),
            ignored("management.db_cache_multiplier", STATISTICS),
            ignored("management_agent.**", STATISTICS),
            checks("management.disable_stats", Values.only("false")),
            ignored("management.http_log_dir", ONE_LOG),
            refused("management.path_prefix", "the HTTP API begins at /"),
            refused("management.cors.**", "there is no page of another origin"),
            refused("management.**", "the HTTP API has no such setting"),
            sets("prometheus.tcp.port", "prometheus.port", Values::number),
            sets("prometheus.tcp.ip", "prometheus.host", Values::text),
            checks("prometheus.path", Values.only("/metrics")),
            checks("prometheus.return_per_object_metrics", Values.only("false")),
            refused("prometheus.ssl.**", "the port for Prometheus has no TLS"),
            refused("prometheus.**", "the port for Prometheus has no such setting"));

    private static final List<Key> LOG = List.of(
            sets("log.console", "log.console", Values::bool),
            Key.of("log.console.level", new Key.Sets("log.level", Values::level, false)),
            Key.of("log.file.level", new Key.Sets("log.level", Values::level, false)),
            Key.of("log.default.level", new Key.Sets("log.level", Values::level, false)),
            sets("log.file.rotation.size", "log.file-size", Values::bytes),
            sets("log.file.rotation.count", "log.files", Values::number),
            sets("log.exchange", "log.exchange.enabled", Values::bool),
            sets("log.exchange.level", "log.exchange.level", Values::level),
            refused("log.exchange.**", "the exchange of log lines has no such setting"),
            refused("log.syslog", "there is no syslog: collect standard error"),
            refused("log.syslog.**", "there is no syslog: collect standard error"),
            refused("log.journald", "standard error is what systemd puts into its journal"),
            refused("log.journald.**", "standard error is what systemd puts into its journal"),
            ignored("log.file", ONE_LOG),
            ignored("log.dir", ONE_LOG),
            ignored("log.**", ONE_LOG));

    private static final List<Key> ELSEWHERE = List.of(
            ignored("cluster_name", "it is called after its node"),
            ignored("cluster_formation.**", ONE_NODE),
            ignored("cluster_partition_handling", ONE_NODE),
            ignored("cluster_partition_handling.**", ONE_NODE),
            ignored("cluster_keepalive_interval", ONE_NODE),
            ignored("queue_master_locator", ONE_NODE),
            ignored("queue_leader_locator", ONE_NODE),
            ignored("mirroring_sync_batch_size", ONE_NODE),
            ignored("mirroring_sync_max_throughput", ONE_NODE),
            ignored("net_ticktime", ONE_NODE),
            ignored("distribution.**", ONE_NODE),
            ignored("delegate_count", ERLANG),
            ignored("default_worker_pool_size", ERLANG),
            ignored("hipe_compile", ERLANG),
            ignored("background_gc_enabled", ERLANG),
            ignored("background_gc_target_interval", ERLANG),
            ignored("sysmon_handler.**", ERLANG),
            ignored("erlang.**", ERLANG),
            ignored("product.*", "it calls itself what it is"),
            ignored("motd_file", "there is no message of the day"),
            refused("mqtt.**", NO_PROTOCOL),
            refused("stomp.**", NO_PROTOCOL),
            refused("stream.**", NO_PROTOCOL),
            refused("amqp1_0.**", NO_PROTOCOL),
            refused("web_mqtt.**", NO_PROTOCOL),
            refused("web_stomp.**", NO_PROTOCOL),
            refused("trust_store.**", "certificates of clients come from authorities: ssl_options.cacertfile"));

    /** The first that fits counts. */
    private static final List<Key> ALL = Stream.of(
                    NETWORK,
                    tls("ssl_options", "tls"),
                    USERS,
                    RESOURCES,
                    tls("management.ssl", "management.tls"),
                    MANAGEMENT,
                    LOG,
                    ELSEWHERE)
            .flatMap(List::stream)
            .toList();

    private Keys() {}

    private static List<Key> tls(String prefix, String section) {
        String own = prefix + ".";
        String refusal = "Warren's TLS has no such setting";
        return Stream.of(
                        checks(prefix, Values.only("none")),
                        sets(own + "certfile", section + ".certificate", Values::text),
                        sets(own + "keyfile", section + ".key", Values::text),
                        sets(own + "cacertfile", section + ".ca-certificates", Values::text),
                        sets(own + "password", section + ".key-password", Values::text),
                        sets(own + "verify", section + ".verify", Values::verify),
                        sets(own + "fail_if_no_peer_cert", section + ".fail-if-no-peer-certificate", Values::bool),
                        sets(own + "depth", section + ".depth", Values::number),
                        adds(own + "versions.*", section + ".versions", Values::version),
                        adds(own + "ciphers.*", section + ".ciphers", Values::text),
                        checks(own + "client_renegotiation", Values.only("false")),
                        checks(own + "crl_check", Values.only("false")),
                        ignored(own + "honor_cipher_order", TLS_FIXED),
                        ignored(own + "honor_ecc_order", TLS_FIXED),
                        ignored(own + "secure_renegotiate", TLS_FIXED),
                        ignored(own + "reuse_sessions", TLS_FIXED),
                        ignored(own + "bypass_pem_cache", TLS_FIXED),
                        ignored(own + "log_level", TLS_FIXED),
                        ignored(own + "log_alert", TLS_FIXED),
                        ignored(own + "dh", TLS_FIXED),
                        ignored(own + "dhfile", TLS_FIXED),
                        refused(own + "cert", refusal),
                        refused(own + "cacerts.**", refusal),
                        refused(own + "key.**", refusal),
                        refused(own + "psk_identity", refusal))
                .toList();
    }

    static Optional<Key> find(String key) {
        return ALL.stream()
                .filter(each -> each.pattern().matcher(key).matches())
                .findFirst();
    }
}
