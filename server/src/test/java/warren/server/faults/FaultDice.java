package warren.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Decides which call throws. While the directory holds a file {@value #ARMED}, one of its lines is chosen again and again, and one of the
 * next calls that it means throws. Each fault is a line in {@value #FAULTS}.
 */
public final class FaultDice {
    /**
     * Its lines: what may throw, as the simple name of a class, or {@code Class.method}; behind it {@code *} for all kinds of exceptions and
     * errors, or nothing for an IllegalStateException alone.
     */
    public static final String ARMED = "armed";

    /** Its lines: what has thrown. */
    public static final String FAULTS = "faults";

    /**
     * Handlers of what follows from a request: the broker cannot go on without them, so the process ends. They throw only when they are
     * meant by their names.
     */
    public static final Set<String> VITAL = Set.of(
            "AccessActor.onFromLog",
            "BrokerActor.onFromAccess",
            "BrokerActor.onHostStarted",
            "VirtualHostActor.onBindingsChanged",
            "VirtualHostActor.onChildFailed",
            "VirtualHostActor.onFromLog",
            // stands around all the others
            "VirtualHostActor.onInNameOf",
            "VirtualHostActor.onQueueAnswered",
            "VirtualHostActor.onQueueUnused",
            "VirtualHostActor.onRestart",
            "VirtualHostActor.onValidated");

    private static final long PAUSE_MILLIS_MAX = 300;
    /** A class that is not called in this time is not waited for. */
    private static final long CHOICE_MILLIS_MAX = 500;

    private static final int CALLS_MAX = 40;

    private static final AtomicReference<Choice> CHOICE = new AtomicReference<>();
    private static volatile Path directory;

    private enum Kind {
        EXCEPTION,
        STACK_OVERFLOW,
        OUT_OF_MEMORY,
        MISSING_CLASS,
        ASSERTION
    }

    /** The call that throws, before its work or after. */
    private record Choice(String name, Kind kind, boolean isAfter, AtomicInteger callsLeft) {
        boolean means(String type, String method) {
            String simple = type.substring(type.lastIndexOf('.') + 1);
            String call = simple + "." + method;
            return name.equals(call) || (name.equals(simple) && !VITAL.contains(call));
        }
    }

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
                CHOICE.set(choice(armed.get(random.nextInt(armed.size())), random));
                long deadline = System.nanoTime() + CHOICE_MILLIS_MAX * 1_000_000;
                while (CHOICE.get() != null && System.nanoTime() < deadline) {
                    park(5);
                }
                CHOICE.set(null);
            }
            park(1 + random.nextLong(PAUSE_MILLIS_MAX));
        }
    }

    private static Choice choice(String line, Random random) {
        String[] parts = line.split(" ");
        Kind[] kinds = Kind.values();
        Kind kind = parts.length > 1 ? kinds[random.nextInt(kinds.length)] : Kind.EXCEPTION;
        // what is called seldom is to throw at once, what is called often at a random time
        int calls = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(CALLS_MAX);
        return new Choice(parts[0], kind, random.nextBoolean(), new AtomicInteger(calls));
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
        Choice choice = cast(type, method, isAfter);
        if (choice == null) {
            return;
        }
        String text = "a fault " + (isAfter ? "after " : "before ") + method;
        switch (choice.kind()) {
            case STACK_OVERFLOW -> descend(1);
            // one of those that the JVM survives
            case OUT_OF_MEMORY -> throw new OutOfMemoryError(text);
            case MISSING_CLASS -> throw new NoClassDefFoundError(text);
            case ASSERTION -> throw new AssertionError(text);
            default -> throw new IllegalStateException(text);
        }
    }

    /** As far as the stack goes. */
    private static long descend(long depth) {
        return depth > 0 ? depth + descend(depth + 1) : 0;
    }

    /** The same for a call to the disk. */
    public static void rollForDisk(String type, String method, boolean isAfter) throws IOException {
        if (cast(type, method, isAfter) != null) {
            throw new IOException("a fault " + (isAfter ? "after " : "before ") + method);
        }
    }

    /** Null unless it is this call's turn. */
    private static Choice cast(String type, String method, boolean isAfter) {
        Choice choice = CHOICE.get();
        if (choice == null || choice.isAfter() != isAfter || !choice.means(type, method)) {
            return null;
        }
        if (choice.callsLeft().decrementAndGet() != 0 || !CHOICE.compareAndSet(choice, null)) {
            return null;
        }
        String simple = type.substring(type.lastIndexOf('.') + 1);
        String fault = simple + "." + method + (isAfter ? " after " : " before ") + choice.kind() + "\n";
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
        return choice;
    }
}
