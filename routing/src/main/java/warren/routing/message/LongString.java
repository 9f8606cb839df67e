package warren.routing.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A long string of a field table (type S): any bytes, most often UTF-8 text. Equal by its bytes. */
public final class LongString implements FieldValue {
    private final byte[] bytes;

    private LongString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Text in UTF-8. */
    public static LongString of(String text) {
        return new LongString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the array as it is: the caller must not change it afterwards. */
    public static LongString wrap(byte[] bytes) {
        return new LongString(bytes);
    }

    /** The bytes themselves, not a copy: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The text, with replacement characters where the bytes are no UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
