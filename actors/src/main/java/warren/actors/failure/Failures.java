package warren.actors.failure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import warren.actors.info.FailureInfo;

/** Which actors have failed since the start, for operators: the newest thousand, also those that are gone. Thread-safe. */
public final class Failures implements Extension {
    private static final int ACTORS_MAX = 1_000;

    /** How often one actor failed, and what the last failure was. */
    public record Failed(int count, FailureInfo last) {}

    private static final class Id extends ExtensionId<Failures> {
        private static final Id INSTANCE = new Id();

        @Override
        public Failures createExtension(ActorSystem<?> system) {
            return new Failures();
        }
    }

    /** By path; the newest last. */
    private final Map<String, Failed> known = new LinkedHashMap<>();

    Failures() {}

    /** Those of this system. */
    public static Failures get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /** The actor at this path, without address, has failed. */
    public synchronized void add(String path, FailureInfo failure) {
        Failed before = known.remove(path);
        known.put(path, new Failed(before == null ? 1 : before.count() + 1, failure));
        if (known.size() > ACTORS_MAX) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** All that are remembered, by path; the newest last. */
    public synchronized Map<String, Failed> all() {
        return new LinkedHashMap<>(known);
    }
}
