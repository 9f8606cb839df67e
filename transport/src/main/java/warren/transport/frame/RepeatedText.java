package warren.transport.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import warren.routing.message.FieldReader;
import warren.routing.message.MalformedFieldException;

/** A short string that is mostly the same as the last time: then the last instance is given again. */
final class RepeatedText {
    private byte[] bytes = {};
    private String text = "";

    /** Reads a short string; the position moves behind it. */
    String read(ByteBuffer in) throws MalformedFieldException {
        int at = in.position();
        int length = in.hasRemaining() ? in.get(at) & 0xff : 0;
        byte[] array = in.array();
        int from = in.arrayOffset() + at + 1;
        if (length < in.remaining() && Arrays.equals(array, from, from + length, bytes, 0, bytes.length)) {
            in.position(at + 1 + length);
            return text;
        }
        text = FieldReader.shortString(in);
        bytes = Arrays.copyOfRange(array, from, from + length);
        return text;
    }
}
