package warren.routing.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Short strings as Java strings, without loss. They should be UTF-8, but RabbitMQ takes any bytes and some clients use binary routing
 * keys: a byte that is not part of any UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, and is written as that byte again. So two
 * different keys stay different, and a string never grows between reading and writing.
 */
final class ShortText {
    private static final int ESCAPE = 0xdc00;

    private ShortText() {}

    static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeEscaping(bytes);
    }

    private static String decodeEscaping(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE | (in.get() & 0xff)));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encodeEscaped(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encodeEscaped(String text) {
        var out = new ByteArrayOutputStream();
        text.codePoints().forEach(code -> {
            if (code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff) {
                out.write(code);
            } else {
                out.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }
}
