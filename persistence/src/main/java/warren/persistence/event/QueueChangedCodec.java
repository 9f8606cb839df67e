package warren.persistence.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;
import warren.routing.message.Message;

/**
 * The bytes of {@link QueueChanged}: what was handed out, the settled ranges, what came back, the number of messages, and for each message the gap to the offset before it,
 * what differs from the message before it, and the body. Messages of one publisher mostly share exchange, key and properties, which
 * are then one bit each, and one object each when read. Expiry and further routing keys are there only where a message has them. What
 * comes last is there only in events with retries.
 */
final class QueueChangedCodec {
    private static final int SAME_EXCHANGE = 1;
    private static final int SAME_KEY = 2;
    private static final int SAME_PROPERTIES = 4;
    private static final int GAP = 8;
    private static final int EXPIRES = 16;
    private static final int COPY_KEYS = 32;

    private QueueChangedCodec() {}

    static byte[] write(QueueChanged event) {
        var out = new ByteWriter(size(event));
        out.varint(event.handedOut());
        RangesCodec.write(out, event.settled());
        ReturnsCodec.write(out, event.returns());
        out.varint(event.enqueued().size());
        long next = 0;
        Message before = null;
        for (StoredMessage stored : event.enqueued()) {
            Message message = stored.message();
            int flags = flags(stored, before) | (stored.offset() == next ? 0 : GAP);
            out.octet(flags);
            if ((flags & GAP) != 0) {
                out.varint(stored.offset() - next);
            }
            if ((flags & EXPIRES) != 0) {
                out.varint(stored.expiresAtMillis());
            }
            if ((flags & SAME_EXCHANGE) == 0) {
                out.block(ShortTexts.encode(message.exchange()));
            }
            if ((flags & SAME_KEY) == 0) {
                out.block(ShortTexts.encode(message.routingKey()));
            }
            if ((flags & SAME_PROPERTIES) == 0) {
                out.block(message.propertyBytes());
            }
            if ((flags & COPY_KEYS) != 0) {
                out.varint(message.copyKeys().size());
                message.copyKeys().forEach(copy -> out.block(ShortTexts.encode(copy)));
            }
            out.block(message.body());
            next = stored.offset() + 1;
            before = message;
        }
        if (!event.retries().isEmpty()) {
            RetriesCodec.write(out, event.retries());
        }
        return out.toBytes();
    }

    static QueueChanged read(byte[] bytes) throws MalformedBytesException {
        var in = new ByteReader(bytes);
        long handedOut = in.varint();
        OffsetRanges settled = RangesCodec.read(in);
        SortedMap<Long, Integer> returns = ReturnsCodec.read(in);
        int count = in.count();
        var enqueued = new ArrayList<StoredMessage>(count);
        long next = 0;
        String exchange = "";
        String key = "";
        byte[] properties = {};
        for (int i = 0; i < count; i++) {
            int flags = in.octet();
            long offset = (flags & GAP) == 0 ? next : next + in.varint();
            long expiresAt = (flags & EXPIRES) == 0 ? StoredMessage.NEVER : in.varint();
            exchange = (flags & SAME_EXCHANGE) != 0 ? exchange : ShortTexts.decode(in.block());
            key = (flags & SAME_KEY) != 0 ? key : ShortTexts.decode(in.block());
            properties = (flags & SAME_PROPERTIES) != 0 ? properties : in.block();
            List<String> copyKeys = (flags & COPY_KEYS) == 0 ? List.of() : copyKeys(in);
            Message message = new Message(exchange, key, properties, in.block());
            enqueued.add(new StoredMessage(
                    offset, copyKeys.isEmpty() ? message : message.withCopyKeys(copyKeys), expiresAt));
            next = offset + 1;
        }
        SortedMap<Long, Long> retries =
                in.remaining() > 0 ? RetriesCodec.read(in) : Collections.<Long, Long>emptySortedMap();
        if (in.remaining() > 0) {
            throw new MalformedBytesException(in.remaining() + " bytes after the last message");
        }
        try {
            return new QueueChanged(enqueued, settled, handedOut, returns, retries, 0);
        } catch (IllegalArgumentException e) {
            throw new MalformedBytesException(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> copyKeys(ByteReader in) throws MalformedBytesException {
        int count = in.count();
        var keys = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            keys.add(ShortTexts.decode(in.block()));
        }
        return keys;
    }

    private static int flags(StoredMessage stored, @Nullable Message before) {
        Message message = stored.message();
        int flags = (stored.expiresAtMillis() == StoredMessage.NEVER ? 0 : EXPIRES)
                | (message.copyKeys().isEmpty() ? 0 : COPY_KEYS);
        if (before == null) {
            return flags;
        }
        return flags
                | (message.exchange().equals(before.exchange()) ? SAME_EXCHANGE : 0)
                | (message.routingKey().equals(before.routingKey()) ? SAME_KEY : 0)
                | (Arrays.equals(message.propertyBytes(), before.propertyBytes()) ? SAME_PROPERTIES : 0);
    }

    /** The exact size, so that bodies are copied once and never again by an array that grows. */
    private static int size(QueueChanged event) {
        long size = (long) ByteWriter.varintSize(event.handedOut()) + RangesCodec.size(event.settled());
        size += ReturnsCodec.size(event.returns());
        size += ByteWriter.varintSize(event.enqueued().size());
        long next = 0;
        Message before = null;
        for (StoredMessage stored : event.enqueued()) {
            Message message = stored.message();
            int flags = flags(stored, before);
            size += 1;
            size += stored.offset() == next ? 0 : ByteWriter.varintSize(stored.offset() - next);
            size += (flags & EXPIRES) == 0 ? 0 : ByteWriter.varintSize(stored.expiresAtMillis());
            size += (flags & COPY_KEYS) == 0 ? 0 : copyKeysSize(message.copyKeys());
            size += (flags & SAME_EXCHANGE) != 0 ? 0 : block(ShortTexts.size(message.exchange()));
            size += (flags & SAME_KEY) != 0 ? 0 : block(ShortTexts.size(message.routingKey()));
            size += (flags & SAME_PROPERTIES) != 0 ? 0 : block(message.propertyBytes().length);
            size += block(message.body().length);
            next = stored.offset() + 1;
            before = message;
        }
        size += event.retries().isEmpty() ? 0 : RetriesCodec.size(event.retries());
        return Math.toIntExact(size);
    }

    private static long copyKeysSize(List<String> keys) {
        long size = ByteWriter.varintSize(keys.size());
        for (String key : keys) {
            size += block(ShortTexts.size(key));
        }
        return size;
    }

    private static long block(int length) {
        return (long) ByteWriter.varintSize(length) + length;
    }
}
