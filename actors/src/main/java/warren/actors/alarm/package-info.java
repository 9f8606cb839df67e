/**
 * What of the machine runs short, and when: disk and memory. The watches decide and know no clock, disk or heap; {@link
 * warren.actors.alarm.AlarmsActor} looks at those and tells. What a connection does about it is the connection's.
 */
@NullMarked
package warren.actors.alarm;

import org.jspecify.annotations.NullMarked;
