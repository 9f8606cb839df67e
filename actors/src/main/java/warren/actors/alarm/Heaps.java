package warren.actors.alarm;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** This process's heap, as the JVM tells of it at no cost. */
final class Heaps {
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private Heaps() {}

    static long maxBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    static MemoryWatch.Heap now(long messageBytes) {
        Runtime runtime = Runtime.getRuntime();
        long alive = 0;
        for (MemoryPoolMXBean pool : POOLS) {
            MemoryUsage usage = isOld(pool) ? pool.getCollectionUsage() : null;
            alive += usage == null ? 0 : usage.getUsed();
        }
        return new MemoryWatch.Heap(runtime.totalMemory() - runtime.freeMemory(), alive, messageBytes);
    }

    /** The collections of the young generation say nothing of what lives. A collector without generations has one pool. */
    private static boolean isOld(MemoryPoolMXBean pool) {
        return !pool.getName().contains("Eden") && !pool.getName().contains("Survivor");
    }
}
