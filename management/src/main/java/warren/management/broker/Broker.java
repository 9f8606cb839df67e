package warren.management.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Origin;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerStatus;
import warren.actors.broker.Operator;
import warren.actors.info.AccessPicture;
import warren.actors.info.BindingInfo;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.ExchangeTypeInfo;
import warren.actors.info.Explanation;
import warren.actors.info.LimitsInfo;
import warren.actors.info.LoginAttemptsInfo;
import warren.actors.info.PermissionInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.UnackedInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;
import warren.actors.insight.ActorInfo;
import warren.actors.insight.ActorQuestion;
import warren.actors.insight.MessagePage;
import warren.actors.insight.MessageQuestion;
import warren.actors.insight.MoveRequest;
import warren.actors.insight.RoutePlan;
import warren.actors.service.ServiceRequest;
import warren.actors.service.ServiceResult;
import warren.routing.message.Message;

/** Questions to the root of the broker's actors, and the time that it has for an answer. */
public final class Broker {
    private static final Duration QUESTION = Duration.ofSeconds(30);
    /** Stopping, starting and resetting wait for every connection and every queue. */
    private static final Duration TASK = Duration.ofMinutes(5);

    private final ActorRef<BrokerActor.Command> root;
    private final Scheduler scheduler;
    private final Optional<String> user;

    /** Asks in the name of the command line. */
    public Broker(ActorRef<BrokerActor.Command> root, Scheduler scheduler) {
        this(root, scheduler, Optional.empty());
    }

    private Broker(ActorRef<BrokerActor.Command> root, Scheduler scheduler, Optional<String> user) {
        this.root = root;
        this.scheduler = scheduler;
        this.user = user;
    }

    /** The same broker, asked in a user's name. */
    public Broker inNameOf(String name) {
        return new Broker(root, scheduler, Optional.of(name));
    }

    private Operator named(Operator request) {
        return user.isPresent() ? new Operator.InNameOf(user.get(), request) : request;
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, Operator> question) {
        return AskPattern.ask(root, question::apply, QUESTION, scheduler);
    }

    /** A question that may be refused: the stage then fails with an {@link warren.actors.info.OperatorError}. */
    public <T> CompletionStage<T> request(Function<ActorRef<StatusReply<T>>, Operator> question) {
        return AskPattern.askWithStatus(root, replyTo -> named(question.apply(replyTo)), QUESTION, scheduler);
    }

    /** A request that may take long. */
    public <T> CompletionStage<T> task(Function<ActorRef<StatusReply<T>>, Operator> question) {
        return AskPattern.askWithStatus(root, replyTo -> named(question.apply(replyTo)), TASK, scheduler);
    }

    public CompletionStage<BrokerStatus> status() {
        return ask(Operator.GetStatus::new);
    }

    public CompletionStage<List<ExchangeTypeInfo>> exchangeTypes() {
        return ask(Operator.ListExchangeTypes::new);
    }

    public CompletionStage<List<QueueInfo>> queues(String virtualHost) {
        return request(replyTo -> new Operator.ListQueues(virtualHost, Optional.empty(), replyTo));
    }

    public CompletionStage<List<ExchangeInfo>> exchanges(String virtualHost) {
        return request(replyTo -> new Operator.ListExchanges(virtualHost, replyTo));
    }

    public CompletionStage<List<BindingInfo>> bindings(String virtualHost) {
        return request(replyTo -> new Operator.ListBindings(virtualHost, replyTo));
    }

    /** The operator policies, or the others. */
    public CompletionStage<List<PolicyInfo>> policies(String virtualHost, boolean operator) {
        CompletionStage<List<PolicyInfo>> all = request(replyTo -> new Operator.ListPolicies(virtualHost, replyTo));
        return all.thenApply(policies -> policies.stream()
                .filter(policy -> policy.operator() == operator)
                .toList());
    }

    public CompletionStage<List<ConnectionInfo>> connections() {
        return ask(Operator.ListConnections::new);
    }

    public CompletionStage<List<ChannelInfo>> channels() {
        return ask(Operator.ListChannels::new);
    }

    public CompletionStage<List<VirtualHostInfo>> virtualHosts() {
        return ask(Operator.ListVirtualHosts::new);
    }

    /** All limits that are set for users, or for virtual hosts. */
    public CompletionStage<List<LimitsInfo>> limits(boolean ofUsers) {
        return ask(replyTo -> new Operator.ListLimits(ofUsers, replyTo));
    }

