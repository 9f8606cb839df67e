package warren.actors.insight;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.AmqpError;
import warren.actors.SteadyClock;
import warren.actors.access.AccessActor;
import warren.actors.access.Permissions;
import warren.actors.alarm.AlarmsActor;
import warren.actors.alarm.AlarmsReport;
import warren.actors.failure.Failures;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.Explanation;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.UnackedInfo;
import warren.actors.queue.Inspection;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Holder;
import warren.actors.queue.QueueSituation;
import warren.actors.queue.QueueSituation.Taker;
import warren.actors.service.ServiceRefusal;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.Message;

/**
 * Puts together what several actors know of a queue. Asks them one after the other; each of them answers from what it has at hand. Part
 * of the root actor; its answers come on other threads.
 */
public final class InsightDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A channel that is busy for longer is left out. */
    private static final Duration PATIENCE_WITH_CHANNELS = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final ActorRef<AlarmsActor.Command> alarms;

    public InsightDesk(ActorSystem<?> system, ActorRef<AlarmsActor.Command> alarms) {
        this.system = system;
        this.alarms = alarms;
    }

    /** Why a queue moves or does not. */
    public CompletionStage<Explanation> explain(ActorRef<VirtualHostActor.Command> host, String name) {
        CompletionStage<AlarmsReport> report = ask(alarms, AlarmsActor.Report::new);
        return info(host, name)
                .thenCombine(
                        report,
                        (queue, known) -> queue.state().equals("running")
                                ? explain(host, queue, known)
                                : CompletableFuture.completedFuture(QueueExplanation.ofStopped(queue, known.alarms())))
                .thenCompose(explanation -> explanation);
    }

    private CompletionStage<Explanation> explain(
            ActorRef<VirtualHostActor.Command> host, QueueInfo queue, AlarmsReport report) {
        return actor(host, queue.name())
                .thenCompose(actor -> this.<QueueProtocol.Command, QueueSituation>ask(
                                actor, replyTo -> new QueueProtocol.Inspect(new Inspection.Explain(replyTo)))
                        .thenCompose(situation -> holders(limitedByChannel(situation), List.of(), actor)
                                .thenApply(channels -> QueueExplanation.ofRunning(
                                        queue, situation, channels, report.alarms(), SteadyClock.millis()))));
    }

    private static Set<ActorRef<QueueProtocol.Reply>> limitedByChannel(QueueSituation situation) {
        return situation.consumers().stream()
                .filter(Taker::lacksPermits)
                .map(Taker::channel)
                .collect(Collectors.toSet());
    }

    /** Who holds which message, those held longest first. */
    public CompletionStage<List<UnackedInfo>> unacked(
            ActorRef<VirtualHostActor.Command> host, String name, int skip, int count) {
        return info(host, name)
                .thenCompose(queue -> actor(host, name))
                .thenCompose(actor -> this.<QueueProtocol.Command, Inspection.Held>ask(
                                actor,
                                replyTo -> new QueueProtocol.Inspect(new Inspection.ListHeld(skip, count, replyTo)))
                        .thenCompose(held -> {
                            List<Long> offsets = held.messages().stream()
                                    .map(Inspection.HeldMessage::offset)
                                    .toList();
                            Set<ActorRef<QueueProtocol.Reply>> channels = held.messages().stream()
                                    .map(Inspection.HeldMessage::channel)
                                    .collect(Collectors.toSet());
                            return holders(channels, offsets, actor)
                                    .thenApply(holders -> held.messages().stream()
                                            .map(message -> unacked(
                                                    message, Optional.ofNullable(holders.get(message.channel()))))
                                            .toList());
                        }));
    }

    private static UnackedInfo unacked(Inspection.HeldMessage message, Optional<Holder> holder) {
        Long tag =
                holder.map(known -> known.deliveryTags().get(message.offset())).orElse(null);
        return new UnackedInfo(
                message.offset(),
                tag == null ? OptionalLong.empty() : OptionalLong.of(tag),
                message.consumerTag(),
                holder.map(Holder::channelName).orElse(""),
                message.sinceMillis(),
                message.redelivered(),
                message.bodyBytes());
    }

    /** What is in a queue; {@code permissions}: those of the user in whose name it is looked at. */
    public CompletionStage<MessagePage> browse(
            ActorRef<VirtualHostActor.Command> host,
            String name,
            MessageQuestion question,
            CompletionStage<Optional<Permissions>> permissions) {
        return permissions
                .thenCompose(granted -> info(host, name).thenCompose(queue -> refused(granted, name, queue)))
                .thenCompose(queue -> actor(host, name)
                        .thenCompose(actor -> new MessageSearch(
                                        system, actor, question, queue.ready(), queue.unacknowledged())
                                .run()));
    }

    /** An actor that moves messages out of a queue. */
    public Behavior<?> mover(
            ActorRef<VirtualHostActor.Command> host,
            String name,
            MoveRequest request,
            CompletionStage<Optional<Permissions>> permissions,
            ActorRef<StatusReply<MoveRequest.Result>> replyTo) {
        CompletionStage<MessageMover.Source> source = permissions.thenCompose(granted -> info(host, name)
                .thenCompose(queue -> refused(granted, name, queue))
                .thenCompose(queue -> actor(host, name))
                .thenApply(actor -> new MessageMover.Source(actor, granted)));
        return MessageMover.create(request, source, host, replyTo);
    }

    private static CompletionStage<QueueInfo> refused(Optional<Permissions> permissions, String name, QueueInfo queue) {
        if (queue.type().equals("stream")) {
            return CompletableFuture.failedFuture(new OperatorError(
                    Reason.INVALID, "a stream is read by consumers: its messages can be consumed again and again"));
        }
        return permissions
                .flatMap(known -> known.refuseQueue(Permissions.Right.READ, name))
                .<CompletionStage<QueueInfo>>map(error -> CompletableFuture.failedFuture(new ServiceRefusal(error)))
                .orElseGet(() -> CompletableFuture.completedFuture(queue));
    }

    /** A user's rights in a virtual host; nothing for an operator, who may do all. */
    public CompletionStage<Optional<Permissions>> permissions(
            ActorRef<AccessActor.Command> access, Optional<String> user, String virtualHost) {
        if (user.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return this.<AccessActor.Command, AccessActor.GrantFound>ask(
                        access, replyTo -> new AccessActor.FindGrant(user.get(), virtualHost, replyTo))
                .thenCompose(found -> found.grant()
                        .<CompletionStage<Optional<Permissions>>>map(
                                grant -> CompletableFuture.completedFuture(Optional.of(Permissions.of(grant))))
                        .orElseGet(() -> CompletableFuture.failedFuture(new ServiceRefusal(
                                AmqpError.accessRefused("access to vhost '" + virtualHost + "' refused")))));
    }

    /** Where a message would go. */
    public CompletionStage<RoutePlan> route(ActorRef<VirtualHostActor.Command> host, Message message) {
        CompletionStage<List<ExchangeInfo>> exchanges = ask(host, VirtualHostActor.ListExchanges::new);
        CompletionStage<List<BindingInfo>> bindings = ask(host, VirtualHostActor.ListBindings::new);
        CompletionStage<List<PolicyInfo>> policies = ask(host, VirtualHostActor.ListPolicies::new);
        return exchanges
                .thenCombine(bindings, Map::entry)
                .thenCombine(
                        policies, (found, known) -> RouteTrace.of(found.getKey(), found.getValue(), known, message))
                .thenCompose(plan -> plan.<CompletionStage<RoutePlan>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> CompletableFuture.failedFuture(new OperatorError(
                                Reason.NOT_FOUND, "no exchange '" + message.exchange() + "' in this virtual host"))));
    }

    /** A part of the tree of actors. */
    public CompletionStage<ActorInfo> actors(List<ActorRef<VirtualHostActor.Command>> hosts, ActorQuestion question) {
        CompletionStage<Map<String, Failures.Failed>> failures = CompletableFuture.completedFuture(new HashMap<>());
        for (ActorRef<VirtualHostActor.Command> host : hosts) {
            CompletionStage<VirtualHostActor.Counts> counts = ask(host, VirtualHostActor.Count::new);
            failures = failures.thenCombine(counts, (known, more) -> {
                more.failures()
                        .forEach(failure -> known.put(
                                failure.actor().path().toStringWithoutAddress(),
                                new Failures.Failed(failure.restarts(), failure.last())));
                return known;
            });
        }
        return failures.thenCompose(known -> new ActorTree(system, known)
                .of(question)
                .<CompletionStage<ActorInfo>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new OperatorError(Reason.NOT_FOUND, "no actor " + question.path()))));
    }

    /** What these channels know; those that do not answer in time are left out. */
    private CompletionStage<Map<ActorRef<QueueProtocol.Reply>, Holder>> holders(
            Set<ActorRef<QueueProtocol.Reply>> channels, List<Long> offsets, ActorRef<QueueProtocol.Command> queue) {
        CompletionStage<Map<ActorRef<QueueProtocol.Reply>, Holder>> all =
                CompletableFuture.completedFuture(new HashMap<>());
        for (ActorRef<QueueProtocol.Reply> channel : channels) {
            CompletionStage<Optional<Holder>> answer = AskPattern.<QueueProtocol.Reply, Holder>ask(
                            channel,
                            replyTo -> new QueueProtocol.DescribeHolder(offsets, queue, replyTo),
                            PATIENCE_WITH_CHANNELS,
                            system.scheduler())
                    .thenApply(Optional::of)
                    .exceptionally(late -> Optional.empty());
            all = all.thenCombine(answer, (known, holder) -> {
                holder.ifPresent(each -> known.put(channel, each));
                return known;
            });
        }
        return all;
    }

    /** The queue as its virtual host sees it; an {@link OperatorError} when there is none of this name. */
    private CompletionStage<QueueInfo> info(ActorRef<VirtualHostActor.Command> host, String name) {
        return this.<VirtualHostActor.Command, List<QueueInfo>>ask(
                        host, replyTo -> new VirtualHostActor.ListQueues(Optional.of(name), replyTo))
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.failedFuture(
                                new OperatorError(Reason.NOT_FOUND, "no queue '" + name + "' in this virtual host"))
                        : CompletableFuture.completedFuture(found.get(0)));
    }

    /** The actor of a queue that is there; an {@link OperatorError} when it is down. */
    private CompletionStage<ActorRef<QueueProtocol.Command>> actor(
            ActorRef<VirtualHostActor.Command> host, String name) {
        return this.<VirtualHostActor.Command, VirtualHostActor.Reply>ask(
                        host, replyTo -> new VirtualHostActor.FindQueues(List.of(name), replyTo))
                .thenCompose(reply -> reply instanceof VirtualHostActor.QueuesFound found
                                && found.queues().containsKey(name)
                        ? CompletableFuture.completedFuture(
                                Objects.requireNonNull(found.queues().get(name)).actor())
                        : CompletableFuture.failedFuture(
                                new OperatorError(Reason.INVALID, "queue '" + name + "' is down")));
    }

    private <C, A> CompletionStage<A> ask(ActorRef<C> actor, Function<ActorRef<A>, C> question) {
        return AskPattern.ask(actor, question, PATIENCE, system.scheduler());
    }
}
