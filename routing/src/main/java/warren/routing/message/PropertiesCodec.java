package warren.routing.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The property list of a content header (AMQP 0-9-1, 4.2.6.1): two bytes of flags, highest bit first, then the properties that are
 * there. The bytes travel untouched from publisher to consumer; this class reads them for whoever needs one.
 */
public final class PropertiesCodec {
    private static final int CONTENT_TYPE = 1 << 15;
    private static final int CONTENT_ENCODING = 1 << 14;
    private static final int HEADERS = 1 << 13;
    private static final int DELIVERY_MODE = 1 << 12;
    private static final int PRIORITY = 1 << 11;
    private static final int CORRELATION_ID = 1 << 10;
    private static final int REPLY_TO = 1 << 9;
    private static final int EXPIRATION = 1 << 8;
    private static final int MESSAGE_ID = 1 << 7;
    private static final int TIMESTAMP = 1 << 6;
    private static final int TYPE = 1 << 5;
    private static final int USER_ID = 1 << 4;
    private static final int APP_ID = 1 << 3;
    private static final int CLUSTER_ID = 1 << 2;
    private static final int MORE_FLAGS = 1;

    private PropertiesCodec() {}

    /** Flags and properties, from the flags on. */
    public static BasicProperties read(byte[] bytes) throws MalformedFieldException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int flags = flags(in);
        var properties = new BasicProperties.Builder();
        properties.contentType = text(in, flags, CONTENT_TYPE);
        properties.contentEncoding = text(in, flags, CONTENT_ENCODING);
        properties.headers = (flags & HEADERS) == 0 ? null : FieldReader.table(in);
        properties.deliveryMode = octet(in, flags, DELIVERY_MODE);
        properties.priority = octet(in, flags, PRIORITY);
        properties.correlationId = text(in, flags, CORRELATION_ID);
        properties.replyTo = text(in, flags, REPLY_TO);
        properties.expiration = text(in, flags, EXPIRATION);
        properties.messageId = text(in, flags, MESSAGE_ID);
        properties.timestamp = longs(in, flags, TIMESTAMP);
        properties.type = text(in, flags, TYPE);
        properties.userId = text(in, flags, USER_ID);
        properties.appId = text(in, flags, APP_ID);
        properties.clusterId = text(in, flags, CLUSTER_ID);
        if (in.hasRemaining()) {
            throw new MalformedFieldException(in.remaining() + " bytes after the last property");
        }
        return properties.build();
    }

    /** The bytes of {@link #read}. */
    public static byte[] write(BasicProperties properties) {
        BasicProperties.Builder values = properties.values;
        ByteBuffer out = ByteBuffer.allocate(sizeMax(values));
        out.putShort((short) 0);
        int flags = text(out, values.contentType, CONTENT_TYPE) | text(out, values.contentEncoding, CONTENT_ENCODING);
        if (values.headers != null) {
            FieldWriter.table(out, values.headers);
            flags |= HEADERS;
        }
        flags |= octet(out, values.deliveryMode, DELIVERY_MODE) | octet(out, values.priority, PRIORITY);
        flags |= text(out, values.correlationId, CORRELATION_ID) | text(out, values.replyTo, REPLY_TO);
        flags |= text(out, values.expiration, EXPIRATION) | text(out, values.messageId, MESSAGE_ID);
        if (values.timestamp != null) {
            out.putLong(values.timestamp);
            flags |= TIMESTAMP;
        }
        flags |= text(out, values.type, TYPE) | text(out, values.userId, USER_ID);
        flags |= text(out, values.appId, APP_ID) | text(out, values.clusterId, CLUSTER_ID);
        out.putShort(0, (short) flags);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** The delivery mode alone, without reading what follows it; 0 when it was not sent. The bytes must be well formed. */
    public static int deliveryMode(byte[] bytes) {
        return octet(bytes, DELIVERY_MODE);
    }

    /** The priority in the same way; 0 when it was not sent. */
    static int priority(byte[] bytes) {
        return octet(bytes, PRIORITY);
    }

    private static int octet(byte[] bytes, int wanted) {
        int flags = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        if ((flags & wanted) == 0) {
            return 0;
        }
        int at = 2;
        if ((flags & CONTENT_TYPE) != 0) {
            at += 1 + (bytes[at] & 0xff);
        }
        if ((flags & CONTENT_ENCODING) != 0) {
            at += 1 + (bytes[at] & 0xff);
        }
        if ((flags & HEADERS) != 0) {
            at += Integer.BYTES + ByteBuffer.wrap(bytes).getInt(at);
        }
        if (wanted == PRIORITY && (flags & DELIVERY_MODE) != 0) {
            at++;
        }
        return bytes[at] & 0xff;
    }

    /** True when the property expiration is there. */
    static boolean hasExpiration(byte[] bytes) {
        return (bytes[0] & EXPIRATION >> 8) != 0;
    }

    /**
     * True when a property is there that a publish is checked for: reply-to, expiration, user-id, or (perhaps) one of the headers CC and
     * BCC.
     */
    public static boolean needsCheck(byte[] bytes) {
        int flags = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return (flags & (REPLY_TO | EXPIRATION | USER_ID)) != 0 || ((flags & HEADERS) != 0 && mayNameCopies(bytes));
    }

    /** Looks for the letters alone, which is much cheaper than reading the headers. */
    private static boolean mayNameCopies(byte[] bytes) {
        for (int i = 3; i < bytes.length; i++) {
            if (bytes[i] == 'C' && bytes[i - 1] == 'C') {
                return true;
            }
        }
        return false;
    }

    private static int flags(ByteBuffer in) throws MalformedFieldException {
        if (in.remaining() < 2) {
            throw new MalformedFieldException("no property flags");
        }
        int flags = in.getShort() & 0xffff;
        if ((flags & (MORE_FLAGS | 2)) != 0) {
            throw new MalformedFieldException("unknown property flags " + flags);
        }
        return flags;
    }

    private static @Nullable String text(ByteBuffer in, int flags, int flag) throws MalformedFieldException {
        return (flags & flag) == 0 ? null : FieldReader.shortString(in);
    }

    private static @Nullable Integer octet(ByteBuffer in, int flags, int flag) throws MalformedFieldException {
        if ((flags & flag) == 0) {
            return null;
        }
        if (!in.hasRemaining()) {
            throw new MalformedFieldException("a property is missing");
        }
        return in.get() & 0xff;
    }

    private static @Nullable Long longs(ByteBuffer in, int flags, int flag) throws MalformedFieldException {
        if ((flags & flag) == 0) {
            return null;
        }
        if (in.remaining() < Long.BYTES) {
            throw new MalformedFieldException("a property is missing");
        }
        return in.getLong();
    }

    private static int text(ByteBuffer out, @Nullable String value, int flag) {
        if (value == null) {
            return 0;
        }
        FieldWriter.shortString(out, value);
        return flag;
    }

    private static int octet(ByteBuffer out, @Nullable Integer value, int flag) {
        if (value == null) {
            return 0;
        }
        out.put(value.byteValue());
        return flag;
    }

    private static int sizeMax(BasicProperties.Builder values) {
        int size = Short.BYTES + 2 + Long.BYTES;
        String[] texts = {
            values.contentType, values.contentEncoding, values.correlationId, values.replyTo, values.expiration,
            values.messageId, values.type, values.userId, values.appId, values.clusterId
        };
        for (String text : texts) {
            size += text == null ? 0 : 1 + text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size + (values.headers == null ? 0 : FieldWriter.tableSize(values.headers));
    }
}
