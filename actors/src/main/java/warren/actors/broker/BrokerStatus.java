package warren.actors.broker;

import java.time.Instant;
import java.util.List;
import warren.actors.alarm.AlarmsReport;

/**
 * The broker at one moment.
 *
 * @param running false between stop_app and start_app
 * @param fsync whether a confirm waits for the disk
 */
public record BrokerStatus(
        String node,
        String version,
        Instant startedAt,
        boolean running,
        boolean fsync,
        String dataDirectory,
        List<Listener> listeners,
        int connections,
        int queues,
        int virtualHosts,
        int actorRestarts,
        AlarmsReport alarms) {

    /** A port that takes connections. */
    public record Listener(String host, int port, String protocol, String purpose) {}
}
