package warren.actors.insight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.internal.InterceptorImpl;
import org.apache.pekko.actor.typed.internal.adapter.ActorAdapter;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import scala.jdk.javaapi.CollectionConverters;
import warren.actors.failure.Failures;
import warren.actors.failure.Failures.Failed;
import warren.actors.info.FailureInfo;

/**
 * The actors that there are, as Pekko keeps them. No actor is asked and none is disturbed: children, mailboxes and classes are looked up in
 * Pekko's own objects, which may be read on any thread, though what is read belongs to slightly different moments. To count a mailbox is to
 * walk along it, which costs the one who asks and nobody else.
 */
final class ActorTree {
    /** Actors in one picture, at most. */
    private static final int ACTORS_MAX = 5_000;

    private final ActorSystem<?> system;
    private final Map<String, Failed> failures;
    /** Of children that are gone, by their parents' paths: the newest. */
    private final Map<String, FailureInfo> gone = new HashMap<>();

    private int left = ACTORS_MAX;

    /** {@code restarts}: what parents know of children that they have started again, by path. */
    ActorTree(ActorSystem<?> system, Map<String, Failed> restarts) {
        this.system = system;
        this.failures = Failures.get(system).all();
        failures.forEach((path, failed) -> {
            String cause = path.substring(path.lastIndexOf('/') + 1) + ": "
                    + failed.last().cause();
            gone.put(
                    path.substring(0, path.lastIndexOf('/')),
                    new FailureInfo(
                            failed.last().atMillis(), cause, failed.last().messageType()));
        });
        failures.putAll(restarts);
    }

    /** Empty when there is no such actor. */
    Optional<ActorInfo> of(ActorQuestion part) {
        Optional<Cell> found = find(part.path());
        return found.map(cell -> describe(cell, part.depth(), part.offset(), part.count()));
    }

    private Optional<Cell> find(String path) {
        var root = ((ExtendedActorSystem) Adapter.toClassic(system)).provider().rootGuardian();
        Optional<Cell> cell = cellOf(root);
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                cell = cell.flatMap(parent -> children(parent).stream()
                        .filter(child -> child.self().path().name().equals(name))
                        .findFirst());
            }
        }
        return cell;
    }

    private static Optional<Cell> cellOf(org.apache.pekko.actor.ActorRef ref) {
        return ref instanceof ActorRefWithCell local ? Optional.of(local.underlying()) : Optional.empty();
    }

    private static List<Cell> children(Cell parent) {
        List<Cell> all = new ArrayList<>();
        CollectionConverters.asJava(parent.childrenRefs().children())
                .forEach(child -> cellOf(child).ifPresent(all::add));
        return all;
    }

    private ActorInfo describe(Cell cell, int depth, int offset, int count) {
        left--;
        List<Cell> all = children(cell);
        List<ActorInfo> shown = new ArrayList<>();
        Map<String, Integer> others = new TreeMap<>();
        int place = 0;
        for (Cell child : all) {
            boolean isShown = depth > 0 && place >= offset && shown.size() < count && left > 0;
            place++;
            if (isShown) {
                shown.add(describe(child, depth - 1, 0, count));
            } else {
                others.merge(kind(child), 1, Integer::sum);
            }
        }
        String path = cell.self().path().toStringWithoutAddress();
        Optional<Failed> failed = Optional.ofNullable(failures.get(path));
        return new ActorInfo(
                path,
                cell.self().path().name(),
                type(cell),
                shown,
                all.size(),
                others,
                failed.map(Failed::count).orElse(0),
                failed.map(Failed::last).or(() -> Optional.ofNullable(gone.get(path))),
                OptionalInt.of(cell.numberOfMessages()));
    }

    private static String kind(Cell cell) {
        String type = type(cell);
        return type.isEmpty() ? "other" : type;
    }

    /** The class of a behavior that has one of its own; of others, which are put together from functions, what their name says. */
    private static String type(Cell cell) {
        if (cell instanceof ActorCell local && local.actor() instanceof ActorAdapter<?> adapter) {
            Object behavior = adapter.currentBehavior();
            while (behavior instanceof InterceptorImpl<?, ?> wrapped) {
                behavior = wrapped.nestedBehavior();
            }
            if (behavior != null && behavior.getClass().getName().startsWith("warren.")) {
                return behavior.getClass().getSimpleName();
            }
        }
        return ActorKinds.of(cell.self().path().name());
    }
}
