package warren.actors.alarm;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.failure.Witness;
import warren.actors.feed.Feeds;

/**
 * Looks at disk and heap from time to time, the more often the fuller they are, and tells whoever holds the publishers when an alarm is
 * set or cleared. An operator may move the limits; after a restart they are those of the settings again, as with RabbitMQ.
 */
public final class AlarmsActor extends AbstractBehavior<AlarmsActor.Command> {
    /** What this actor can be told. */
    public sealed interface Command {}

    /** Free room with less than which the alarm is on. It is never lower than the store's reserve asks. */
    public record SetDiskFreeLimit(long bytes, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** The same as a multiple of this machine's memory. */
    public record SetRelativeDiskFreeLimit(double factor, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    public record SetMemoryWatermark(MemoryWatermark watermark, ActorRef<StatusReply<Done>> replyTo)
            implements Command {}

    public record Report(ActorRef<AlarmsReport> replyTo) implements Command {}

    private record Look() implements Command {}

    private static final String BOX = """
            **********************************************************
            *** Publishers will be blocked until this alarm clears ***
            **********************************************************
            """;
    private static final long MB = 1_000_000;
    private static final int MIB_SHIFT = 20;
    private static final Duration LOOK_PAUSE_MAX = Duration.ofSeconds(1);

    private final TimerScheduler<Command> timers;
    private final AlarmSettings settings;
    private final LongSupplier messageBytes;
    private final Consumer<Alarms> listener;
    private final DiskWatch disk;
    private final MemoryWatch memory;
    private MemoryWatermark watermark;
    private Alarms alarms = Alarms.NONE;
    private long diskFree;
    private long lookedAtNanos = System.nanoTime();

    /**
     * Watches from now on.
     *
     * @param messageBytes what messages take in memory; called often, from any thread
     * @param listener told of every change, from this actor's thread
     */
    public static Behavior<Command> create(
            AlarmSettings settings, LongSupplier messageBytes, Consumer<Alarms> listener) {
        // what somebody wanted to know or to set fails with his question
        return Witness.steadfast(
                "alarms",
                Behaviors.setup(context -> Behaviors.withTimers(
                        timers -> new AlarmsActor(context, timers, settings, messageBytes, listener))),
                command -> true);
    }

    private AlarmsActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            AlarmSettings settings,
            LongSupplier messageBytes,
            Consumer<Alarms> listener) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.messageBytes = messageBytes;
        this.listener = listener;
        this.disk = new DiskWatch(settings.diskFreeLimitBytes(), settings.diskReserveBytes());
        this.watermark = settings.memoryWatermark();
        this.memory = new MemoryWatch(watermark.of(Heaps.maxBytes()));
        logDiskLimit();
        logMemoryLimit();
        look();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, this::onLook)
                .onMessage(SetDiskFreeLimit.class, this::onSetDiskFreeLimit)
                .onMessage(SetRelativeDiskFreeLimit.class, this::onSetRelativeDiskFreeLimit)
                .onMessage(SetMemoryWatermark.class, this::onSetMemoryWatermark)
                .onMessage(Report.class, this::onReport)
                .build();
    }

    private Behavior<Command> onLook(Look command) {
        look();
        return this;
    }

    private Behavior<Command> onSetDiskFreeLimit(SetDiskFreeLimit command) {
        setDiskFreeLimit(command.bytes());
        command.replyTo().tell(StatusReply.ack());
        return this;
    }

    private Behavior<Command> onSetRelativeDiskFreeLimit(SetRelativeDiskFreeLimit command) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        setDiskFreeLimit((long) (command.factor() * machine.getTotalMemorySize()));
        command.replyTo().tell(StatusReply.ack());
        return this;
    }

    private void setDiskFreeLimit(long bytes) {
        disk.setLimit(bytes);
        logDiskLimit();
        look();
    }

    private Behavior<Command> onSetMemoryWatermark(SetMemoryWatermark command) {
        watermark = command.watermark();
        memory.setLimit(watermark.of(Heaps.maxBytes()));
        logMemoryLimit();
        look();
        command.replyTo().tell(StatusReply.ack());
        return this;
    }

    private Behavior<Command> onReport(Report command) {
        command.replyTo()
                .tell(new AlarmsReport(
                        alarms, diskFree, disk.limitBytes(), memory.usedBytes(), memory.limitBytes(), watermark));
        return this;
    }

    /** Looks now, and again when it may have become worse. */
    private void look() {
        // also when this look fails
        timers.startSingleTimer(new Look(), LOOK_PAUSE_MAX);
        long now = System.nanoTime();
        diskFree = settings.directory().toFile().getUsableSpace();
        boolean isDiskLow = disk.look(diskFree);
        boolean isMemoryLow = memory.look(Heaps.now(messageBytes.getAsLong()), Duration.ofNanos(now - lookedAtNanos));
        lookedAtNanos = now;
        if (isDiskLow != alarms.isOn(Resource.DISK)) {
            getContext()
                    .getLog()
                    .info(
                            "Free disk space is {}. Free bytes: {}. Limit: {}",
                            isDiskLow ? "insufficient" : "sufficient",
                            diskFree,
                            disk.limitBytes());
            change(Resource.DISK, isDiskLow);
        }
        if (isMemoryLow != alarms.isOn(Resource.MEMORY)) {
            getContext()
                    .getLog()
                    .info(
                            "vm_memory_high_watermark {}. Memory used:{} allowed:{}",
                            isMemoryLow ? "set" : "clear",
                            memory.usedBytes(),
                            memory.limitBytes());
            change(Resource.MEMORY, isMemoryLow);
        }
        if (memory.needsCollection()) {
            System.gc();
        }
        Duration diskPause = disk.pause(diskFree);
        Duration memoryPause = memory.pause();
        timers.startSingleTimer(new Look(), diskPause.compareTo(memoryPause) < 0 ? diskPause : memoryPause);
    }

    /** Logged in RabbitMQ's words, for those who look for them. */
    private void change(Resource resource, boolean on) {
        alarms = alarms.with(resource, on);
        Feeds.get(getContext().getSystem())
                .events()
                .tell(on ? "alarm.set" : "alarm.cleared", event -> event.node().text("source", resource.text()));
        if (on) {
            getContext()
                    .getLog()
                    .warn("{} resource limit alarm set on node '{}'.\n\n{}", resource.text(), settings.node(), BOX);
        } else {
            getContext()
                    .getLog()
                    .warn("{} resource limit alarm cleared on node '{}'", resource.text(), settings.node());
            getContext().getLog().warn("{} resource limit alarm cleared across the cluster", resource.text());
        }
        listener.accept(alarms);
    }

    private void logDiskLimit() {
        getContext().getLog().info("Disk free limit set to {}MB", disk.limitBytes() / MB);
    }

    private void logMemoryLimit() {
        long heap = Heaps.maxBytes();
        getContext()
                .getLog()
                .info(
                        "Memory high watermark set to {} MiB ({} bytes) of {} MiB ({} bytes) total",
                        memory.limitBytes() >> MIB_SHIFT,
                        memory.limitBytes(),
                        heap >> MIB_SHIFT,
                        heap);
    }
}