    public CompletionStage<List<UserInfo>> users() {
        return ask(Operator.ListUsers::new);
    }

    public CompletionStage<List<PermissionInfo>> permissionsIn(String virtualHost) {
        return request(replyTo -> new Operator.ListPermissions(virtualHost, replyTo));
    }

    public CompletionStage<List<PermissionInfo>> permissionsOf(String user) {
        return request(replyTo -> new Operator.ListUserPermissions(user, replyTo));
    }

    /** {@code from}: empty for an operator of this machine. */
    public CompletionStage<UserInfo> authenticate(String user, String password, Optional<Origin> from) {
        return request(replyTo -> new Operator.AuthenticateUser(user, password, from, replyTo));
    }

    public CompletionStage<List<LoginAttemptsInfo>> loginAttempts(boolean bySource) {
        return ask(replyTo -> new Operator.ListLoginAttempts(bySource, replyTo));
    }

    /** The queue of this name, if it exists. */
    public CompletionStage<Optional<QueueInfo>> queue(String virtualHost, String name) {
        return this.<List<QueueInfo>>request(
                        replyTo -> new Operator.ListQueues(virtualHost, Optional.of(name), replyTo))
                .thenApply(found -> found.stream().findFirst());
    }

    /** Why a queue moves or does not. */
    public CompletionStage<Explanation> explain(String virtualHost, String queue) {
        return request(replyTo -> new Operator.ExplainQueue(virtualHost, queue, replyTo));
    }

    /** Who holds which message of a queue, those held longest first. */
    public CompletionStage<List<UnackedInfo>> unacked(String virtualHost, String queue, int skip, int count) {
        return request(replyTo -> new Operator.ListUnacked(virtualHost, queue, skip, count, replyTo));
    }

    /** What is in a queue; in a user's name, or an operator's, who may see all. */
    public CompletionStage<MessagePage> browse(
            String virtualHost, String queue, MessageQuestion question, Optional<String> user) {
        return request(replyTo -> new Operator.BrowseMessages(virtualHost, queue, question, user, replyTo));
    }

    /** Moves messages that wait in a queue, copies, deletes or publishes them again. */
    public CompletionStage<MoveRequest.Result> move(
            String virtualHost, String queue, MoveRequest request, Optional<String> user) {
        return task(replyTo -> new Operator.MoveMessages(virtualHost, queue, request, user, replyTo));
    }

    /** Where a message would go. */
    public CompletionStage<RoutePlan> route(String virtualHost, Message message) {
        return request(replyTo -> new Operator.PlanRoute(virtualHost, message, replyTo));
    }

    /** Which actors there are. */
    public CompletionStage<ActorInfo> actors(ActorQuestion question) {
        return request(replyTo -> new Operator.ListActors(question, replyTo));
    }

    /** The exchange of this name, if it exists. */
    public CompletionStage<Optional<ExchangeInfo>> exchange(String virtualHost, String name) {
        return exchanges(virtualHost)
                .thenApply(all -> all.stream()
                        .filter(exchange -> exchange.name().equals(name))
                        .findFirst());
    }

    /** Users, virtual hosts and all that is granted. */
    public CompletionStage<AccessPicture> access() {
        return ask(Operator.DescribeAccess::new);
    }

    /** Changes those; refused as {@link #request}. */
    public CompletionStage<Done> change(ChangeRequest change) {
        return request(replyTo -> new Operator.ChangeAccess(change, replyTo));
    }

    /** Does something in a virtual host in a user's name. */
    public CompletionStage<ServiceResult> perform(String user, String virtualHost, ServiceRequest request) {
        return request(replyTo -> new Operator.Perform(user, virtualHost, request, replyTo));
    }

    /** One list of what is in several virtual hosts. */
    public static <T> CompletionStage<List<T>> inAll(
            List<String> hosts, Function<String, CompletionStage<List<T>>> inHost) {
        CompletionStage<List<T>> found = CompletableFuture.completedFuture(List.of());
        for (String host : hosts) {
            found = found.thenCombine(inHost.apply(host), (before, more) -> {
                List<T> both = new ArrayList<>(before);
                both.addAll(more);
                return both;
            });
        }
        return found;
    }

    /** What a failed stage is about, without the wrapping. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
