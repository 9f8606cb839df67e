package warren.actors.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.queue.Inspection.MoverGone;
import warren.actors.queue.Inspection.Release;
import warren.actors.queue.Inspection.Reserve;
import warren.actors.queue.Inspection.Reserved;
import warren.actors.queue.Inspection.Sighting;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;

/**
 * Takes messages out of the queue wherever they stand, for a mover: first it reserves them, then it has other queues take them, then it
 * says which are gone. Until then they are in the journal of this queue.
 */
final class Removal {
    private static final long NEIGHBOURS = 64;

    private final ActorContext<QueueProtocol.Command> context;
    private final QueueState state;
    private final Paging paging;
    private final Departures departures;

    Removal(ActorContext<QueueProtocol.Command> context, QueueState state, Paging paging, Departures departures) {
        this.context = context;
        this.state = state;
        this.paging = paging;
        this.departures = departures;
    }

    /** What waits of some messages, and where. */
    private static final class Found implements ReadyMessages.Onlooker {
        final Map<Long, QueuedMessage> here = new HashMap<>();
        final List<Page> pages = new ArrayList<>();

        @Override
        public boolean sees(QueuedMessage message) {
            here.put(message.offset, message);
            return true;
        }

        @Override
        public boolean seesAway(Page page) {
            pages.add(page);
            return true;
        }

        Optional<Page> pageOf(long offset) {
            return pages.stream()
                    .filter(page -> page.offsets().contains(offset))
                    .findFirst();
        }
    }

    private Found find(List<Long> offsets) {
        var found = new Found();
        state.ready.find(
                OffsetRanges.of(offsets.stream().mapToLong(Long::longValue).toArray()), found);
        return found;
    }

    void reserve(Reserve command) {
        List<Long> ids =
                command.ids().stream().filter(id -> id >= 0).distinct().sorted().toList();
        Found found = find(ids);
        List<Sighting> here = new ArrayList<>();
        var onDisk = new OffsetRanges.Builder();
        List<Long> scratch = new ArrayList<>();
        long bytes = 0;
        if (!state.reservations.isMover(command.mover())) {
            context.watchWith(command.mover(), new QueueProtocol.Inspect(new MoverGone(command.mover())));
        }
        for (int i = 0; i < ids.size(); i++) {
            long id = ids.get(i);
            if (i > 0 && bytes >= command.bodyBytes()) {
                answer(command, here, onDisk.build(), scratch, ids.subList(i, ids.size()));
                return;
            }
            QueuedMessage message = found.here.get(id);
            Optional<Page> page = message == null ? found.pageOf(id) : Optional.empty();
            if ((message == null && page.isEmpty()) || !state.reservations.add(id, command.mover())) {
                continue;
            }
            if (message != null && message.hasContent()) {
                here.add(Glance.sighting(message));
            } else {
                onDisk.add(id);
                page.filter(known -> known.scratchNumber > 0 && !scratch.contains(known.scratchNumber))
                        .ifPresent(known -> scratch.add(known.scratchNumber));
            }
            bytes += message == null
                    ? page.map(known -> known.bodyBytes / known.count).orElse(0L)
                    : message.bodyBytes;
        }
        answer(command, here, onDisk.build(), scratch, List.of());
    }

    private void answer(
            Reserve command, List<Sighting> here, OffsetRanges onDisk, List<Long> scratch, List<Long> rest) {
        List<Long> later = List.copyOf(rest);
        if (onDisk.isEmpty()) {
            command.replyTo().tell(new Reserved(here, later, Optional.empty()));
            return;
        }
        paging.reader()
                .read(Page.neighbours(onDisk, NEIGHBOURS), scratch, onDisk, state.handedOut.belowBefore())
                .whenComplete((read, failure) -> {
                    if (failure != null) {
                        command.replyTo().tell(new Reserved(here, later, Optional.of(String.valueOf(failure))));
                        return;
                    }
                    List<Sighting> all = new ArrayList<>(here);
                    all.addAll(read);
                    command.replyTo().tell(new Reserved(all, later, Optional.empty()));
                });
    }

    void release(Release command) {
        List<Sighting> gone = command.gone().stream()
                .filter(each -> state.reservations.holds(each.offset(), command.mover()))
                .toList();
        Found found = find(gone.stream().map(Sighting::offset).toList());
        long count = 0;
        for (Sighting each : gone) {
            QueuedMessage passed = state.reservations.end(each.offset());
            count += (passed != null && leaves(passed)) || leaves(each, found) ? 1 : 0;
        }
        giveBack(command.back().stream()
                .filter(id -> state.reservations.holds(id, command.mover()))
                .toList());
        if (!state.reservations.isMover(command.mover())) {
            context.unwatch(command.mover());
        }
        command.replyTo().tell(count);
    }

    private boolean leaves(Sighting each, Found found) {
        QueuedMessage message = found.here.get(each.offset());
        if (message != null) {
            state.ready.take(message);
            return leaves(message);
        }
        Optional<Page> page = found.pageOf(each.offset());
        page.ifPresent(known -> {
            var standIn = new QueuedMessage(
                    each.offset(),
                    each.message(),
                    StoredMessage.NEVER,
                    each.isStored() || each.message().isPersistent());
            standIn.storage = each.isStored() ? QueuedMessage.Storage.STORED : QueuedMessage.Storage.TRANSIENT;
            state.ready.removeAway(known, standIn);
            state.memory.add(standIn.weight());
            leaves(standIn);
        });
        return page.isPresent();
    }

    private boolean leaves(QueuedMessage message) {
        departures.forget(message);
        return true;
    }

    /** These may be handed out again; those that were passed over stand at their old places. */
    void giveBack(List<Long> offsets) {
        for (long offset : offsets) {
            QueuedMessage passed = state.reservations.end(offset);
            if (passed != null) {
                state.ready.putBack(passed);
            }
        }
    }
}
