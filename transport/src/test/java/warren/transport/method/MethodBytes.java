package warren.transport.method;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import warren.routing.message.MalformedFieldException;

/** The payload of a method frame, ids and arguments, and back. */
public final class MethodBytes {
    private MethodBytes() {}

    /** Fails when {@link Method#size} is too small or too large. */
    public static byte[] of(Method method) {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + method.size());
        out.putInt(method.id());
        method.write(out);
        if (out.hasRemaining()) {
            throw new AssertionError(method + " says it has " + out.remaining() + " bytes more than it writes");
        }
        return out.array();
    }

    /** Fails when bytes are left over. */
    static Method read(byte[] bytes) throws MalformedFieldException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Method method = MethodReaders.read(in.getInt(), in).orElseThrow();
        if (in.hasRemaining()) {
            throw new AssertionError(method + " leaves " + in.remaining() + " bytes");
        }
        return method;
    }

    /** The components of a method's record, arrays as hex: records compare arrays by identity. */
    public static List<Object> values(Method method) {
        var values = new ArrayList<Object>();
        for (RecordComponent component : method.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(method);
                values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return values;
    }
}
