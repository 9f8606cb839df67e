package warren.management.control;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import warren.actors.insight.MessageFilter;
import warren.actors.insight.MessagePage;
import warren.actors.insight.MessageQuestion;
import warren.actors.insight.MoveRequest;
import warren.actors.insight.MoveRequest.Action;
import warren.actors.insight.MoveRequest.Target;
import warren.management.broker.Broker;

/** Moves all messages of a queue that a filter lets pass, a page after the other: no more than there were when it began. */
final class MessageSweep {
    /** What is to be done; {@code count} messages at most. */
    record Plan(Action action, Optional<Target> target, MessageFilter filter, long count) {}

    private final Broker broker;
    private final String virtualHost;
    private final String queue;
    private final Plan plan;
    private final Set<String> problems = new LinkedHashSet<>();
    private long offset;
    private long done;
    /** Messages that may still be looked at; -1 before that is known. */
    private long left = -1;

    MessageSweep(Broker broker, String virtualHost, String queue, Plan plan) {
        this.broker = broker;
        this.virtualHost = virtualHost;
        this.queue = queue;
        this.plan = plan;
    }

    /** To be called once. */
    CompletionStage<MoveRequest.Result> run() {
        int count = (int) Math.min(MessageQuestion.COUNT_MAX, plan.count() - done);
        var question = new MessageQuestion(offset, count, MessageQuestion.State.READY, plan.filter(), 0);
        return broker.browse(virtualHost, queue, question, Optional.empty()).thenCompose(this::move);
    }

    private CompletionStage<MoveRequest.Result> move(MessagePage page) {
        left = (left < 0 ? page.total() : left) - page.scanned();
        List<Long> ids = new ArrayList<>();
        for (MessagePage.Item item : page.items()) {
            ids.add(item.id());
        }
        boolean isOver = !page.isMore() || left <= 0;
        return broker.move(virtualHost, queue, new MoveRequest(plan.action(), ids, plan.target()), Optional.empty())
                .thenCompose(result -> {
                    done += result.done();
                    problems.addAll(result.problems());
                    // what has left the queue is not before the next page any more
                    offset += page.scanned() - (plan.action() == Action.COPY ? 0 : result.done());
                    return isOver || done >= plan.count() || !result.problems().isEmpty()
                            ? CompletableFuture.completedFuture(new MoveRequest.Result(done, List.copyOf(problems)))
                            : run();
                });
    }
}
