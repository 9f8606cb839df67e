package warren.actors.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.Inspection.Look;
import warren.actors.queue.Inspection.Place;
import warren.actors.queue.Inspection.Sight;
import warren.actors.queue.Inspection.Sighting;
import warren.persistence.event.OffsetRanges;

/**
 * One step of a look into a queue. It ends when there are enough messages, and where memory ends: a step that begins with what is on disk
 * shows that alone, a page at most, and is answered when the disk has been read; the queue does not wait for that.
 */
final class Glance implements ReadyMessages.Onlooker {
    /** Messages with fewer offsets between them are read together. */
    private static final long NEIGHBOURS = 64;

    private final Look look;
    private final QueueState state;
    private final DiskReader disk;
    private final List<QueuedMessage> here = new ArrayList<>();
    /** Those whose content is in the journal alone. */
    private final List<QueuedMessage> away = new ArrayList<>();

    private @Nullable Page page;
    private long skip;
    private long passed;
    private long bodyBytes;
    private Place end;

    Glance(Look look, QueueState state, DiskReader disk) {
        this.look = look;
        this.state = state;
        this.disk = disk;
        this.skip = look.skip();
        this.end = look.after();
    }

    void answer() {
        boolean isEnd = look.held() ? lookAtHeld() : state.ready.look(look.after(), this);
        if (page != null) {
            answerFrom(page);
        } else if (!away.isEmpty()) {
            answerFrom(OffsetRanges.of(
                    away.stream().mapToLong(message -> message.offset).toArray()));
        } else {
            List<Sighting> seen = here.stream().map(Glance::sighting).toList();
            look.replyTo().tell(new Sight(seen, passed, end, isEnd, Optional.empty()));
        }
    }

    private boolean lookAtHeld() {
        boolean[] isEnd = {true};
        state.heldMessages.forEach(message -> isEnd[0] = sees(message));
        return isEnd[0];
    }

    static Sighting sighting(QueuedMessage message) {
        return new Sighting(
                message.offset, message.message, message.redelivered, message.storage == QueuedMessage.Storage.STORED);
    }

    @Override
    public boolean sees(QueuedMessage message) {
        if (skip > 0) {
            skip--;
        } else if (isEnough() || (message.hasContent() ? !away.isEmpty() : !here.isEmpty())) {
            return false;
        } else {
            (message.hasContent() ? here : away).add(message);
            bodyBytes += message.bodyBytes;
        }
        passed++;
        end = new Place(message.level, message.offset);
        return true;
    }

    private boolean isEnough() {
        int count = here.size() + away.size();
        return count >= look.count() || (count > 0 && bodyBytes >= look.bodyBytes());
    }

    @Override
    public boolean seesAway(Page next) {
        boolean isWhole = end.level() != next.level || end.offset() < next.first;
        if (isWhole && skip >= next.count) {
            skip -= next.count;
            passed += next.count;
            end = new Place(next.level, next.last);
            return true;
        }
        if (here.isEmpty() && away.isEmpty() && !isEnough()) {
            page = next;
        }
        return false;
    }

    private void answerFrom(Page next) {
        OffsetRanges journal = next.inJournal ? next.offsetsWithNeighbours(NEIGHBOURS) : OffsetRanges.EMPTY;
        List<Long> scratch = next.scratchNumber > 0 ? List.of(next.scratchNumber) : List.of();
        Place from = end;
        long before = passed;
        long toSkip = skip;
        Place behind = new Place(next.level, next.last);
        answer(
                disk.read(journal, scratch, next.offsets(), state.handedOut.belowBefore()),
                found -> part(found, from, behind, before, toSkip));
    }

    private void answerFrom(OffsetRanges offsets) {
        Place from = new Place(end.level(), -1);
        Place behind = end;
        long before = passed - away.size();
        Map<Long, Boolean> marks = new HashMap<>();
        away.forEach(message -> marks.put(message.offset, message.redelivered));
        answer(disk.read(Page.neighbours(offsets, NEIGHBOURS), List.of(), offsets, 0), found -> {
            List<Sighting> marked =
                    found.stream().map(each -> marked(each, marks)).toList();
            return new Sight(marked, before + found.size(), look.held() ? from : behind, false, Optional.empty());
        });
    }

    private static Sighting marked(Sighting message, Map<Long, Boolean> marks) {
        boolean redelivered = marks.getOrDefault(message.offset(), false);
        return new Sighting(message.offset(), message.message(), redelivered, message.isStored());
    }

    /** The messages of a page that this step shows. */
    private Sight part(List<Sighting> found, Place from, Place behind, long before, long toSkip) {
        List<Sighting> shown = new ArrayList<>();
        long left = toSkip;
        long bytes = 0;
        long gone = before;
        Place last = from;
        for (Sighting message : found) {
            if (from.level() == behind.level() && message.offset() <= from.offset()) {
                continue;
            }
            if (shown.size() >= look.count() || (!shown.isEmpty() && bytes >= look.bodyBytes())) {
                return new Sight(shown, gone, last, false, Optional.empty());
            }
            if (left > 0) {
                left--;
            } else {
                shown.add(message);
                bytes += message.message().body().length;
            }
            gone++;
            last = new Place(behind.level(), message.offset());
        }
        return new Sight(shown, gone, behind, false, Optional.empty());
    }

    private void answer(CompletionStage<List<Sighting>> read, Function<List<Sighting>, Sight> sight) {
        Place from = look.after();
        read.whenComplete((found, failure) -> look.replyTo()
                .tell(
                        failure == null
                                ? sight.apply(found)
                                : new Sight(List.of(), 0, from, false, Optional.of(String.valueOf(failure)))));
    }
}
