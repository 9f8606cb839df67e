package warren.actors.vhost;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How long a queue or exchange that fails again and again is started again.
 *
 * @param inARowMax after so many failures in a row it stays down
 * @param healthyAfter a failure so long after the last one is the first in a row
 */
record RestartLimits(int inARowMax, Duration healthyAfter) {
    /** Those of the section {@code warren.restarts}. */
    static RestartLimits of(Config config) {
        Config restarts = config.getConfig("warren.restarts");
        return new RestartLimits(restarts.getInt("in-a-row-max"), restarts.getDuration("healthy-after"));
    }
}
