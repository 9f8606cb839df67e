package warren.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Decides which call throws. While the directory holds a file {@value #ARMED}, which lists simple names of classes, one of them is chosen
 * again and again, and one of its next calls throws. Each fault is a line in {@value #FAULTS}.
 */
public final class FaultDice {
    /** Its lines: what may throw. */
    public static final String ARMED = "armed";

    /** Its lines: what has thrown. */
    public static final String FAULTS = "faults";

    private static final long PAUSE_MILLIS_MAX = 300;
    /** A class that is not called in this time is not waited for. */
    private static final long CHOICE_MILLIS_MAX = 500;

    private static final int CALLS_MAX = 40;

    private static final AtomicReference<Choice> CHOICE = new AtomicReference<>();
    private static volatile Path directory;

    /** The call of a class that throws, before its work or after. */
    private record Choice(String className, boolean isAfter, AtomicInteger callsLeft) {}

    private FaultDice() {}

    static void start(Path from, long seed) {
        directory = from;
        var thread = new Thread(() -> choose(new Random(seed)), "faults");
        thread.setDaemon(true);
        thread.start();
    }

    private static void choose(Random random) {
        while (true) {
            List<String> armed = armed();
            if (!armed.isEmpty()) {
                CHOICE.set(new Choice(
                        armed.get(random.nextInt(armed.size())),
                        random.nextBoolean(),
                        new AtomicInteger(1 + random.nextInt(CALLS_MAX))));
                long deadline = System.nanoTime() + CHOICE_MILLIS_MAX * 1_000_000;
                while (CHOICE.get() != null && System.nanoTime() < deadline) {
                    park(5);
                }
                CHOICE.set(null);
            }
            park(1 + random.nextLong(PAUSE_MILLIS_MAX));
        }
    }

    private static List<String> armed() {
        try {
            Path file = directory.resolve(ARMED);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void park(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    /** Called by what the agent has woven in: throws when it is this call's turn. */
    public static void roll(String type, String method, boolean isAfter) {
        if (isCast(type, method, isAfter)) {
            throw new IllegalStateException("a fault " + (isAfter ? "after " : "before ") + method);
        }
    }

    /** The same for a call to the disk. */
    public static void rollForDisk(String type, String method, boolean isAfter) throws IOException {
        if (isCast(type, method, isAfter)) {
            throw new IOException("a fault " + (isAfter ? "after " : "before ") + method);
        }
    }

    private static boolean isCast(String type, String method, boolean isAfter) {
        Choice choice = CHOICE.get();
        if (choice == null || choice.isAfter() != isAfter || !type.endsWith("." + choice.className())) {
            return false;
        }
        if (choice.callsLeft().decrementAndGet() != 0 || !CHOICE.compareAndSet(choice, null)) {
            return false;
        }
        String fault = choice.className() + "." + method + (isAfter ? " after" : " before") + "\n";
        try {
            Files.writeString(
                    directory.resolve(FAULTS),
                    fault,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}
