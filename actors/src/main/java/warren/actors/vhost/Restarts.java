package warren.actors.vhost;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import warren.actors.info.FailureInfo;

/** How often an actor was started again, and how long to wait before the next time: longer with each failure in a row, then never. */
final class Restarts {
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    /** The delay grows up to 50 ms times two to this. */
    private static final int DOUBLINGS_MAX = 8;

    private final RestartLimits limits;
    private int total;
    private int inARow;
    private Optional<FailureInfo> lastFailure = Optional.empty();
    private Instant last = Instant.EPOCH;

    Restarts(RestartLimits limits) {
        this.limits = limits;
    }

    int total() {
        return total;
    }

    /** What the last failure was. */
    Optional<FailureInfo> lastFailure() {
        return lastFailure;
    }

    void remember(FailureInfo failure) {
        lastFailure = Optional.of(failure);
    }

    /** True when it failed too often: it stays down. */
    boolean hasGivenUp() {
        return inARow > limits.inARowMax();
    }

    /** It stays down: another start would fail as well. */
    void giveUp() {
        inARow = limits.inARowMax() + 1;
    }

    /** A failure at this moment. Empty when it is not to be started again. */
    Optional<Duration> onFailure(Instant now) {
        inARow = Duration.between(last, now).compareTo(limits.healthyAfter()) > 0 ? 1 : inARow + 1;
        last = now;
        if (hasGivenUp()) {
            return Optional.empty();
        }
        total++;
        return Optional.of(
                inARow == 1 ? Duration.ZERO : FIRST_DELAY.multipliedBy(1L << Math.min(DOUBLINGS_MAX, inARow - 2)));
    }
}
