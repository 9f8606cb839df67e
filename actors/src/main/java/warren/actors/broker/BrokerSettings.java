package warren.actors.broker;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import warren.actors.access.AccessSettings;
import warren.actors.access.DefaultUser;
import warren.actors.access.FailedLogins;
import warren.actors.access.PasswordHashing;
import warren.actors.alarm.MemoryWatermark;
import warren.actors.connection.ConnectionSettings;
import warren.transport.tls.PeerCertificate;
import warren.transport.tls.TlsIdentity;

/**
 * The settings of the broker's actors, read once from the {@code warren} section at start.
 *
 * @param node name shown to operators, such as {@code rabbit@host}
 * @param version Warren's version
 * @param ports where clients come in, at least one
 * @param mechanisms the ways to log in, in the order in which they are offered
 * @param loginFrom what of a certificate is the name of its user
 * @param frameMaxBytes largest frame, its eight bytes of frame included; at least 8192
 * @param channelMax channels per connection, 1 to 65535
 * @param heartbeatSeconds suggested to clients; 0 = none
 * @param handshakeTimeout time from accept to open
 * @param messageMaxBytes largest body, up to 512 MiB
 * @param diskFreeLimitBytes less free room than this is an alarm
 * @param memoryWatermark how much of the heap may live before it is an alarm
 * @param channelBudgetBytes bytes of publishes that a connection may have in work before its socket is no longer read
 */
public record BrokerSettings(
        String node,
        String version,
        String dataDirectory,
        boolean fsync,
        List<AmqpPort> ports,
        List<String> mechanisms,
        PeerCertificate.NameSource loginFrom,
        int frameMaxBytes,
        int channelMax,
        int heartbeatSeconds,
        Duration handshakeTimeout,
        long messageMaxBytes,
        long channelBudgetBytes,
        long diskFreeLimitBytes,
        MemoryWatermark memoryWatermark,
        AccessSettings access) {
    private static final long KIB = 1024;

    /** The part that connections need; no body may be larger than there can be room for. */
    ConnectionSettings forConnections(long contentMaxBytes) {
        return new ConnectionSettings(
                version,
                node,
                frameMaxBytes,
                channelMax,
                heartbeatSeconds,
                handshakeTimeout,
                Math.min(messageMaxBytes, contentMaxBytes),
                channelBudgetBytes,
                mechanisms,
                loginFrom);
    }

    /**
     * Reads the whole {@code warren} section, whose ranges the program has checked.
     *
     * @param identity of the port with TLS, if there is to be one
     */
    public static BrokerSettings from(Config warren, String version, Optional<TlsIdentity> identity) {
        return new BrokerSettings(
                warren.getString("node"),
                version,
                warren.getString("persistence.directory"),
                warren.getBoolean("persistence.fsync"),
                ports(warren, identity),
                warren.getStringList("auth-mechanisms"),
                loginFrom(warren.getConfig("tls.login-from")),
                warren.getBytes("amqp.frame-max").intValue(),
                warren.getInt("amqp.channel-max"),
                (int) warren.getDuration("amqp.heartbeat").toSeconds(),
                warren.getDuration("amqp.handshake-timeout"),
                warren.getBytes("amqp.max-message-size"),
                warren.getBytes("amqp.channel-budget"),
                warren.getBytes("alarms.disk-free-limit"),
                watermark(warren),
                new AccessSettings(
                        new DefaultUser(
                                warren.getString("default-user"),
                                warren.getString("default-password"),
                                warren.getStringList("default-user-tags"),
                                warren.getString("default-permissions.configure"),
                                warren.getString("default-permissions.write"),
                                warren.getString("default-permissions.read")),
                        warren.getString("default-virtual-host"),
                        warren.getStringList("loopback-users"),
                        hashing(warren.getConfig("access")),
                        failedLogins(warren.getConfig("access.failed-logins"))));
    }

    private static FailedLogins.Rules failedLogins(Config failedLogins) {
        return new FailedLogins.Rules(
                failedLogins.getInt("max"), failedLogins.getDuration("window"), failedLogins.getDuration("hold"));
    }

    private static PasswordHashing hashing(Config access) {
        return new PasswordHashing(
                PasswordHashing.Algorithm.named(access.getString("password-hashing")),
                (int) (access.getBytes("argon2.memory") / KIB),
                access.getInt("argon2.iterations"));
    }

    /** A part of the heap up to the whole, or a size. */
    private static MemoryWatermark watermark(Config warren) {
        String text = warren.getString("alarms.memory-watermark");
        return text.matches("[01](\\.\\d*)?|\\.\\d+")
                ? new MemoryWatermark.Share(Double.parseDouble(text))
                : new MemoryWatermark.Absolute(warren.getBytes("alarms.memory-watermark"));
    }

    private static List<AmqpPort> ports(Config warren, Optional<TlsIdentity> identity) {
        List<AmqpPort> ports = new ArrayList<>();
        if (warren.getBoolean("amqp.enabled")) {
            ports.add(new AmqpPort(
                    warren.getString("amqp.host"), warren.getInt("amqp.port"), Optional.empty(), "--amqp-port"));
        }
        identity.ifPresent(own -> ports.add(new AmqpPort(
                warren.getString("tls.host"), warren.getInt("tls.port"), Optional.of(own), "-Dwarren.tls.port")));
        return ports;
    }

    private static PeerCertificate.NameSource loginFrom(Config loginFrom) {
        switch (loginFrom.getString("part")) {
            case "common-name":
                return new PeerCertificate.CommonName();
            case "subject-alternative-name":
                return new PeerCertificate.AlternativeName(
                        PeerCertificate.TYPES.getOrDefault(loginFrom.getString("san-type"), 0),
                        loginFrom.getInt("san-index"));
            default:
                return new PeerCertificate.WholeName();
        }
    }
}
