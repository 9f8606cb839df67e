package warren.actors.alarm;

/** The alarms and what they rest on, in bytes. */
public record AlarmsReport(
        Alarms alarms,
        long diskFree,
        long diskFreeLimit,
        long memoryUsed,
        long memoryLimit,
        MemoryWatermark memoryWatermark) {}
