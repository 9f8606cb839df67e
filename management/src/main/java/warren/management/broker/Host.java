package warren.management.broker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import warren.management.json.Json;

/** The process and the machine below the broker: memory, files, disk. */
public final class Host {
    private static final long KILOBYTE = 1024;

    private Host() {}

    public static String javaVersion() {
        return System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }

    public static long diskFreeBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException unknown) {
            return 0;
        }
    }

    public static long filesOpen() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    public static long filesMax() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }

    /** What the process holds, and how much of that the heap may be: not all of it need be resident. */
    public static ObjectNode memory() {
        MemoryMXBean java = ManagementFactory.getMemoryMXBean();
        long resident = residentBytes();
        long outsideHeap = java.getNonHeapMemoryUsage().getUsed();
        ObjectNode memory = Json.object();
        memory.put("heap_used", Math.min(java.getHeapMemoryUsage().getUsed(), Math.max(0, resident - outsideHeap)));
        memory.put("non_heap_used", outsideHeap);
        memory.put("strategy", "rss");
        memory.putObject("total").put("rss", resident);
        return memory;
    }

    public static long residentBytes() {
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
