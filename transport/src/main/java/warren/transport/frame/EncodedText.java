package warren.transport.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import warren.routing.message.FieldWriter;

/**
 * Writes a short string of which the same instance comes again and again, such as the routing key of a run of messages: it is encoded
 * once. Not thread-safe.
 */
final class EncodedText {
    private static final int BYTES_MAX = 255;

    private String text = "";
    private byte[] bytes = {0};

    void write(String wanted, ByteBuffer out) {
        if (isOther(wanted)) {
            encode(wanted);
        }
        out.put(bytes);
    }

    /** By identity: comparing the letters would cost as much as writing them. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isOther(String wanted) {
        return text != wanted;
    }

    private void encode(String wanted) {
        ByteBuffer encoded = ByteBuffer.allocate(BYTES_MAX + 1);
        FieldWriter.shortString(encoded, wanted);
        bytes = Arrays.copyOf(encoded.array(), encoded.position());
        text = wanted;
    }
}
