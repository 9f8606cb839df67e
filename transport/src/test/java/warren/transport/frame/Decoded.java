package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import warren.transport.method.Method;
import warren.transport.method.MethodBytes;

/** What a decoder makes of bytes that arrive in pieces. */
final class Decoded {
    static final DecoderLimits LIMITS = new DecoderLimits(131_072, 1 << 20, new ContentMemory(1L << 40));

    private Decoded() {}

    static List<Inbound> of(ClientBytes bytes) {
        return of(bytes.bytes());
    }

    /** Everything in one chunk, or in as many as there are cuts and one more. */
    static List<Inbound> of(byte[] bytes, int... cuts) {
        return of(new FrameDecoder(LIMITS), bytes, cuts);
    }

    /** Each chunk lies in an array of its own that is spoilt afterwards: the decoder must not keep it. */
    static List<Inbound> of(FrameDecoder decoder, byte[] bytes, int... cuts) {
        List<Inbound> decoded = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : bytes.length;
            byte[] chunk = new byte[to - from + 2];
            System.arraycopy(bytes, from, chunk, 1, to - from);
            decoder.decode(chunk, 1, chunk.length - 1, decoded);
            Arrays.fill(chunk, (byte) 0x55);
            from = to;
        }
        return decoded;
    }

    /** The commands alone that came after greeting and tuning. */
    static List<Command> commands(ClientBytes bytes) {
        List<Inbound> all = of(bytes);
        assertThat(all.subList(2, all.size())).allMatch(Command.class::isInstance);
        return all.stream().skip(2).map(Command.class::cast).toList();
    }

    /** The violation that the bytes end in. */
    static Violation violation(ClientBytes bytes) {
        List<Inbound> all = of(bytes);
        assertThat(all.get(all.size() - 1)).isInstanceOf(Violation.class);
        assertThat(all.stream().filter(Violation.class::isInstance)).hasSize(1);
        return (Violation) all.get(all.size() - 1);
    }

    /** Values in place of arrays, so that two lists can be compared. */
    static List<Object> comparable(List<Inbound> inbound) {
        return inbound.stream().map(Decoded::comparable).toList();
    }

    private static Object comparable(Inbound inbound) {
        if (inbound instanceof Command command) {
            Method method = command.method();
            Content content = command.content();
            return List.of(
                    command.channel(),
                    method.getClass(),
                    MethodBytes.values(method),
                    HexFormat.of().formatHex(content.propertyBytes()),
                    HexFormat.of().formatHex(content.body()),
                    content.skippedBytes());
        }
        return inbound instanceof ProtocolHeader header ? Arrays.toString(header.bytes()) : inbound;
    }
}
