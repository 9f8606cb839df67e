package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that say what no client should: a dialogue with its bytes flipped, lengths that lie, frames cut, doubled, in the wrong order,
 * tables in tables, noise, half frames, one byte after another. Each gets a reply code of the protocol or just the end; no actor fails, a
 * neighbour's round trips go on, and descriptors, threads and heap are then what they were. {@code -Dcrash.mutants}: how many.
 */
@Timeout(21_600)
class MutantsIT {
    private static final long MUTANTS = Long.getLong("crash.mutants", 6_000);
    private static final long SEED = Long.getLong("crash.seed", 7);
    private static final int CLIENTS = 4;
    private static final int SLOW_ONE_OF = 500;
    private static final long HEAP_BYTES_MORE = 24 << 20;
    /** Those that a client can bring about; 541 would be a defect. */
    private static final Set<Integer> CODES =
            Set.of(200, 402, 403, 404, 405, 406, 501, 502, 503, 504, 505, 506, 530, 540);

    private WarrenProcess process;
    private BrokerUnderTest broker;
    private final Map<String, Long> answers = new ConcurrentSkipListMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicLong number = new AtomicLong();

    @BeforeEach
    void start() {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startWithJavaOptions("-Xmx160m");
        broker = BrokerUnderTest.of(process);
        createHost();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    private void createHost() {
        process.ctl("add_vhost", "mutants");
        process.ctl("set_permissions", "-p", "mutants", "guest", ".*", ".*", ".*");
    }

    @Test
    void eachEndsAlone_withAReplyCodeOrNone() throws Exception {
        Dialogue dialogue = Dialogue.in("mutants");
        assertThat(answer(dialogue.bytes(), false)).isEqualTo("close-ok");
        runMutants(dialogue, 0, 500);
        process.ctl("delete_vhost", "mutants");
        createHost();
        ProcessUse before = ProcessUse.of(process);
        long heapBefore = heapBytes();
        try (var neighbour = new Neighbour(broker)) {
            neighbour.awaitRounds(200);
            String alone = neighbour.figures();
            long begin = System.nanoTime();
            runMutants(dialogue, 500, MUTANTS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            String among = neighbour.figures();
            neighbour.awaitRounds(50);
            System.out.printf(
                    "%d mutants in %.0f s, seed %d: %s; a neighbour alone: %s; among them: %s%n",
                    MUTANTS, seconds, SEED, answers, alone, among);
        }
        assertThat(failures).isEmpty();
        assertThat(answers.values().stream().mapToLong(count -> count).sum()).isEqualTo(MUTANTS);
        // what some of them have declared is no leak
        process.ctl("delete_vhost", "mutants");
        Load.awaitQuietly(() -> isBack(before));
        assertThat(isBack(before))
                .as("%s, before: %s", ProcessUse.of(process), before)
                .isTrue();
        assertThat(heapBytes()).isLessThan(heapBefore + HEAP_BYTES_MORE);
        assertThat(Files.readAllLines(process.dataDirectory().resolve("log/warren.log")))
                .as("traces of stacks in the log")
                .noneMatch(line -> line.startsWith("\tat "));
    }

    private boolean isBack(ProcessUse before) {
        try {
            return ProcessUse.of(process).isBackAt(before, 4);
        } catch (IOException gone) {
            return false;
        }
    }

    private long heapBytes() {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        List<String> lines = Program.run(
                        new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.class_histogram"),
                        java.time.Duration.ofSeconds(60))
                .output();
        return lines.stream()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
                .findFirst()
                .orElseThrow();
    }

    /** Those with these numbers: each is made of the seed and its number alone. */
    private void runMutants(Dialogue dialogue, long from, long to) throws InterruptedException {
        number.set(from);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            var client = new Thread(() -> run(dialogue, to), "mutants");
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private void run(Dialogue dialogue, long to) {
        for (long mine = number.getAndIncrement(); mine < to; mine = number.getAndIncrement()) {
            try {
                byte[] said = dialogue.mutant(new Random(SEED * 1_000_003 + mine));
                answers.merge(answer(said, mine % SLOW_ONE_OF == 0), 1L, Long::sum);
            } catch (Throwable failure) {
                synchronized (failures) {
                    failures.add(new AssertionError("mutant " + mine + " of seed " + SEED, failure));
                }
                return;
            }
        }
    }

    /** What the broker says last. */
    private String answer(byte[] said, boolean isSlow) throws IOException {
        try (Socket socket = new Socket(broker.host(), broker.port())) {
            socket.setSoTimeout(30_000);
            try {
                send(socket.getOutputStream(), said, isSlow);
                socket.shutdownOutput();
            } catch (SocketException refused) {
                // it had heard enough
            }
            return last(readToEnd(socket));
        }
    }

    private static void send(OutputStream out, byte[] said, boolean isSlow) throws IOException {
        if (!isSlow) {
            out.write(said);
            return;
        }
        for (int at = 0; at < said.length; at += 40) {
            out.write(said, at, Math.min(40, said.length - at));
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static byte[] readToEnd(Socket socket) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, count);
            }
        } catch (SocketException reset) {
            // a hard end is an end
        }
        return all.toByteArray();
    }

    /** The close of the connection, or that there was none. */
    private static String last(byte[] heard) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(heard);
        String last = "nothing";
        while (in.remaining() >= 7) {
            if (in.get(in.position()) == 'A') {
                return "the protocol's header";
            }
            int type = in.get();
            int channel = in.getShort();
            byte[] payload = new byte[in.getInt()];
            if (in.remaining() <= payload.length) {
                break;
            }
            in.get(payload);
            assertThat(in.get() & 0xff).isEqualTo(RawConnection.FRAME_END);
            last = "the end";
            if (type == RawConnection.METHOD) {
                var method = AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(payload)));
                if (method instanceof AMQImpl.Channel.Close close) {
                    assertThat(close.getReplyCode()).as(close.getReplyText()).isIn(CODES);
                } else if (method instanceof AMQImpl.Connection.Close close && channel == 0) {
                    assertThat(close.getReplyCode()).as(close.getReplyText()).isIn(CODES);
                    return String.valueOf(close.getReplyCode());
                } else if (method instanceof AMQImpl.Connection.CloseOk) {
                    return "close-ok";
                }
            }
        }
        return last;
    }
}
