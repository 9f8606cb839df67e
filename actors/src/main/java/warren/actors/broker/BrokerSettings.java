package warren.actors.broker;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import warren.actors.connection.ConnectionSettings;

/**
 * The settings of the broker's actors, read once from the {@code warren} section at start.
 *
 * @param node name shown to operators, such as {@code rabbit@host}
 * @param version Warren's version
 * @param frameMaxBytes largest frame, its eight bytes of frame included; at least 8192
 * @param channelMax channels per connection, 1 to 65535
 * @param heartbeatSeconds suggested to clients; 0 = none
 * @param handshakeTimeout time from accept to open
 * @param messageMaxBytes largest body, up to 512 MiB
 * @param diskFreeLimitBytes less free room than this is an alarm
 * @param memoryWatermark share of the heap, 0 to 1, that may live before it is an alarm
 * @param channelBudgetBytes bytes of publishes that a connection may have in work before its socket is no longer read
 */
public record BrokerSettings(
        String node,
        String version,
        String dataDirectory,
        boolean fsync,
        String amqpHost,
        int amqpPort,
        int frameMaxBytes,
        int channelMax,
        int heartbeatSeconds,
        Duration handshakeTimeout,
        long messageMaxBytes,
        long channelBudgetBytes,
        long diskFreeLimitBytes,
        double memoryWatermark,
        String defaultUser,
        String defaultPassword,
        String defaultVirtualHost,
        List<String> loopbackUsers) {

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
                channelBudgetBytes);
    }

    /** Reads the whole {@code warren} section, whose ranges the program has checked. */
    public static BrokerSettings from(Config warren, String version) {
        return new BrokerSettings(
                warren.getString("node"),
                version,
                warren.getString("persistence.directory"),
                warren.getBoolean("persistence.fsync"),
                warren.getString("amqp.host"),
                warren.getInt("amqp.port"),
                warren.getBytes("amqp.frame-max").intValue(),
                warren.getInt("amqp.channel-max"),
                (int) warren.getDuration("amqp.heartbeat").toSeconds(),
                warren.getDuration("amqp.handshake-timeout"),
                warren.getBytes("amqp.max-message-size"),
                warren.getBytes("amqp.channel-budget"),
                warren.getBytes("alarms.disk-free-limit"),
                warren.getDouble("alarms.memory-watermark"),
                warren.getString("default-user"),
                warren.getString("default-password"),
                warren.getString("default-virtual-host"),
                warren.getStringList("loopback-users"));
    }
}
