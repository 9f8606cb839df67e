package warren.persistence.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import warren.persistence.bytes.MalformedBytesException;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** Names and routing keys in the bytes in which clients send them, which need not be UTF-8 (see {@link FieldReader#shortString}). */
final class ShortTexts {
    private ShortTexts() {}

    static byte[] encode(String text) {
        return isAscii(text) ? text.getBytes(StandardCharsets.ISO_8859_1) : encodeAny(text);
    }

    static int size(String text) {
        return isAscii(text) ? text.length() : encodeAny(text).length;
    }

    static String decode(byte[] bytes) throws MalformedBytesException {
        if (bytes.length > 255) {
            throw new MalformedBytesException("short string of " + bytes.length + " bytes");
        }
        try {
            return FieldReader.shortString(ByteBuffer.allocate(1 + bytes.length)
                    .put((byte) bytes.length)
                    .put(bytes)
                    .flip());
        } catch (MalformedFieldException e) {
            throw new MalformedBytesException(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] encodeAny(String text) {
        ByteBuffer out = ByteBuffer.allocate(1 + 3 * text.length());
        FieldWriter.shortString(out, text);
        byte[] bytes = new byte[out.position() - 1];
        out.flip().position(1).get(bytes);
        return bytes;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return text.length() <= 255;
    }
}
