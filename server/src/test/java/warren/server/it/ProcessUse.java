package warren.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a broker's process holds of the machine, as Linux tells. {@code descriptors}: but those of its data, which come and go with it. */
record ProcessUse(int descriptors, int threads, long residentBytes) {
    private static final long KIB = 1_024;

    static ProcessUse of(WarrenProcess broker) throws IOException {
        Path process = Path.of("/proc", String.valueOf(broker.pid()));
        int descriptors;
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            descriptors = (int)
                    files.filter(file -> !isOf(broker.dataDirectory(), file)).count();
        }
        return new ProcessUse(descriptors, (int) status(process, "Threads:"), status(process, "VmRSS:") * KIB);
    }

    private static boolean isOf(Path directory, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException closed) {
            return true;
        }
    }

    private static long status(Path process, String name) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** True when there are hardly more descriptors and threads than before. */
    boolean isBackAt(ProcessUse before, int few) {
        return descriptors <= before.descriptors() + few && threads <= before.threads() + few;
    }
}
