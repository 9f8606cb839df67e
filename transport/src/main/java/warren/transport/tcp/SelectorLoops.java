package warren.transport.tcp;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import warren.transport.dispatch.WorkerPool;

/** The selectors of an actor system, for the threads of its {@link WorkerPool}. They end with the system, and it with them. */
final class SelectorLoops implements Extension {
    private static final Id ID = new Id();
    /** One thread decodes millions of messages a second; the actors need the processors more. */
    private static final int PROCESSORS_PER_LOOP = 4;

    private final List<SelectorLoop> loops;
    private final AtomicInteger taken = new AtomicInteger();
    final LoggingAdapter log;

    private SelectorLoops(ActorSystem system) {
        this.log = Logging.getLogger(system, SelectorLoops.class);
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_LOOP);
        this.loops = IntStream.range(0, count)
                .mapToObj(i -> new SelectorLoop(log, system::terminate))
                .toList();
        system.dispatcher().execute(() -> adopt(system));
        system.registerOnTermination(() -> loops.forEach(SelectorLoop::stop));
    }

    private void adopt(ActorSystem system) {
        try {
            loops.forEach(WorkerPool::adopt);
        } catch (IllegalStateException e) {
            log.error("nobody can be served: {}", e.getMessage());
            system.terminate();
        }
    }

    static SelectorLoops get(ActorSystem system) {
        return ID.get(system);
    }

    /** One after the other. */
    SelectorLoop next() {
        return loops.get(Math.floorMod(taken.getAndIncrement(), loops.size()));
    }

    private static final class Id extends AbstractExtensionId<SelectorLoops> {
        @Override
        public SelectorLoops createExtension(ExtendedActorSystem system) {
            return new SelectorLoops(system);
        }
    }
}
