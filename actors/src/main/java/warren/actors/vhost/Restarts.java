package warren.actors.vhost;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How often an actor was started again, and how long to wait before the next time: longer with each failure in a row, then never. */
final class Restarts {
    private static final int IN_A_ROW_MAX = 8;
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration HEALTHY_AFTER = Duration.ofMinutes(1);

    private int total;
    private int inARow;
    private Instant last = Instant.EPOCH;

    int total() {
        return total;
    }

    /** True when it failed too often: it stays down. */
    boolean hasGivenUp() {
        return inARow > IN_A_ROW_MAX;
    }

    /** It stays down: another start would fail as well. */
    void giveUp() {
        inARow = IN_A_ROW_MAX + 1;
    }

    /** A failure at this moment. Empty when it is not to be started again. */
    Optional<Duration> onFailure(Instant now) {
        inARow = Duration.between(last, now).compareTo(HEALTHY_AFTER) > 0 ? 1 : inARow + 1;
        last = now;
        if (hasGivenUp()) {
            return Optional.empty();
        }
        total++;
        return Optional.of(inARow == 1 ? Duration.ZERO : FIRST_DELAY.multipliedBy(1L << (inARow - 2)));
    }
}
