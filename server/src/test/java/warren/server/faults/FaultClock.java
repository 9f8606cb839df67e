package warren.server.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The time of day as the broker sees it: that of the system and so many milliseconds as the file {@value #CLOCK} says. */
public final class FaultClock {
    public static final String CLOCK = "clock";

    private static final long LOOK_NANOS = 2_000_000;

    private static volatile long aheadMillis;

    private FaultClock() {}

    static void start(Path directory) {
        Path file = directory.resolve(CLOCK);
        var thread = new Thread(
                () -> {
                    while (true) {
                        look(file);
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                },
                "clock");
        thread.setDaemon(true);
        thread.start();
    }

    private static void look(Path file) {
        try {
            if (Files.exists(file)) {
                aheadMillis = Long.parseLong(Files.readString(file).trim());
            }
        } catch (IOException | NumberFormatException beingWritten) {
            // the next look will do
        }
    }

    /** Stands in for {@link System#currentTimeMillis} in the broker's classes. */
    public static long millis() {
        return System.currentTimeMillis() + aheadMillis;
    }
}
