package warren.actors.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.AmqpError;
import warren.actors.access.AccessActor;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Password;
import warren.actors.alarm.AlarmsActor;
import warren.actors.connection.ConnectionsActor;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.feed.EventFeed;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PermissionInfo;
import warren.actors.info.UserInfo;
import warren.actors.service.ServiceChannel;
import warren.actors.service.ServiceRequest;
import warren.actors.vhost.QueueDeclaration;
import warren.actors.vhost.Tracing;
import warren.actors.vhost.VirtualHostActor;
import warren.persistence.journal.StoreExtension;
import warren.transport.method.ReplyCode;

/** Passes operators' requests on to the actor that knows, and its answer back. Part of the root actor. */
final class OperatorDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorContext<BrokerActor.Command> context;
    private final BrokerActor broker;
    private final LookDesk looks;
    /** In whose name something is done now. */
    private String user = EventFeed.COMMAND_LINE_USER;

    private final ExtensionDesk extensions;

    OperatorDesk(ActorContext<BrokerActor.Command> context, BrokerActor broker) {
        this.context = context;
        this.broker = broker;
        this.looks = new LookDesk(context, broker);
        this.extensions = new ExtensionDesk(ExtensionRegistry.get(context.getSystem()));
    }

    void handle(Operator request) {
        if (request instanceof Operator.InNameOf named) {
            user = named.user();
            carryOut(named.request());
            user = EventFeed.COMMAND_LINE_USER;
        } else {
            carryOut(request);
        }
    }

    private void carryOut(Operator request) {
        boolean isKnown = lists(request)
                || changes(request)
                || queues(request)
                || limits(request)
                || looks.handle(request)
                || extensions.handle(request);
        if (!isKnown) {
            throw new IllegalStateException("no handler of " + request.getClass());
        }
    }

    private boolean lists(Operator request) {
        if (request instanceof Operator.GetStatus get) {
            new StatusQuestion(context, broker).answer(get.replyTo());
        } else if (request instanceof Operator.ListQueues list) {
            inHost(
                    list.virtualHost(),
                    list.replyTo(),
                    replyTo -> new VirtualHostActor.ListQueues(list.only(), replyTo));
        } else if (request instanceof Operator.ListExchanges list) {
            inHost(list.virtualHost(), list.replyTo(), VirtualHostActor.ListExchanges::new);
        } else if (request instanceof Operator.ListBindings list) {
            inHost(list.virtualHost(), list.replyTo(), VirtualHostActor.ListBindings::new);
        } else if (request instanceof Operator.ListPolicies list) {
            inHost(list.virtualHost(), list.replyTo(), VirtualHostActor.ListPolicies::new);
        } else if (request instanceof Operator.ListConnections list) {
            broker.connections.tell(new ConnectionsActor.ListConnections(list.replyTo()));
        } else if (request instanceof Operator.ListChannels list) {
            broker.connections.tell(new ConnectionsActor.ListChannels(list.replyTo()));
        } else if (request instanceof Operator.DescribeAccess describe) {
            broker.access.tell(new AccessActor.Describe(describe.replyTo()));
        } else if (request instanceof Operator.ListUsers list) {
            broker.access.tell(new AccessActor.ListUsers(list.replyTo()));
        } else if (request instanceof Operator.ListVirtualHosts list) {
            broker.access.tell(new AccessActor.ListVirtualHosts(list.replyTo()));
        } else if (request instanceof Operator.ListPermissions list) {
            permissionsOf(list);
        } else if (request instanceof Operator.ListUserPermissions list) {
            permissionsOf(list);
        } else {
            return false;
        }
        return true;
    }

    private boolean changes(Operator request) {
        if (request instanceof Operator.ChangeAccess change) {
            change(change.request(), change.replyTo());
        } else if (request instanceof Operator.AddUser add) {
            change(new ChangeRequest.AddUser(add.user(), new Password.Plain(add.password())), add.replyTo());
        } else if (request instanceof Operator.DeleteUser delete) {
            change(new ChangeRequest.DeleteUser(delete.user()), delete.replyTo());
        } else if (request instanceof Operator.ChangePassword change) {
            change(
                    new ChangeRequest.ChangePassword(change.user(), new Password.Plain(change.password())),
                    change.replyTo());
        } else if (request instanceof Operator.SetUserTags set) {
            change(new ChangeRequest.SetTags(set.user(), set.tags()), set.replyTo());
        } else if (request instanceof Operator.SetPermissions set) {
            change(new ChangeRequest.SetPermissions(set.permission()), set.replyTo());
        } else if (request instanceof Operator.ClearPermissions clear) {
            change(new ChangeRequest.ClearPermissions(clear.user(), clear.virtualHost()), clear.replyTo());
        } else if (request instanceof Operator.AddVirtualHost add) {
            change(new ChangeRequest.AddVirtualHost(add.name(), add.description(), add.tags()), add.replyTo());
        } else if (request instanceof Operator.DeleteVirtualHost delete) {
            change(new ChangeRequest.DeleteVirtualHost(delete.name()), delete.replyTo());
        } else if (request instanceof Operator.AuthenticateUser authenticate) {
            authenticate(authenticate);
        } else if (request instanceof Operator.Backup backup) {
            backup(backup);
        } else if (request instanceof Operator.ChangeSettings change) {
            broker.change(change.settings());
            change.replyTo().tell(StatusReply.ack());
        } else if (request instanceof Operator.SetTracing set) {
            trace(set);
        } else if (request instanceof Operator.SetDiskFreeLimit set) {
            broker.alarms.tell(new AlarmsActor.SetDiskFreeLimit(set.bytes(), set.replyTo()));
        } else if (request instanceof Operator.SetRelativeDiskFreeLimit set) {
            broker.alarms.tell(new AlarmsActor.SetRelativeDiskFreeLimit(set.factor(), set.replyTo()));
        } else if (request instanceof Operator.SetMemoryWatermark set) {
            broker.alarms.tell(new AlarmsActor.SetMemoryWatermark(set.watermark(), set.replyTo()));
        } else {
            return false;
        }
        return true;
    }

    private boolean limits(Operator request) {
        if (request instanceof Operator.ListLoginAttempts list) {
            broker.access.tell(new AccessActor.ListLoginAttempts(list.bySource(), list.replyTo()));
        } else if (request instanceof Operator.ClearLoginAttempts clear) {
            broker.access.tell(new AccessActor.ClearLoginAttempts(clear.sourcesOnly(), clear.replyTo()));
        } else if (request instanceof Operator.ListLimits list) {
            broker.access.tell(new AccessActor.ListLimits(list.ofUsers(), list.replyTo()));
        } else if (request instanceof Operator.SetVirtualHostLimits set) {
            change(new ChangeRequest.SetVirtualHostLimits(set.virtualHost(), set.limits()), set.replyTo());
        } else if (request instanceof Operator.ClearVirtualHostLimits clear) {
            change(new ChangeRequest.ClearVirtualHostLimits(clear.virtualHost()), clear.replyTo());
        } else if (request instanceof Operator.SetUserLimits set) {
            change(new ChangeRequest.SetUserLimits(set.user(), set.limits()), set.replyTo());
        } else if (request instanceof Operator.ClearUserLimit clear) {
            change(new ChangeRequest.ClearUserLimit(clear.user(), clear.limit()), clear.replyTo());
        } else {
            return false;
        }
        return true;
    }

    private void trace(Operator.SetTracing set) {
        find(set.virtualHost(), set.replyTo()).ifPresent(host -> {
            Tracing.get(context.getSystem()).of(set.virtualHost()).set(set.on());
            set.replyTo().tell(StatusReply.ack());
        });
    }

    private void backup(Operator.Backup command) {
        StoreExtension.get(context.getSystem())
                .backup(Path.of(command.directory()))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        command.replyTo().tell(StatusReply.ack());
                        return;
                    }
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    command.replyTo()
                            .tell(StatusReply.error(
                                    new OperatorError(Reason.REFUSED, String.valueOf(cause.getMessage()))));
                });
    }

    private void change(ChangeRequest request, ActorRef<StatusReply<Done>> replyTo) {
        broker.access.tell(new AccessActor.Change(request, user, replyTo));
    }

    private boolean queues(Operator request) {
        if (request instanceof Operator.SetPolicy set) {
            done(set.policy().virtualHost(), set.replyTo(), to -> new VirtualHostActor.SetPolicy(set.policy(), to));
        } else if (request instanceof Operator.ClearPolicy clear) {
            done(
                    clear.virtualHost(),
                    clear.replyTo(),
                    to -> new VirtualHostActor.ClearPolicy(clear.name(), clear.operator(), to));
        } else if (request instanceof Operator.AlterQueue alter) {
            done(
                    alter.virtualHost(),
                    alter.replyTo(),
                    to -> new VirtualHostActor.AlterQueue(
                            alter.queue(), alter.set(), alter.removed(), alter.durable(), to));
        } else if (request instanceof Operator.PurgeQueue purge) {
            count(purge.virtualHost(), purge.replyTo(), to -> new VirtualHostActor.PurgeQueue(purge.queue(), to));
        } else if (request instanceof Operator.DeleteQueue delete) {
            count(
                    delete.virtualHost(),
                    delete.replyTo(),
                    to -> new VirtualHostActor.DeleteQueue(
                            delete.queue(), delete.ifUnused(), delete.ifEmpty(), Optional.empty(), to));
        } else if (request instanceof Operator.Define define) {
            done(define.virtualHost(), define.replyTo(), to -> command(define.request(), to));
        } else if (request instanceof Operator.Perform perform) {
            perform(perform);
        } else if (request instanceof Operator.CloseConnection close) {
            broker.connections.tell(new ConnectionsActor.Close(close.connectionId(), close.reason(), close.replyTo()));
        } else {
            return false;
        }
        return true;
    }

    private void perform(Operator.Perform command) {
        find(command.virtualHost(), command.replyTo())
                .ifPresent(host -> context.spawnAnonymous(ServiceChannel.create(
                        command.request(),
                        new ServiceChannel.Place(
                                broker.access, host, command.virtualHost(), broker.settings.messageMaxBytes()),
                        command.user(),
                        command.replyTo())));
    }

    private static VirtualHostActor.Command command(ServiceRequest request, ActorRef<VirtualHostActor.Reply> to) {
        if (request instanceof ServiceRequest.DeclareQueue queue) {
            var declaration =
                    new QueueDeclaration(queue.name(), queue.durable(), false, queue.autoDelete(), queue.arguments());
            return new VirtualHostActor.DeclareQueue(declaration, "", Optional.empty(), to);
        }
        if (request instanceof ServiceRequest.DeclareExchange exchange) {
            return new VirtualHostActor.DeclareExchange(exchange.definition(), to);
        }
        if (request instanceof ServiceRequest.Bind bind) {
            return new VirtualHostActor.Bind(bind.definition(), "", to);
        }
        throw new IllegalStateException("not a definition: " + request);
    }

    /** A command of a virtual host that is answered with a list. */
    private interface ListQuestion<A> {
        VirtualHostActor.Command askedBy(ActorRef<List<A>> replyTo);
    }

    /** A command of a virtual host that is answered with one of its replies. */
    private interface HostQuestion {
        VirtualHostActor.Command askedBy(ActorRef<VirtualHostActor.Reply> replyTo);
    }

    private <A> void inHost(String host, ActorRef<StatusReply<List<A>>> replyTo, ListQuestion<A> question) {
        find(host, replyTo)
                .ifPresent(actor -> AskPattern.<VirtualHostActor.Command, List<A>>ask(
                                actor, question::askedBy, PATIENCE, scheduler())
                        .whenComplete((answer, failure) -> replyTo.tell(
                                failure == null ? StatusReply.success(answer) : StatusReply.error(failure))));
    }

    private void done(String host, ActorRef<StatusReply<Done>> replyTo, HostQuestion question) {
        find(host, replyTo).ifPresent(actor -> ask(actor, question, answer -> replyTo.tell(statusOf(answer))));
    }

    private void count(String host, ActorRef<StatusReply<Long>> replyTo, HostQuestion question) {
        find(host, replyTo)
                .ifPresent(actor -> ask(
                        actor,
                        question,
                        answer -> replyTo.tell(
                                answer instanceof VirtualHostActor.QueueDeleted deleted
                                        ? StatusReply.success(deleted.messages())
                                        : StatusReply.error(errorOf(answer)))));
    }

    private void ask(
            ActorRef<VirtualHostActor.Command> actor, HostQuestion question, Consumer<VirtualHostActor.Reply> then) {
        String by = user;
        AskPattern.<VirtualHostActor.Command, VirtualHostActor.Reply>ask(
                        actor,
                        replyTo -> new VirtualHostActor.InNameOf(by, question.askedBy(replyTo)),
                        PATIENCE,
                        scheduler())
                .whenComplete((answer, failure) -> then.accept(
                        failure == null
                                ? answer
                                : new VirtualHostActor.Refused(
                                        new AmqpError(ReplyCode.INTERNAL_ERROR, "no answer in time"))));
    }

    private static StatusReply<Done> statusOf(VirtualHostActor.Reply answer) {
        return answer instanceof VirtualHostActor.Refused ? StatusReply.error(errorOf(answer)) : StatusReply.ack();
    }

    private static OperatorError errorOf(VirtualHostActor.Reply answer) {
        if (!(answer instanceof VirtualHostActor.Refused refused)) {
            throw new IllegalStateException("not an answer to an operator: " + answer);
        }
        Reason reason = refused.error().code() == ReplyCode.NOT_FOUND ? Reason.NOT_FOUND : Reason.REFUSED;
        return new OperatorError(reason, refused.error().text());
    }

    private <T> Optional<ActorRef<VirtualHostActor.Command>> find(String host, ActorRef<StatusReply<T>> replyTo) {
        Optional<ActorRef<VirtualHostActor.Command>> found = broker.host(host);
        if (found.isEmpty()) {
            replyTo.tell(StatusReply.error(
                    new OperatorError(Reason.NO_SUCH_VIRTUAL_HOST, "Virtual host '" + host + "' does not exist")));
        }
        return found;
    }

    private void permissionsOf(Operator.ListPermissions list) {
        if (find(list.virtualHost(), list.replyTo()).isPresent()) {
            permissions(list.replyTo(), each -> each.virtualHost().equals(list.virtualHost()));
        }
    }

    private void permissionsOf(Operator.ListUserPermissions list) {
        this.<List<UserInfo>>askAccess(AccessActor.ListUsers::new).whenComplete((users, failure) -> {
            if (failure == null && users.stream().noneMatch(user -> user.name().equals(list.user()))) {
                list.replyTo()
                        .tell(StatusReply.error(
                                new OperatorError(Reason.NO_SUCH_USER, "User \"" + list.user() + "\" does not exist")));
            } else {
                permissions(list.replyTo(), each -> each.user().equals(list.user()));
            }
        });
    }

    private void permissions(ActorRef<StatusReply<List<PermissionInfo>>> replyTo, Predicate<PermissionInfo> filter) {
        this.<List<PermissionInfo>>askAccess(AccessActor.ListPermissions::new)
                .whenComplete((all, failure) -> replyTo.tell(
                        failure == null
                                ? StatusReply.success(
                                        all.stream().filter(filter).toList())
                                : StatusReply.error(failure)));
    }

    private void authenticate(Operator.AuthenticateUser command) {
        this.<AccessActor.Verdict>askAccess(
                        to -> new AccessActor.Authenticate(command.user(), command.password(), command.from(), to))
                .thenCombine(
                        this.<List<UserInfo>>askAccess(AccessActor.ListUsers::new),
                        (verdict, users) -> authenticated(command.user(), verdict, users))
                .whenComplete((answer, failure) -> command.replyTo()
                        .tell(failure == null ? answer : StatusReply.error(wrongPassword(command.user()))));
    }

    private static StatusReply<UserInfo> authenticated(String name, AccessActor.Verdict verdict, List<UserInfo> users) {
        if (verdict == AccessActor.Verdict.HELD || verdict == AccessActor.Verdict.OVERLOADED) {
            return StatusReply.error(new OperatorError(Reason.REFUSED, "Too many failed logins, try again later"));
        }
        return users.stream()
                .filter(user ->
                        verdict == AccessActor.Verdict.WELCOME && user.name().equals(name))
                .findFirst()
                .map(StatusReply::success)
                .orElseGet(() -> StatusReply.error(wrongPassword(name)));
    }

    private static OperatorError wrongPassword(String user) {
        return new OperatorError(
                Reason.INVALID,
                "failed to authenticate user \"" + user + "\"\nuser '" + user + "' - invalid credentials");
    }

    private <A> CompletionStage<A> askAccess(
            org.apache.pekko.japi.function.Function<ActorRef<A>, AccessActor.Command> question) {
        return AskPattern.ask(broker.access, question, PATIENCE, scheduler());
    }

    private Scheduler scheduler() {
        return context.getSystem().scheduler();
    }
}
