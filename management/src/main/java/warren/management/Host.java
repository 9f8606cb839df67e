package warren.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process and the machine below the broker: memory, files, disk. */
final class Host {
    private static final long KILOBYTE = 1024;

    private Host() {}

    static String javaVersion() {
        return System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }

    static long diskFreeBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException unknown) {
            return 0;
        }
    }

    static long filesOpen() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    static long filesMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }

    /** What the process holds, and which part of that Java accounts for. */
    static ObjectNode memory() {
        MemoryMXBean java = ManagementFactory.getMemoryMXBean();
        ObjectNode memory = Json.object();
        memory.put("heap_used", java.getHeapMemoryUsage().getUsed());
        memory.put("non_heap_used", java.getNonHeapMemoryUsage().getUsed());
        memory.put("strategy", "rss");
        memory.putObject("total").put("rss", residentBytes());
        return memory;
    }

    static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KILOBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return Runtime.getRuntime().totalMemory();
        }
    }
}
