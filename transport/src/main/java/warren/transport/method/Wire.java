package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** The plain types of method arguments, each checked for its length. */
final class Wire {
    private Wire() {}

    static int octet(ByteBuffer in) throws MalformedFieldException {
        require(in, 1);
        return in.get() & 0xff;
    }

    static int unsignedShort(ByteBuffer in) throws MalformedFieldException {
        require(in, Short.BYTES);
        return in.getShort() & 0xffff;
    }

    static long unsignedInt(ByteBuffer in) throws MalformedFieldException {
        require(in, Integer.BYTES);
        return in.getInt() & 0xffff_ffffL;
    }

    static long longLong(ByteBuffer in) throws MalformedFieldException {
        require(in, Long.BYTES);
        return in.getLong();
    }

    static boolean bit(int octet, int number) {
        return (octet >>> number & 1) != 0;
    }

    /** Bits from the lowest on. */
    static byte bits(boolean... values) {
        int octet = 0;
        for (int i = 0; i < values.length; i++) {
            octet |= values[i] ? 1 << i : 0;
        }
        return (byte) octet;
    }

    private static void require(ByteBuffer in, int bytes) throws MalformedFieldException {
        if (in.remaining() < bytes) {
            throw new MalformedFieldException(bytes + " bytes expected, " + in.remaining() + " left");
        }
    }
}
