package warren.transport.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import warren.routing.message.MalformedFieldException;
import warren.routing.message.PropertiesCodec;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConnectionTuneOk;
import warren.transport.method.Method;
import warren.transport.method.MethodReaders;
import warren.transport.method.ReplyCode;

/**
 * Turns the bytes of one client into commands. A publish with its header and body is one command; the contents of several channels may
 * interleave. Bodies and properties are cut out of the chunk once, into arrays of their own size. Where no publish is due, before
 * tune-ok and on channel 0, one is handed on at once: whoever refuses it must not have to keep its body first. Not thread-safe.
 */
public final class FrameDecoder {
    /** Frames before tune-ok. */
    static final int FIRST_FRAMES_MAX = 4096;

    private static final long BODY_MAX = 512L << 20;
    private static final int PUBLISH = 60 << 16 | 40;
    private static final int SHARED_PROPERTIES_MAX = 64;

    private final DecoderLimits limits;
    private final Map<Integer, Assembly> assemblies = new HashMap<>();
    private final RepeatedText exchange = new RepeatedText();
    private final RepeatedText routingKey = new RepeatedText();
    private byte[] lastProperties = {};
    private int frameMaxBytes = FIRST_FRAMES_MAX;

    private boolean greeted;
    private boolean tuned;
    private boolean stopped;
    /** A greeting or frame that is not complete yet. */
    private byte[] partial = new byte[64];

    private int partialBytes;
    /** The body frame in the middle of which the last chunk ended. */
    private @Nullable Assembly streaming;

    /** The body that waits for room, and what came behind. */
    private @Nullable Assembly waiting;

    private byte[] behindWaiting = {};
    private final ContentRoom room;
    private boolean sawContent;

    private int streamingChannel;
    private int streamingSize;
    private int streamingLeft;

    /** A decoder that waits for the protocol header. */
    public FrameDecoder(DecoderLimits limits) {
        this.limits = limits;
        this.room = new ContentRoom(limits.contents());
    }

    /** Takes a chunk in and adds what became complete by it. Nothing refers to the chunk afterwards: its array may be used again. */
    public void decode(byte[] chunk, int from, int to, List<Inbound> into) {
        sawContent = false;
        int at = from;
        while (at < to && !stopped && waiting == null) {
            if (streaming != null) {
                at = streamBody(streaming, chunk, at, to, into);
            } else if (partialBytes > 0) {
                at = fillPartial(chunk, at, to, into);
            } else {
                at = decodeWhole(chunk, at, to, into);
            }
        }
    }

    /** True when the last chunk is not decoded to its end: a body finds no room. No further chunk may come before {@link #resume}. */
    public boolean isWaiting() {
        return waiting != null;
    }

    /** True when the last chunk brought a part of a body that is not complete. */
    public boolean isPublishing() {
        return sawContent && assemblies.values().stream().anyMatch(assembly -> assembly.hasHeader);
    }

    /** Waits for room; {@code granted} is called once, by any thread, unless {@link #giveUp} was quicker. */
    public void awaitRoom(Runnable granted) {
        if (waiting != null) {
            room.await(waiting, granted);
        }
    }

    /** True when nobody has found room since this was asked last, or since the wait began. */
    public boolean isStuck() {
        return room.isStuck();
    }

    /** Skips the body that waits; false when there is room for it in the meantime. */
    public boolean giveUp() {
        boolean gaveUp = room.giveUp();
        if (gaveUp && waiting != null) {
            waiting.skipped = true;
            waiting.noRoom = true;
        }
        return gaveUp;
    }

    /** Decodes the rest of the chunk, after the wait. */
    public void resume(List<Inbound> into) {
        if (waiting != null && !waiting.skipped) {
            room.granted(waiting);
        }
        waiting = null;
        byte[] rest = behindWaiting;
        behindWaiting = new byte[0];
        decode(rest, 0, rest.length, into);
    }

    /** The commands so far have been taken, and count elsewhere. From any thread. */
    public void releaseComplete() {
        room.releaseComplete();
    }

    /** Nothing more comes. */
    public void close() {
        stopped = true;
        assemblies.clear();
        room.close();
    }

    /** Decodes straight from the chunk; an incomplete rest goes to {@link #partial}. */
    private int decodeWhole(byte[] chunk, int at, int to, List<Inbound> into) {
        int needed = neededBytes(chunk, at, to - at, into);
        if (stopped || streaming != null) {
            return streaming == null ? to : at + Frames.HEAD_BYTES;
        }
        if (needed > to - at) {
            keep(chunk, at, to, needed);
            return to;
        }
        handle(chunk, at, needed, into);
        return at + needed;
    }

