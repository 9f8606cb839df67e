package warren.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps log lines back until they are released, or until the first of them has waited too long; from then on passes them on. */
final class HeldLines extends AppenderBase<ILoggingEvent> {
    private final Supplier<Appender<ILoggingEvent>> target;
    private final long limitMillis;
    private final List<ILoggingEvent> held = new ArrayList<>();
    private Optional<Appender<ILoggingEvent>> open = Optional.empty();

    HeldLines(Supplier<Appender<ILoggingEvent>> target, Duration limit) {
        this.target = target;
        this.limitMillis = limit.toMillis();
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        if (open.isPresent()) {
            open.get().doAppend(event);
            return;
        }
        // the event's thread and message must be read now: they may change before it is printed
        event.prepareForDeferredProcessing();
        held.add(event);
        if (event.getTimeStamp() - held.get(0).getTimeStamp() > limitMillis) {
            release();
        }
    }

    synchronized void release() {
        if (open.isEmpty()) {
            open = Optional.of(target.get());
            held.forEach(open.get()::doAppend);
            held.clear();
        }
    }

    @Override
    public synchronized void stop() {
        open.ifPresent(Appender::stop);
        super.stop();
    }
}
