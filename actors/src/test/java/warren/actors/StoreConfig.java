package warren.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/** Settings of an actor system that keeps its events in a directory of its own. */
public final class StoreConfig {
    private StoreConfig() {}

    /** What was there is found again by the next system in the same directory. */
    public static Config in(Path directory) {
        return ConfigFactory.parseString("pekko.persistence.journal.plugin = warren.persistence.journal\n"
                        + "pekko.persistence.snapshot-store.plugin = warren.persistence.snapshots\n"
                        + "warren.persistence.fsync = off\n"
                        // a disk that others use may take its time
                        + "pekko.actor.testkit.typed.single-expect-default = 20s\n"
                        + "warren.persistence.directory = \"" + directory + "\"")
                .withFallback(ConfigFactory.load());
    }
}