    private int fillPartial(byte[] chunk, int at, int to, List<Inbound> into) {
        int needed = neededBytes(partial, 0, partialBytes, into);
        if (stopped) {
            return to;
        }
        if (streaming != null) {
            partialBytes = 0;
            return at;
        }
        int taken = Math.min(needed - partialBytes, to - at);
        keep(chunk, at, at + taken, needed);
        if (partialBytes == needed && (!greeted || needed > Frames.HEAD_BYTES)) {
            partialBytes = 0;
            handle(partial, 0, needed, into);
        } else if (partialBytes == needed) {
            neededBytes(partial, 0, partialBytes, into);
            partialBytes = streaming != null ? 0 : partialBytes;
        }
        return at + taken;
    }

    private void keep(byte[] chunk, int from, int to, int needed) {
        if (partial.length < needed) {
            partial = Arrays.copyOf(partial, needed);
        }
        System.arraycopy(chunk, from, partial, partialBytes, to - from);
        partialBytes += to - from;
    }

    /**
     * Bytes of the unit that begins here: the greeting, a frame's head as long as that is all that is known of it, or a whole frame. A
     * body frame that is expected begins to stream instead; a frame that is too large is a violation.
     */
    private int neededBytes(byte[] bytes, int at, int available, List<Inbound> into) {
        if (!greeted) {
            return Frames.OVERHEAD_BYTES;
        }
        if (available < Frames.HEAD_BYTES) {
            return Frames.HEAD_BYTES;
        }
        int type = bytes[at] & 0xff;
        int channel = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
        long size = int32(bytes, at + 3) & 0xffff_ffffL;
        if (size > frameMaxBytes) {
            String reason = "{frame_too_large," + size + "," + (frameMaxBytes - Frames.OVERHEAD_BYTES) + "}";
            stop(FrameErrors.frameError(type, new byte[0], reason), into);
            return available;
        }
        Assembly assembly = type == Frames.BODY && channel != 0 ? assemblies.get(channel) : null;
        if (assembly != null && assembly.hasHeader && size <= assembly.bodySize - assembly.received) {
            streaming = assembly;
            streamingChannel = channel;
            streamingSize = (int) size;
            streamingLeft = (int) size;
        }
        return (int) size + Frames.OVERHEAD_BYTES;
    }

    private int streamBody(Assembly assembly, byte[] chunk, int at, int to, List<Inbound> into) {
        int count = Math.min(streamingLeft, to - at);
        sawContent = true;
        // what is there as a whole need not be gathered
        if (count < assembly.bodySize && !assembly.skipped && !room.admits(assembly)) {
            waiting = assembly;
            behindWaiting = Arrays.copyOfRange(chunk, at, to);
            return to;
        }
        assembly.add(chunk, at, count);
        streamingLeft -= count;
        int next = at + count;
        if (next == to) {
            return to;
        }
        streaming = null;
        if (chunk[next] != Frames.END) {
            byte[] snippet = assembly.snippet(assembly.received - streamingSize, streamingSize);
            stop(FrameErrors.invalidEnd(Frames.BODY, streamingSize, snippet, chunk[next]), into);
        } else if (assembly.isComplete()) {
            assemblies.remove(streamingChannel);
            if (assembly.hasRoom) {
                room.complete(assembly.bodySize);
            }
            into.add(assembly.toCommand(streamingChannel));
        }
        return next + 1;
    }

    /** One complete greeting or frame. */
    private void handle(byte[] bytes, int at, int length, List<Inbound> into) {
        if (!greeted) {
            greeted = true;
            ProtocolHeader header = new ProtocolHeader(Arrays.copyOfRange(bytes, at, at + length));
            stopped = !header.isSupported();
            into.add(header);
            return;
        }
        int type = bytes[at] & 0xff;
        int channel = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
        int from = at + Frames.HEAD_BYTES;
        int end = at + length - 1;
        if (bytes[end] != Frames.END) {
            stop(
                    FrameErrors.invalidEnd(
                            type, end - from, Arrays.copyOfRange(bytes, from, Math.min(end, from + 16)), bytes[end]),
                    into);
        } else if (type == Frames.HEARTBEAT && end == from) {
            if (channel != 0) {
                stop(FrameErrors.unexpectedFrame(type, new byte[0]), into);
            }
        } else if (type == Frames.METHOD && end - from >= 4) {
            method(channel, ByteBuffer.wrap(bytes, from, end - from), into);
        } else if (channel == 0 && (type == Frames.BODY || (type == Frames.HEADER && end - from >= 12))) {
            stop(FrameErrors.unexpectedFrame(type, Arrays.copyOfRange(bytes, from, end)), into);
        } else if (type == Frames.HEADER && end - from >= 12) {
            header(channel, ByteBuffer.wrap(bytes, from, end - from), into);
        } else if (type == Frames.BODY) {
            unexpectedBody(channel, into);
        } else {
            stop(FrameErrors.frameError(type, Arrays.copyOfRange(bytes, from, end), "unknown_frame"), into);
        }
    }

