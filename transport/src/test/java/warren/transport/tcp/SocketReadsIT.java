package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.transport.frame.Command;
import warren.transport.frame.ContentMemory;
import warren.transport.frame.DecoderLimits;
import warren.transport.frame.Inbound;
import warren.transport.frame.ProtocolHeader;
import warren.transport.frame.UnfinishedContent;
import warren.transport.frame.Violation;
import warren.transport.method.BasicAck;
import warren.transport.method.ChannelOpen;
import warren.transport.tcp.Loopback.Closed;
import warren.transport.tcp.Loopback.Received;

/** What a client sends, and how its end shows. */
class SocketReadsIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final byte[] GREETING = hex("414d515000000901");
    private static final byte[] TUNE_OK = hex("01 0000 0000000c 000a001f 0000 00000000 0000 ce");
    private static final byte[] CHANNEL_OPEN = hex("01 0001 00000005 0014000a 00 ce");
    private Loopback loopback;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(KIT);
    }

    @AfterEach
    void close() throws Exception {
        loopback.close();
    }

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void whatCameTogetherArrivesAsOneBatch() throws Exception {
        java.net.Socket client = loopback.connect();
        byte[] bytes = concat(GREETING, TUNE_OK, CHANNEL_OPEN, CHANNEL_OPEN, CHANNEL_OPEN);
        client.getOutputStream().write(bytes);
        loopback.accept();

        Received received = loopback.expect(Received.class);

        assertThat(received.bytes()).isEqualTo(bytes.length);
        assertThat(received.commands()).hasSize(5);
        assertThat(received.commands().get(0)).isInstanceOf(ProtocolHeader.class);
        assertThat(((Command) received.commands().get(4)).method()).isEqualTo(new ChannelOpen());
    }

    @Test
    void aChunkWithoutACompleteCommandIsHeardOfToo() throws Exception {
        java.net.Socket client = loopback.connect();
        Socket socket = loopback.accept();
        client.getOutputStream().write(GREETING, 0, 3);
        assertThat(loopback.expect(Received.class)).isEqualTo(new Received(java.util.List.of(), 3));

        socket.demand();
        client.getOutputStream().write(GREETING, 3, 5);
        assertThat(loopback.expect(Received.class).commands()).hasSize(1);
    }

    @Test
    void aViolationIsOneOfTheCommands_andTheSocketStaysOpen() throws Exception {
        java.net.Socket client = loopback.connect();
        client.getOutputStream().write(concat(GREETING, hex("09 0000 00000000 ce")));
        Socket socket = loopback.accept();

        assertThat(loopback.expect(Received.class).commands()).last().isInstanceOf(Violation.class);
        socket.demand();
        client.getOutputStream().write(CHANNEL_OPEN);
        assertThat(loopback.expect(Received.class)).isEqualTo(new Received(java.util.List.of(), CHANNEL_OPEN.length));
    }

    @Test
    void commandsThatAreSentOneByOneInQuickSuccessionGather_inTheirOrder() throws Exception {
        int count = 20_000;
        java.net.Socket client = loopback.connect();
        client.setTcpNoDelay(true);
        client.getOutputStream().write(concat(GREETING, TUNE_OK));
        Socket socket = loopback.accept();
        loopback.expect(Received.class);
        socket.demand();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 1; i <= count; i++) {
                write(client, ack(i));
                for (long next = System.nanoTime() + 20_000; System.nanoTime() < next; ) {
                    Thread.onSpinWait();
                }
            }
        });

        var tags = new ArrayList<Long>();
        int chunks = 0;
        for (; tags.size() < count; chunks++) {
            for (Inbound inbound : loopback.expect(Received.class).commands()) {
                tags.add(((BasicAck) ((Command) inbound).method()).deliveryTag());
            }
            socket.demand();
        }
        writing.get(20, TimeUnit.SECONDS);

        assertThat(tags).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(chunks).isLessThan(count / 4);
    }

    private static byte[] ack(long deliveryTag) {
        return concat(
                hex("01 0001 0000000d 003c0050"),
                ByteBuffer.allocate(8).putLong(deliveryTag).array(),
                hex("00 ce"));
    }

    @Test
    void nothingIsReadThatIsNotAskedFor() throws Exception {
        java.net.Socket client = loopback.connect();
        // far more than the system's buffers hold: the write ends only when nearly all of it was read
        int frames = 512;
        byte[] publish = concat(
                hex("01 0001 0000000b 003c0028 0000 0178 016b 00 ce"),
                hex("02 0001 0000000e 003c 0000"),
                ByteBuffer.allocate(8).putLong(frames * 131_064L).array(),
                hex("0000 ce"));
        byte[] body = concat(hex("03 0001 0001fff8"), new byte[131_064], hex("ce"));
        long length = GREETING.length + TUNE_OK.length + publish.length + (long) frames * body.length;
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            write(client, concat(GREETING, TUNE_OK, publish));
            for (int i = 0; i < frames; i++) {
                write(client, body);
            }
        });
        Socket socket = loopback.accept(new DecoderLimits(131_072, 10, new ContentMemory(1L << 40)));

        long read = 0;
        for (int chunk = 0; chunk < 3; chunk++) {
            read += loopback.expect(Received.class).bytes();
            loopback.expectSilence();
            assertThat(writing).isNotDone();
            socket.demand();
        }
        Received last = loopback.expect(Received.class);
        for (read += last.bytes(); read < length; read += last.bytes()) {
            socket.demand();
            last = loopback.expect(Received.class);
        }

        writing.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(read).isEqualTo(length);
        assertThat(((Command) last.commands().get(0)).content().skippedBytes()).isEqualTo(frames * 131_064L);
    }

    /** Two bodies of which only one finds room at a time: the second client is held until the first body has been taken. */
    @Test
    void aBodyWithoutRoomWaitsForTheOneThatHasIt() throws Exception {
        int size = 600_000;
        byte[] publish = concat(
                hex("01 0001 00000009 003c0028 0000 00 00 00 ce 02 0001 0000000e 003c0000"),
                ByteBuffer.allocate(8).putLong(size).array(),
                hex("0000 ce"));
        byte[] frame = concat(hex("03 0001 000186a0"), new byte[100_000], hex("ce"));
        var limits = new DecoderLimits(131_072, 1 << 20, new ContentMemory(1 << 20));
        java.net.Socket first = loopback.connect();
        Socket firstSocket = loopback.accept(limits);
        write(first, concat(GREETING, TUNE_OK, publish, frame));
        receiveUntil(firstSocket, bytes -> bytes == GREETING.length + TUNE_OK.length + publish.length + frame.length);

        java.net.Socket second = loopback.connect();
        Socket secondSocket = loopback.accept(limits);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(
                () -> write(second, concat(GREETING, TUNE_OK, publish, frame, frame, frame, frame, frame, frame)));
        Received held = loopback.expect(Received.class);
        assertThat(held.commands().get(held.commands().size() - 1)).isInstanceOf(UnfinishedContent.class);
        secondSocket.demand();
        loopback.expectSilence();

        firstSocket.demand();
        write(first, concat(frame, frame, frame, frame, frame));
        Received last = receiveUntil(firstSocket, bytes -> bytes == 5L * frame.length);
        assertThat(last.commands()).hasSize(1);
        loopback.expectSilence();
        firstSocket.demand();
        Received next = loopback.expect(Received.class);
        while (next.commands().get(0) instanceof UnfinishedContent) {
            secondSocket.demand();
            next = loopback.expect(Received.class);
        }
        assertThat(((Command) next.commands().get(0)).content().body()).hasSize(size);
        writing.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The end of one body and the beginning of the next come in one chunk: the first must be taken for the second to have room. */
    @Test
    void aBodyThatWaitsForTheOneBeforeItOnTheSameConnectionGetsItsTurn() throws Exception {
        int size = 600_000;
        byte[] publish = concat(
                hex("01 0001 00000009 003c0028 0000 00 00 00 ce 02 0001 0000000e 003c0000"),
                ByteBuffer.allocate(8).putLong(size).array(),
                hex("0000 ce"));
        byte[] frame = concat(hex("03 0001 000186a0"), new byte[100_000], hex("ce"));
        byte[] whole = concat(publish, frame, frame, frame, frame, frame, frame);
        java.net.Socket client = loopback.connect();
        Socket socket = loopback.accept(new DecoderLimits(131_072, 1 << 20, new ContentMemory(1 << 20)));
        CompletableFuture<Void> writing =
                CompletableFuture.runAsync(() -> write(client, concat(GREETING, TUNE_OK, whole, whole, whole)));

        int complete = 0;
        while (complete < 3) {
            Received received = loopback.expect(Received.class);
            complete += (int) received.commands().stream()
                    .filter(inbound -> inbound instanceof Command command
                            && command.content().body().length == size)
                    .count();
            socket.demand();
        }
        writing.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Asks for more until so many bytes have come. The socket has been asked for the first. */
    private Received receiveUntil(Socket socket, java.util.function.LongPredicate enough) {
        Received last = loopback.expect(Received.class);
        for (long read = last.bytes(); !enough.test(read); read += last.bytes()) {
            socket.demand();
            last = loopback.expect(Received.class);
        }
        return last;
    }

    @Test
    void askingTwiceBringsOneChunk() throws Exception {
        java.net.Socket client = loopback.connect();
        Socket socket = loopback.accept();
        socket.demand();
        socket.demand();
        client.getOutputStream().write(GREETING);
        loopback.expect(Received.class);
        client.getOutputStream().write(CHANNEL_OPEN);

        loopback.expectSilence();
        socket.demand();
        loopback.expect(Received.class);
    }

    @Test
    void aHalfCloseIsAClose_afterWhatCameBefore() throws Exception {
        java.net.Socket client = loopback.connect();
        client.getOutputStream().write(GREETING);
        client.shutdownOutput();
        Socket socket = loopback.accept();

        assertThat(loopback.expect(Received.class).bytes()).isEqualTo(8);
        socket.demand();
        assertThat(loopback.expect(Closed.class).cause()).isEmpty();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aResetIsReportedWithItsCause() throws Exception {
        java.net.Socket client = loopback.connect();
        Socket socket = loopback.accept();
        client.getOutputStream().write(GREETING);
        loopback.expect(Received.class);
        socket.demand();
        client.setSoLinger(true, 0);
        client.close();

        assertThat(loopback.expect(Closed.class).cause())
                .hasValueSatisfying(cause -> assertThat(cause).hasMessageContaining("reset"));
        loopback.expectSilence();
    }

    private static void write(java.net.Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        var out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
