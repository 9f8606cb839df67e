package warren.server;

import java.io.PrintStream;
import java.time.Duration;
import warren.persistence.store.Progress;

/** Shows how far long work is: a line for each second, none in the first one. */
final class StoreProgress implements Progress {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PrintStream out;
    private long lastNanos = System.nanoTime();

    StoreProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void at(String step, long done, long total) {
        long now = System.nanoTime();
        if (now - lastNanos >= PAUSE.toNanos() && total > 0) {
            lastNanos = now;
            out.println(step + ": " + 100 * done / total + " %");
        }
    }
}
