package warren.actors.insight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.insight.MessagePage.Item;
import warren.actors.insight.MessageQuestion.State;
import warren.actors.queue.Inspection;
import warren.actors.queue.Inspection.Place;
import warren.actors.queue.Inspection.Sight;
import warren.actors.queue.Inspection.Sighting;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

/**
 * One look at what is in a queue: a series of short steps, each of which costs the queue a short turn. What the steps show is sifted on a
 * thread that the broker's actors do not need. One step follows the other, so nothing here needs a lock.
 */
final class MessageSearch {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STEP_MESSAGES = 500;
    private static final long STEP_BYTES = 1 << 20;
    /** What the disk held may have come to memory while it was read. */
    private static final int FAILURES_MAX = 3;

    private final ActorSystem<?> system;
    private final Executor sifting;
    private final ActorRef<QueueProtocol.Command> queue;
    private final MessageQuestion question;
    private final long total;
    private final long deadlineNanos = System.nanoTime() + MessageQuestion.TIME_MAX.toNanos();
    private final List<Item> items = new ArrayList<>();
    /** The part of the queue that is looked at now, and where in it. */
    private boolean isHeld;

    private Place place = Place.START;
    private long skip;
    private long position;
    private long scanned;
    private long shownBytes;
    private int failures;

    /** {@code ready} and {@code held}: how many there are, as the queue has just said. */
    MessageSearch(
            ActorSystem<?> system,
            ActorRef<QueueProtocol.Command> queue,
            MessageQuestion question,
            long ready,
            long held) {
        this.system = system;
        this.sifting = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.queue = queue;
        this.question = question;
        long heldCount = question.state() == State.READY ? 0 : held;
        this.total = heldCount + (question.state() == State.UNACKED ? 0 : ready);
        this.isHeld = question.offset() < heldCount || question.state() == State.UNACKED;
        this.skip = isHeld ? question.offset() : question.offset() - heldCount;
        this.position = question.offset();
    }

    /** To be called once. */
    CompletionStage<MessagePage> run() {
        if (question.count() == 0) {
            return CompletableFuture.completedFuture(page(question.offset() < total));
        }
        int wanted = question.filter().isEmpty() ? question.count() - items.size() : STEP_MESSAGES;
        CompletionStage<Sight> step = AskPattern.ask(
                queue,
                replyTo -> new QueueProtocol.Inspect(
                        new Inspection.Look(isHeld, place, skip, Math.min(STEP_MESSAGES, wanted), STEP_BYTES, replyTo)),
                PATIENCE,
                system.scheduler());
        return step.thenComposeAsync(this::goOn, sifting);
    }

    private CompletionStage<MessagePage> goOn(Sight sight) {
        if (sight.failure().isPresent()) {
            return ++failures > FAILURES_MAX
                    ? CompletableFuture.failedFuture(
                            new OperatorError(Reason.INVALID, sight.failure().get()))
                    : run();
        }
        for (Sighting message : sight.messages()) {
            if (isEnough()) {
                return CompletableFuture.completedFuture(page(true));
            }
            sift(message);
        }
        boolean isEnd = sight.isEnd();
        if (isHeld) {
            skip += sight.messages().size();
            isEnd |= sight.messages().isEmpty() || skip > Inspection.ListHeld.SKIP_MAX;
        } else {
            place = sight.end();
            skip = Math.max(0, skip - (sight.passed() - sight.messages().size()));
        }
        if (!isEnd) {
            return isEnough() ? CompletableFuture.completedFuture(page(true)) : run();
        }
        if (!isHeld || question.state() == State.UNACKED) {
            return CompletableFuture.completedFuture(page(false));
        }
        isHeld = false;
        skip = 0;
        return isEnough() ? CompletableFuture.completedFuture(page(position < total)) : run();
    }

    private void sift(Sighting seen) {
        Message message = seen.message();
        if (question.filter().isEmpty() || question.filter().matches(message, deadlineNanos)) {
            byte[] body = message.body();
            boolean isLong = body.length > question.bodyBytes();
            Message shown = isLong
                    ? new Message(
                            message.exchange(),
                            message.routingKey(),
                            message.propertyBytes(),
                            Arrays.copyOf(body, question.bodyBytes()))
                    : message;
            items.add(new Item(position, seen.offset(), isHeld, seen.redelivered(), shown, body.length));
            shownBytes += shown.body().length;
        }
        position++;
        scanned++;
    }

    private boolean isEnough() {
        return items.size() >= question.count()
                || shownBytes >= MessageQuestion.SHOWN_BYTES_MAX
                || scanned >= MessageQuestion.SCANNED_MAX
                || System.nanoTime() - deadlineNanos > 0;
    }

    private MessagePage page(boolean isMore) {
        return new MessagePage(List.copyOf(items), total, scanned, isMore);
    }
}
