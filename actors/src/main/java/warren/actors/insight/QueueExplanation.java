package warren.actors.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.alarm.Alarms;
import warren.actors.info.Explanation;
import warren.actors.info.FailureInfo;
import warren.actors.info.QueueInfo;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Holder;
import warren.actors.queue.QueueSituation;
import warren.actors.queue.QueueSituation.Taker;

/** Why a queue moves or does not, in sentences. */
final class QueueExplanation {
    private QueueExplanation() {}

    /** Of a queue that does not run. */
    static Explanation ofStopped(QueueInfo queue, Alarms alarms) {
        List<String> lines = new ArrayList<>();
        addFailures(queue, lines);
        addAlarms(alarms, lines);
        String summary = queue.state().equals("recovering")
                ? "The queue is recovering: it reads from its journal what waits in it, and serves afterwards."
                : "The queue is down and serves nobody: " + whyDown(queue);
        return new Explanation(summary, List.of(), lines);
    }

    private static String whyDown(QueueInfo queue) {
        return queue.lastFailure()
                .map(failure -> "it failed at " + Figures.time(failure.atMillis()) + " (" + failure.cause()
                        + "); it is started again unless it has failed too often or its record is damaged.")
                .orElse("it failed and has not been started again.");
    }

    /**
     * Of a queue that runs.
     *
     * @param channels what the channels of consumers said, those that were asked and answered
     */
    static Explanation ofRunning(
            QueueInfo queue,
            QueueSituation situation,
            Map<ActorRef<QueueProtocol.Reply>, Holder> channels,
            Alarms alarms,
            long nowMillis) {
        var text = new ConsumerText(situation, channels, nowMillis);
        List<Explanation.OfConsumer> consumers = situation.consumers().stream()
                .map(taker -> new Explanation.OfConsumer(taker.consumerTag(), taker.channelName(), text.of(taker)))
                .toList();
        List<String> lines = new ArrayList<>();
        addFigures(situation, nowMillis, lines);
        addRules(queue, situation, lines);
        addFailures(queue, lines);
        addAlarms(alarms, lines);
        return new Explanation(summary(situation, nowMillis), consumers, lines);
    }

    private static String summary(QueueSituation queue, long nowMillis) {
        if (queue.ready() > 0) {
            return summaryOfWaiting(queue);
        }
        if (queue.unacknowledged() > 0) {
            return "Nothing waits: clients have all " + Figures.count(queue.unacknowledged(), "message")
                    + oldest(queue, nowMillis) + ".";
        }
        if (queue.delayed() > 0) {
            return Figures.count(queue.delayed(), "message") + " came back from consumers and "
                    + Figures.verb(queue.delayed(), "waits") + " until "
                    + Figures.time(queue.nextDelayedAt().orElse(nowMillis)) + " or later.";
        }
        return queue.consumerCount() == 0
                ? "The queue is empty, and nobody consumes from it."
                : "The queue is empty: its consumers take each message as it comes.";
    }

    private static String summaryOfWaiting(QueueSituation queue) {
        String waiting = Figures.count(queue.ready(), "message") + " " + Figures.verb(queue.ready(), "waits");
        if (queue.consumerCount() == 0) {
            return waiting + " and nobody consumes.";
        }
        long withRoom = queue.consumers().stream().filter(Taker::hasRoom).count();
        if (queue.maxHeld()) {
            return waiting + ": memory is short, and clients have to settle what they hold first.";
        }
        if (withRoom > 0 && queue.onDisk()) {
            return waiting + ": the next ones are on their way from disk.";
        }
        if (withRoom > 0) {
            return waiting + " and the queue moves: " + withRoom + " of "
                    + Figures.count(queue.consumerCount(), "consumer") + " can take more.";
        }
        return waiting + " and no consumer can take one: " + String.join(", ", reasons(queue)) + ".";
    }

    private static List<String> reasons(QueueSituation queue) {
        List<String> reasons = new ArrayList<>();
        addReason(reasons, queue, Taker::standsBy, "stand by for the single active one");
        addReason(reasons, queue, taker -> !taker.standsBy() && taker.clogged(), "do not read what was sent");
        addReason(
                reasons,
                queue,
                taker -> !taker.standsBy() && !taker.clogged() && taker.isFull(),
                "hold as many as their prefetch allows");
        addReason(
                reasons,
                queue,
                taker -> !taker.standsBy() && !taker.clogged() && !taker.isFull() && taker.lacksPermits(),
                "wait for the prefetch that their channel shares");
        return reasons;
    }

    private static void addReason(
            List<String> reasons, QueueSituation queue, java.util.function.Predicate<Taker> which, String text) {
        long count = queue.consumers().stream().filter(which).count();
        if (count > 0) {
            reasons.add(count + " of " + queue.consumers().size() + " " + text);
        }
    }

    private static String oldest(QueueSituation queue, long nowMillis) {
        return queue.oldestUnackedSince().isEmpty()
                ? ""
                : ", the oldest for "
                        + Figures.duration(
                                nowMillis - queue.oldestUnackedSince().getAsLong());
    }

    private static void addFigures(QueueSituation queue, long nowMillis, List<String> lines) {
        lines.add(Figures.count(queue.ready(), "message") + " ready, " + Figures.number(queue.unacknowledged())
                + " held by clients" + oldest(queue, nowMillis) + ", "
                + Figures.count(queue.consumerCount(), "consumer") + ".");
        if (queue.consumerCount() > queue.consumers().size()) {
            lines.add("Only the first " + Figures.number(queue.consumers().size()) + " consumers are explained.");
        }
        if (queue.delayed() > 0) {
            lines.add(Figures.count(queue.delayed(), "message") + " came back and "
                    + Figures.verb(queue.delayed(), "waits") + " to be handed out again, the first until "
                    + Figures.time(queue.nextDelayedAt().orElse(nowMillis)) + ".");
        }
        if (queue.dying() > 0) {
            lines.add(Figures.count(queue.dying(), "dead letter") + " " + Figures.verb(queue.dying(), "waits")
                    + " for the queues behind the dead letter exchange to take " + (queue.dying() == 1 ? "it" : "them")
                    + ".");
        }
    }

    private static void addRules(QueueInfo queue, QueueSituation situation, List<String> lines) {
        Optional<Taker> exclusive =
                situation.consumers().stream().filter(Taker::exclusive).findFirst();
        exclusive.ifPresent(taker -> lines.add(
                "Consumer '" + taker.consumerTag() + "' has the queue for itself (exclusive): no other may come."));
        queue.ownerConnection()
                .ifPresent(owner -> lines.add(
                        "The queue is exclusive: only " + owner + " may use it, and it goes with that connection."));
        if (situation.full()) {
            lines.add("The queue is full: it rejects what is published.");
        }
        if (situation.publishersHeld()) {
            lines.add("Publishers wait: messages come faster than the disk takes those that memory has no room for.");
        }
    }

    private static void addFailures(QueueInfo queue, List<String> lines) {
        if (queue.restarts() > 0) {
            lines.add("Its actor was started again " + Figures.count(queue.restarts(), "time") + " after a failure"
                    + queue.lastFailure().map(QueueExplanation::last).orElse("") + ".");
        }
    }

    private static String last(FailureInfo failure) {
        return ", the last time at " + Figures.time(failure.atMillis())
                + failure.messageType().map(type -> " on " + type).orElse("") + ": " + failure.cause();
    }

    private static void addAlarms(Alarms alarms, List<String> lines) {
        if (alarms.areOn()) {
            lines.add("An alarm is on (" + alarms.reason() + "): connections that publish are held until it ends;"
                    + " consumers go on.");
        }
    }
}
