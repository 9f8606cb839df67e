package warren.actors.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import warren.actors.access.Grant;
import warren.actors.alarm.Alarms;
import warren.transport.frame.Inbound;

/** Where a client's publishes are held back, and all behind them: by an alarm ({@link Throttle}), or by a quota ({@link PublishPace}). */
final class Gate {
    private final Link link;
    private final Throttle throttle;
    private final PublishPace pace;

    Gate(Link link, Session session) {
        this.link = link;
        this.throttle = new Throttle(link, session);
        this.pace = new PublishPace(link.environment.quotas());
        pace.change(session.grant(), System.nanoTime());
    }

    /** True while nothing is to be read. */
    boolean isShut() {
        return throttle.isBlocked() || pace.isHolding();
    }

    /** RabbitMQ's name of the state. */
    String state() {
        return pace.isHolding() && !throttle.isBlocked() ? "flow" : throttle.state();
    }

    /** What of these may be handled now. */
    List<Inbound> admit(List<Inbound> commands) {
        List<Inbound> admitted = pace.admit(throttle.admit(commands), System.nanoTime());
        if (pace.isHolding()) {
            wakeForNextPublish();
        }
        return admitted;
    }

    private void wakeForNextPublish() {
        long nanos = pace.nanosUntilFree(System.nanoTime());
        if (nanos < Long.MAX_VALUE) {
            link.timers.startSingleTimer(new ConnectionActor.PaceDue(), Duration.ofNanos(nanos));
        }
    }

    /** Takes note of other alarms; what is to be handled now if that opens the gate. */
    Optional<List<Inbound>> change(Alarms alarms) {
        boolean wasBlocked = throttle.isBlocked();
        List<Inbound> released = throttle.change(alarms);
        return wasBlocked && !throttle.isBlocked() ? Optional.of(admit(released)) : Optional.empty();
    }

    /** The same for other quotas. */
    Optional<List<Inbound>> change(Grant grant) {
        pace.change(grant, System.nanoTime());
        return due();
    }

    /** The same when the time of the next publish may have come. */
    Optional<List<Inbound>> due() {
        return pace.isHolding() ? Optional.of(admit(pace.release(System.nanoTime()))) : Optional.empty();
    }

    /** A queue has had too much from this connection: nothing is read for so long. */
    void pause(long nanos) {
        pace.pause(nanos, System.nanoTime());
        wakeForNextPublish();
    }
}
