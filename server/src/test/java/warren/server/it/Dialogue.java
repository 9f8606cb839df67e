package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All that a client says from its first byte to its last, frame by frame, and what becomes of that when something goes wrong with it. */
final class Dialogue {
    private static final int FRAME_HEAD = 7;
    private static final int NESTED_MAX = 2_000;

    private final List<byte[]> frames = new ArrayList<>();

    private Dialogue() {}

    /** A login to this virtual host, and something of everything. */
    static Dialogue in(String virtualHost) {
        var it = new Dialogue();
        it.frames.add(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
        it.say(
                0,
                new AMQImpl.Connection.StartOk(
                        Map.of("product", "dialogue", "capabilities", Map.of("consumer_cancel_notify", true)),
                        "PLAIN",
                        LongStringHelper.asLongString("\0guest\0guest"),
                        "en_US"));
        it.say(0, new AMQImpl.Connection.TuneOk(2047, 131_072, 60));
        it.say(0, new AMQImpl.Connection.Open(virtualHost, "", false));
        it.say(1, new AMQImpl.Channel.Open(""));
        Map<String, Object> arguments = Map.of("x-max-length", 100, "x-tables", List.of(Map.of("a", List.of(1L, "b"))));
        it.say(1, new AMQImpl.Queue.Declare(0, "mutant", false, false, false, true, false, arguments));
        it.say(1, new AMQImpl.Exchange.Declare(0, "mutants", "headers", false, false, true, false, false, Map.of()));
        it.say(1, new AMQImpl.Queue.Bind(0, "mutant", "mutants", "", false, Map.of("x-match", "any", "number", 7)));
        it.say(1, new AMQImpl.Confirm.Select(false));
        it.say(1, new AMQImpl.Basic.Qos(0, 10, false));
        for (int number = 1; number <= 3; number++) {
            it.publish("mutants", "", "text " + number);
            it.publish("", "mutant", "x".repeat(300));
        }
        it.say(1, new AMQImpl.Basic.Consume(0, "mutant", "tag", false, false, false, false, Map.of()));
        it.say(1, new AMQImpl.Basic.Get(0, "mutant", false));
        it.say(1, new AMQImpl.Basic.Ack(1, false));
        it.say(1, new AMQImpl.Basic.Nack(0, true, true));
        it.say(1, new AMQImpl.Basic.Cancel("tag", false));
        it.say(2, new AMQImpl.Channel.Open(""));
        it.say(2, new AMQImpl.Tx.Select());
        it.say(2, new AMQImpl.Tx.Commit());
        it.say(1, new AMQImpl.Queue.Purge(0, "mutant", false));
        it.say(1, new AMQImpl.Queue.Unbind(0, "mutant", "mutants", "", Map.of("x-match", "any", "number", 7)));
        it.say(1, new AMQImpl.Queue.Delete(0, "mutant", false, false, false));
        it.say(2, new AMQImpl.Channel.Close(200, "bye", 0, 0));
        it.say(0, new AMQImpl.Connection.Close(200, "bye", 0, 0));
        return it;
    }

    private interface Frame {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private void add(Frame frame) {
        var bytes = new ByteArrayOutputStream();
        try {
            frame.writeTo(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        frames.add(bytes.toByteArray());
    }

    private void say(int channel, com.rabbitmq.client.Method method) {
        add(out -> ((Method) method).toFrame(channel).writeTo(out));
    }

    private void publish(String exchange, String key, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        BasicProperties properties = new BasicProperties.Builder()
                .headers(Map.of("number", 7, "table", Map.of("list", List.of(1.5, true))))
                .contentType("text/plain")
                .build();
        say(1, new AMQImpl.Basic.Publish(0, exchange, key, true, false));
        add(out -> properties.toFrame(1, body.length).writeTo(out));
        frames.add(ByteBuffer.allocate(FRAME_HEAD + body.length + 1)
                .put((byte) RawConnection.BODY)
                .putShort((short) 1)
                .putInt(body.length)
                .put(body)
                .put((byte) RawConnection.FRAME_END)
                .array());
    }

    /** As it should be. */
    byte[] bytes() {
        return join(frames);
    }

    /** One of its mutants. The login stays whole in most: there is more to see behind it. */
    byte[] mutant(Random random) {
        List<byte[]> said = new ArrayList<>(frames);
        int first = random.nextInt(8) == 0 ? 0 : 4;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = first + random.nextInt(said.size() - first);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> said.set(at, flipped(said.get(at), random));
                case 3 -> said.set(at, lying(said.get(at), random));
                case 4 -> said.set(at, cut(said.get(at), random));
                case 5 -> said.add(at, said.get(first + random.nextInt(said.size() - first)));
                case 6 -> Collections.swap(said, at, first + random.nextInt(said.size() - first));
                case 7 -> said.add(at, nested(1 + random.nextInt(NESTED_MAX), random.nextBoolean()));
                default -> said.add(at, noise(random));
            }
        }
        byte[] all = join(said);
        // some end in the middle
        return random.nextInt(6) == 0 ? cut(all, random) : all;
    }

    private static byte[] flipped(byte[] frame, Random random) {
        byte[] changed = frame.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /** Its size, or a length somewhere in it. */
    private static byte[] lying(byte[] frame, Random random) {
        byte[] changed = frame.clone();
        int at = random.nextBoolean() || changed.length < 16 ? 3 : random.nextInt(changed.length - 4);
        if (at + 4 <= changed.length) {
            int lie = random.nextBoolean() ? random.nextInt() : random.nextInt(300);
            ByteBuffer.wrap(changed).putInt(at, lie);
        }
        return changed;
    }

    /** At least a byte is left: what comes next may change it. */
    private static byte[] cut(byte[] bytes, Random random) {
        return java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(60)];
        random.nextBytes(noise);
        return noise;
    }

    /** queue.declare with tables, or lists, in each other. */
    private static byte[] nested(int depth, boolean inLists) {
        ByteBuffer inside = ByteBuffer.allocate(depth * 7 + 16);
        byte[] value = {'t', 1};
        for (int i = 0; i < depth; i++) {
            inside.clear();
            if (!inLists) {
                inside.put((byte) 1).put((byte) 'n');
            }
            inside.put(value);
            int length = inside.position();
            value = ByteBuffer.allocate(length + 5)
                    .put((byte) (inLists ? 'A' : 'F'))
                    .putInt(length)
                    .put(inside.array(), 0, length)
                    .array();
        }
        byte[] name = {6, 'n', 'e', 's', 't', 'e', 'd'};
        int tableLength = 2 + value.length;
        int size = 4 + 2 + name.length + 1 + 4 + tableLength;
        return ByteBuffer.allocate(FRAME_HEAD + size + 1)
                .put((byte) RawConnection.METHOD)
                .putShort((short) 1)
                .putInt(size)
                .putShort((short) 50)
                .putShort((short) 10)
                .putShort((short) 0)
                .put(name)
                .put((byte) 0b100)
                .putInt(tableLength)
                .put((byte) 1)
                .put((byte) 'n')
                .put(value)
                .put((byte) RawConnection.FRAME_END)
                .array();
    }

    private static byte[] join(List<byte[]> parts) {
        var all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
