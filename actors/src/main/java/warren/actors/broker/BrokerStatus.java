package warren.actors.broker;

import java.time.Instant;
import java.util.List;
import warren.actors.alarm.AlarmsReport;
import warren.actors.info.JournalInfo;

/**
 * The broker at one moment.
 *
 * @param running false between stop_app and start_app
 * @param recovery of the durable queues after a start
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
        Recovery recovery,
        int virtualHosts,
        int actorRestarts,
        AlarmsReport alarms,
        JournalInfo journal) {

    /** Queues that have recovered, and those to go: none when all is done. */
    public record Recovery(int recovered, int toGo) {
        /** All of both. */
        public Recovery plus(Recovery other) {
            return new Recovery(recovered + other.recovered, toGo + other.toGo);
        }
    }

    /** A port that takes connections. */
    public record Listener(String host, int port, String protocol, String purpose) {}
}
