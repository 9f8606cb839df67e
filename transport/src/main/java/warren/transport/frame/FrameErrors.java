package warren.transport.frame;

import java.util.StringJoiner;
import warren.transport.method.Method;
import warren.transport.method.ReplyCode;

/** RabbitMQ's words for frames that are wrong (facts, section 2.4). */
final class FrameErrors {
    private static final int SNIPPET_BYTES = 16;

    private FrameErrors() {}

    static Violation frameError(int type, byte[] payload, String reason) {
        return new Violation(ReplyCode.FRAME_ERROR, describe(type, payload) + ": " + reason, 0, 0);
    }

    static Violation unexpectedFrame(int type, byte[] payload) {
        return new Violation(ReplyCode.UNEXPECTED_FRAME, describe(type, payload), 0, 0);
    }

    static Violation unexpected(String text) {
        return new Violation(ReplyCode.UNEXPECTED_FRAME, text, 0, 0);
    }

    static Violation unexpected(String text, Method method) {
        return new Violation(ReplyCode.UNEXPECTED_FRAME, text, method.classId(), method.methodId());
    }

    static Violation cannotDecode(int methodId, byte[] arguments) {
        return new Violation(
                ReplyCode.FRAME_ERROR, "cannot decode " + numbers(arguments), methodId >>> 16, methodId & 0xffff);
    }

    static Violation invalidEnd(int type, int size, byte[] snippet, byte end) {
        // the text tells from the length whether all of the payload is shown
        boolean isCut = size > snippet.length && snippet.length > 0;
        byte[] shown = isCut ? java.util.Arrays.copyOf(snippet, snippet.length + 1) : snippet;
        return frameError(type, shown, "{invalid_frame_end_marker," + (end & 0xff) + "}");
    }

    static Violation missingHeader(Method method) {
        return unexpected(
                "expected content header for class " + method.classId() + ", got non content header frame instead",
                method);
    }

    private static String describe(int type, byte[] payload) {
        boolean isShort = payload.length <= SNIPPET_BYTES;
        byte[] shown = isShort ? payload : java.util.Arrays.copyOf(payload, SNIPPET_BYTES);
        return "type " + type + ", " + (isShort ? "all" : "first 16") + " octets = " + binary(shown);
    }

    /** As Erlang prints a binary with {@code ~p}: text where it can. */
    static String binary(byte[] bytes) {
        var text = new StringBuilder("<<\"");
        for (byte b : bytes) {
            if (b < 32 || b == 127) {
                return numbers(bytes);
            }
            text.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
        }
        return bytes.length == 0 ? "<<>>" : text.append("\">>").toString();
    }

    /** As Erlang prints a binary with {@code ~w}: numbers always. */
    static String numbers(byte[] bytes) {
        var numbers = new StringJoiner(",", "<<", ">>");
        for (byte b : bytes) {
            numbers.add(Integer.toString(b & 0xff));
        }
        return numbers.toString();
    }
}
