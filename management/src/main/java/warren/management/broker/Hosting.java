package warren.management.broker;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the program around the broker does when warrenctl asks for it. */
public interface Hosting {
    /** Ends the process in good order; returns at once. */
    void stop();

    /**
     * Reads the settings and certificates again: what changed, and what has to wait for a restart, one line each. The stage fails with an
     * {@link warren.actors.info.OperatorError} when something cannot be read; then nothing has changed.
     */
    CompletionStage<List<String>> reload();
}
