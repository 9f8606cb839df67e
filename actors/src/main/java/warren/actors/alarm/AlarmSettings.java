package warren.actors.alarm;

import java.nio.file.Path;

/**
 * When alarms go off, at start.
 *
 * @param node as named in log lines
 * @param directory on the disk that is watched
 * @param diskReserveBytes free room with less than which the store keeps nothing new
 * @param memoryWatermark how much of the heap may live
 */
public record AlarmSettings(
        String node, Path directory, long diskReserveBytes, long diskFreeLimitBytes, MemoryWatermark memoryWatermark) {}
