package warren.transport.frame;

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
                ReplyCode.FRAME_ERROR, "cannot decode " + binary(arguments), methodId >>> 16, methodId & 0xffff);
    }

    private static String describe(int type, byte[] payload) {
        boolean isShort = payload.length <= SNIPPET_BYTES;
        byte[] shown = isShort ? payload : java.util.Arrays.copyOf(payload, SNIPPET_BYTES);
        return "type " + type + ", " + (isShort ? "all" : "first 16") + " octets = " + binary(shown);
    }

    /** As Erlang prints a binary. */
    static String binary(byte[] bytes) {
        var numbers = new StringBuilder("<<");
        var text = new StringBuilder("<<\"");
        boolean printable = bytes.length > 0;
        for (byte b : bytes) {
            int value = b & 0xff;
            printable &= value >= 32 && value < 127;
            numbers.append(numbers.length() > 2 ? "," : "").append(value);
            text.append(value == '"' || value == '\\' ? "\\" : "").append((char) value);
        }
        return printable ? text.append("\">>").toString() : numbers.append(">>").toString();
    }
}