    private void method(int channel, ByteBuffer in, List<Inbound> into) {
        Assembly assembly = assemblies.get(channel);
        if (assembly != null) {
            stop(
                    assembly.hasHeader
                            ? FrameErrors.unexpected(
                                    "expected content body, got non content body frame instead", assembly.method)
                            : FrameErrors.missingHeader(assembly.method),
                    into);
            return;
        }
        int id = in.getInt();
        int arguments = in.position();
        try {
            Method method =
                    id == PUBLISH ? publish(in) : MethodReaders.read(id, in).orElse(null);
            if (method == null) {
                stop(new Violation(ReplyCode.COMMAND_INVALID, "unimplemented method", id >>> 16, id & 0xffff), into);
                return;
            }
            if (in.hasRemaining()) {
                throw new MalformedFieldException(in.remaining() + " bytes after the last argument");
            }
            if (id == PUBLISH && tuned && channel != 0) {
                assemblies.put(channel, new Assembly(method));
                return;
            }
            if (method instanceof ConnectionTuneOk tuneOk) {
                tuned = true;
                int wanted = (int) Math.min(tuneOk.frameMax(), Integer.MAX_VALUE);
                frameMaxBytes = wanted == 0 ? limits.frameMaxBytes() : Math.min(wanted, limits.frameMaxBytes());
            }
            into.add(new Command(channel, method, Content.NONE));
        } catch (MalformedFieldException | java.nio.BufferUnderflowException e) {
            byte[] array = in.array();
            stop(FrameErrors.cannotDecode(id, Arrays.copyOfRange(array, arguments, in.limit())), into);
        }
    }

    private BasicPublish publish(ByteBuffer in) throws MalformedFieldException {
        in.getShort();
        String to = exchange.read(in);
        String key = routingKey.read(in);
        int bits = in.get();
        return new BasicPublish(to, key, (bits & 1) != 0, (bits & 2) != 0);
    }

    private void header(int channel, ByteBuffer in, List<Inbound> into) {
        Assembly assembly = assemblies.get(channel);
        int classId = in.getShort() & 0xffff;
        in.getShort();
        long bodySize = in.getLong();
        if (assembly == null) {
            stop(FrameErrors.unexpected("expected method frame, got non method frame instead"), into);
        } else if (assembly.hasHeader) {
            stop(
                    FrameErrors.unexpected(
                            "expected content body, got non content body frame instead", assembly.method),
                    into);
        } else if (classId != assembly.method.classId()) {
            String text = "expected content header for class " + assembly.method.classId() + ", got one for class "
                    + classId + " instead";
            stop(FrameErrors.unexpected(text, assembly.method), into);
        } else if (bodySize < 0 || bodySize > BODY_MAX) {
            String text = "content body size " + Long.toUnsignedString(bodySize) + " exceeds maximum allowed size "
                    + BODY_MAX;
            stop(new Violation(ReplyCode.FRAME_ERROR, text, 60, 40), into);
        } else {
            begin(channel, assembly, bodySize, in, into);
        }
    }

    private void begin(int channel, Assembly assembly, long bodySize, ByteBuffer in, List<Inbound> into) {
        byte[] array = in.array();
        int from = in.position();
        int to = in.limit();
        byte[] properties = lastProperties;
        if (!Arrays.equals(array, from, to, properties, 0, properties.length) || properties.length == 0) {
            properties = Arrays.copyOfRange(array, from, to);
            try {
                PropertiesCodec.read(properties);
            } catch (MalformedFieldException e) {
                stop(FrameErrors.cannotDecode(assembly.method.id(), properties), into);
                return;
            }
            lastProperties = properties.length <= SHARED_PROPERTIES_MAX ? properties : lastProperties;
        }
        assembly.hasHeader = true;
        sawContent = true;
        assembly.propertyBytes = properties;
        assembly.bodySize = bodySize;
        assembly.skipped = bodySize > limits.messageMaxBytes();
        if (assembly.isComplete()) {
            assemblies.remove(channel);
            into.add(assembly.toCommand(channel));
        }
    }

    private void unexpectedBody(int channel, List<Inbound> into) {
        Assembly assembly = assemblies.get(channel);
        if (assembly == null) {
            stop(FrameErrors.unexpected("expected method frame, got non method frame instead"), into);
        } else if (!assembly.hasHeader) {
            stop(FrameErrors.missingHeader(assembly.method), into);
        } else {
            stop(
                    new Violation(ReplyCode.FRAME_ERROR, "content body frame exceeds remaining content size", 60, 40),
                    into);
        }
    }

    private void stop(Violation violation, List<Inbound> into) {
        stopped = true;
        into.add(violation);
    }

    private static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
