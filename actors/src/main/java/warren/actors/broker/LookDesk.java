package warren.actors.broker;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.insight.InsightDesk;
import warren.actors.vhost.VirtualHostActor;

/** Answers operators who look into the broker. Part of the root actor. */
final class LookDesk {
    private final ActorContext<BrokerActor.Command> context;
    private final BrokerActor broker;
    private final InsightDesk insight;

    LookDesk(ActorContext<BrokerActor.Command> context, BrokerActor broker) {
        this.context = context;
        this.broker = broker;
        this.insight = new InsightDesk(context.getSystem(), broker.alarms);
    }

    /** False for a request that is not about looking in. */
    boolean handle(Operator request) {
        if (request instanceof Operator.ExplainQueue look) {
            answer(look.virtualHost(), look.replyTo(), host -> insight.explain(host, look.queue()));
        } else if (request instanceof Operator.ListUnacked list) {
            answer(
                    list.virtualHost(),
                    list.replyTo(),
                    host -> insight.unacked(host, list.queue(), list.skip(), list.count()));
        } else if (request instanceof Operator.BrowseMessages browse) {
            answer(
                    browse.virtualHost(),
                    browse.replyTo(),
                    host -> insight.browse(
                            host,
                            browse.queue(),
                            browse.question(),
                            insight.permissions(broker.access, browse.user(), browse.virtualHost())));
        } else if (request instanceof Operator.MoveMessages move) {
            inHost(
                    move.virtualHost(),
                    move.replyTo(),
                    host -> context.spawnAnonymous(insight.mover(
                            host,
                            move.queue(),
                            move.request(),
                            insight.permissions(broker.access, move.user(), move.virtualHost()),
                            move.replyTo())));
        } else if (request instanceof Operator.PlanRoute plan) {
            answer(plan.virtualHost(), plan.replyTo(), host -> insight.route(host, plan.message()));
        } else if (request instanceof Operator.ListActors list) {
            answer(insight.actors(broker.hosts(), list.question()), list.replyTo());
        } else {
            return false;
        }
        return true;
    }

    private <T> void inHost(
            String name, ActorRef<StatusReply<T>> replyTo, Consumer<ActorRef<VirtualHostActor.Command>> then) {
        Optional<ActorRef<VirtualHostActor.Command>> found = broker.host(name);
        if (found.isPresent()) {
            then.accept(found.get());
        } else {
            replyTo.tell(StatusReply.error(
                    new OperatorError(Reason.NO_SUCH_VIRTUAL_HOST, "Virtual host '" + name + "' does not exist")));
        }
    }

    private <T> void answer(
            String host,
            ActorRef<StatusReply<T>> replyTo,
            Function<ActorRef<VirtualHostActor.Command>, CompletionStage<T>> question) {
        inHost(host, replyTo, actor -> answer(question.apply(actor), replyTo));
    }

    private static <T> void answer(CompletionStage<T> stage, ActorRef<StatusReply<T>> replyTo) {
        stage.whenComplete((answer, failure) ->
                replyTo.tell(failure == null ? StatusReply.success(answer) : StatusReply.error(cause(failure))));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
