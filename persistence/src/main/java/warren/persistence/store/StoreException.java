package warren.persistence.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked; the text says why and, where something can be done, what. */
public sealed class StoreException extends RuntimeException permits DamagedException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    StoreException(String message, boolean hasStackTrace) {
        super(message, null, false, hasStackTrace);
    }
}
