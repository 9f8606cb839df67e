package warren.persistence.bytes;

import java.io.IOException;

/** Bytes that are not what a writer of this program wrote. */
public final class MalformedBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says what was expected where. */
    public MalformedBytesException(String message) {
        super(message);
    }
}
