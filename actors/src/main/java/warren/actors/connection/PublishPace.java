package warren.actors.connection;

import java.util.List;
import warren.actors.TokenBucket;
import warren.actors.access.Grant;
import warren.transport.frame.Command;
import warren.transport.frame.Inbound;
import warren.transport.method.BasicPublish;

/**
 * Keeps one connection to what its user and its virtual host may publish: a publish that is too early is kept with all behind it, and
 * nothing more is read, until it is its turn. Nobody is refused, and other connections do not notice unless they share the quota. Times
 * are those of one clock, in ns.
 */
final class PublishPace {
    private final PublishQuotas quotas;
    private PublishQuotas.Buckets buckets = PublishQuotas.Buckets.NONE;
    private List<Inbound> held = List.of();
    private boolean holding;
    private boolean paused;
    private long pausedUntil;

    PublishPace(PublishQuotas quotas) {
        this.quotas = quotas;
    }

    /** Takes note of other limits. */
    void change(Grant grant, long now) {
        buckets = quotas.of(grant, now);
    }

    boolean isHolding() {
        return holding;
    }

    /** What of these may be handled now: all, or all before a publish that is too early. */
    List<Inbound> admit(List<Inbound> commands, long now) {
        if (buckets.isEmpty() && !paused) {
            return commands;
        }
        for (int i = 0; i < commands.size(); i++) {
            if (commands.get(i) instanceof Command command && command.method() instanceof BasicPublish) {
                if (nanosUntilFree(now) > 0) {
                    holding = true;
                    held = List.copyOf(commands.subList(i, commands.size()));
                    return commands.subList(0, i);
                }
                long bytes = command.content().body().length;
                buckets.messages().forEach(bucket -> bucket.take(1, now));
                buckets.bytes().forEach(bucket -> bucket.take(bytes, now));
            }
        }
        return commands;
    }

    /** How long it goes on holding; Long.MAX_VALUE: until the limits change. */
    long nanosUntilFree(long now) {
        long nanos = paused ? Math.max(0, pausedUntil - now) : 0;
        for (TokenBucket bucket : buckets.messages()) {
            nanos = Math.max(nanos, bucket.nanosUntilFree(now));
        }
        for (TokenBucket bucket : buckets.bytes()) {
            nanos = Math.max(nanos, bucket.nanosUntilFree(now));
        }
        return nanos;
    }

    /** Holds the next publish back for so long, whatever the quotas. */
    void pause(long nanos, long now) {
        pausedUntil = paused ? Math.max(pausedUntil - now, nanos) + now : now + nanos;
        paused = true;
        holding = true;
    }

    /** Ends the hold: what was kept is to be admitted anew. */
    List<Inbound> release(long now) {
        holding = false;
        paused = paused && pausedUntil - now > 0;
        List<Inbound> released = held;
        held = List.of();
        return released;
    }
}
