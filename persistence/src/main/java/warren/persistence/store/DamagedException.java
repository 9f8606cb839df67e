package warren.persistence.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was stored is damaged or missing: trying again does not help. The message says all there is to say, so it has no stack trace and
 * fills one line wherever it is logged.
 */
public final class DamagedException extends StoreException {
    private static final long serialVersionUID = 1L;

    public DamagedException(String message) {
        super(message, false);
    }

    /** The damage among the causes of a failure. */
    public static Optional<DamagedException> in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedException damaged) {
                return Optional.of(damaged);
            }
        }
        return Optional.empty();
    }
}
