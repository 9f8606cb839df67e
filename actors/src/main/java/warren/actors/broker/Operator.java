package warren.actors.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Origin;
import warren.actors.alarm.MemoryWatermark;
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
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * What an operator's tools may ask of the broker: the shared protocol between {@code management} and {@link BrokerActor}.
 *
 * <p>A refusal is a {@link StatusReply} error that carries an {@link warren.actors.info.OperatorError}. Lists wait at most five
 * seconds for actors that do not answer and then leave those out.
 */
public sealed interface Operator extends BrokerActor.Command {
    /** Another request, of which events say that this user made it; without it they name the command line. */
    record InNameOf(String user, Operator request) implements Operator {}

    /** Node, versions, uptime, listeners, totals. */
    record GetStatus(ActorRef<BrokerStatus> replyTo) implements Operator {}

    /** Users, virtual hosts, permissions, limits and global parameters at once. */
    record DescribeAccess(ActorRef<AccessPicture> replyTo) implements Operator {}

    /** Changes users, virtual hosts, permissions, limits or global parameters. */
    record ChangeAccess(ChangeRequest request, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** What can change while the broker runs, for clients that come from now on; the rest of it has no effect before the next start. */
    record ChangeSettings(BrokerSettings settings, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** All queues, or the one of this name if it exists. */
    record ListQueues(String virtualHost, Optional<String> only, ActorRef<StatusReply<List<QueueInfo>>> replyTo)
            implements Operator {}

    record ListExchanges(String virtualHost, ActorRef<StatusReply<List<ExchangeInfo>>> replyTo) implements Operator {}

    record ListBindings(String virtualHost, ActorRef<StatusReply<List<BindingInfo>>> replyTo) implements Operator {}

    record ListPolicies(String virtualHost, ActorRef<StatusReply<List<PolicyInfo>>> replyTo) implements Operator {}

    record ListConnections(ActorRef<List<ConnectionInfo>> replyTo) implements Operator {}

    record ListChannels(ActorRef<List<ChannelInfo>> replyTo) implements Operator {}

    record ListUsers(ActorRef<List<UserInfo>> replyTo) implements Operator {}

    record ListVirtualHosts(ActorRef<List<VirtualHostInfo>> replyTo) implements Operator {}

    record ListPermissions(String virtualHost, ActorRef<StatusReply<List<PermissionInfo>>> replyTo)
            implements Operator {}

    record ListUserPermissions(String user, ActorRef<StatusReply<List<PermissionInfo>>> replyTo) implements Operator {}

    record AddUser(String user, String password, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record DeleteUser(String user, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record ChangePassword(String user, String password, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /**
     * Refused with the reason INVALID when the password is wrong, with REFUSED when nobody has looked at it.
     *
     * @param from empty for an operator of this machine, who may try as often as he likes
     */
    record AuthenticateUser(
            String user, String password, Optional<Origin> from, ActorRef<StatusReply<UserInfo>> replyTo)
            implements Operator {}

    /** How many have tried to log in. */
    record ListLoginAttempts(boolean bySource, ActorRef<List<LoginAttemptsInfo>> replyTo) implements Operator {}

    /** These counts begin anew: those by source, or all. */
    record ClearLoginAttempts(boolean sourcesOnly, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record SetUserTags(String user, List<String> tags, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record SetPermissions(PermissionInfo permission, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record ClearPermissions(String virtualHost, String user, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record AddVirtualHost(String name, String description, List<String> tags, ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    record DeleteVirtualHost(String name, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record ListLimits(boolean ofUsers, ActorRef<List<LimitsInfo>> replyTo) implements Operator {}

    /** The limits become these. */
    record SetVirtualHostLimits(String virtualHost, Map<String, Long> limits, ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    /** The limits go; refused with NOT_FOUND when there are none. */
    record ClearVirtualHostLimits(String virtualHost, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** These limits change. */
    record SetUserLimits(String user, Map<String, Long> limits, ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    /** This limit goes, or all of them when it is {@code all}. */
    record ClearUserLimit(String user, String limit, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record SetPolicy(PolicyInfo policy, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    record ClearPolicy(String virtualHost, String name, boolean operator, ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    /** Changes what a queue was declared with; see {@link warren.actors.vhost.VirtualHostActor.AlterQueue}. */
    record AlterQueue(
            String virtualHost,
            String queue,
            FieldTable set,
            List<String> removed,
            Optional<Boolean> durable,
            ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    /** Why a queue moves or does not. */
    record ExplainQueue(String virtualHost, String queue, ActorRef<StatusReply<Explanation>> replyTo)
            implements Operator {}

    /** Who holds which message unsettled: those held longest first, without the first {@code skip}, at most {@code count}. */
    record ListUnacked(
            String virtualHost, String queue, int skip, int count, ActorRef<StatusReply<List<UnackedInfo>>> replyTo)
            implements Operator {}

    /**
     * What is in a queue. Nothing changes by that.
     *
     * @param user in whose name; empty for an operator, who may see all
     */
    record BrowseMessages(
            String virtualHost,
            String queue,
            MessageQuestion question,
            Optional<String> user,
            ActorRef<StatusReply<MessagePage>> replyTo)
            implements Operator {}

    /** Moves messages that wait in a queue, copies, deletes or publishes them again; {@code user} as above. */
    record MoveMessages(
            String virtualHost,
            String queue,
            MoveRequest request,
            Optional<String> user,
            ActorRef<StatusReply<MoveRequest.Result>> replyTo)
            implements Operator {}

    /** Where a message would go if it were published now. */
    record PlanRoute(String virtualHost, Message message, ActorRef<StatusReply<RoutePlan>> replyTo)
            implements Operator {}

    /** Which actors there are. */
    record ListActors(ActorQuestion question, ActorRef<StatusReply<ActorInfo>> replyTo) implements Operator {}

    /** Answered with the number of messages that were purged. */
    record PurgeQueue(String virtualHost, String queue, ActorRef<StatusReply<Long>> replyTo) implements Operator {}

    /** Answered with the number of ready messages that went with the queue. */
    record DeleteQueue(
            String virtualHost, String queue, boolean ifEmpty, boolean ifUnused, ActorRef<StatusReply<Long>> replyTo)
            implements Operator {}

    /**
     * Does something in a virtual host in a user's name and with that user's permissions. A refusal of the broker is a {@link
     * warren.actors.service.ServiceRefusal}.
     */
    record Perform(
            String user, String virtualHost, ServiceRequest request, ActorRef<StatusReply<ServiceResult>> replyTo)
            implements Operator {}

    /** Declares a queue or exchange, or binds, in nobody's name: what a file of definitions says. */
    record Define(String virtualHost, ServiceRequest request, ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    /** The client gets connection.close 320 with {@code CONNECTION_FORCED - reason}. */
    record CloseConnection(String connectionId, String reason, ActorRef<StatusReply<Done>> replyTo)
            implements Operator {}

    /** Ends all connections, stops listening and stops all virtual hosts; the process stays. */
    record StopApplication(ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** Undoes {@link StopApplication}; answered when the broker takes connections again. */
    record StartApplication(ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** Back to the state of a first start: all users, virtual hosts, queues and messages go. Only while stopped, else refused. */
    record Reset(ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** Less free room on the data directory's disk than this is an alarm, until the next start. */
    record SetDiskFreeLimit(long bytes, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** The same as a multiple of the machine's memory. */
    record SetRelativeDiskFreeLimit(double factor, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** When so much of the heap lives it is an alarm, until the next start. */
    record SetMemoryWatermark(MemoryWatermark watermark, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** Copies of what clients publish and get go to {@code amq.rabbitmq.trace} or not, until the next start. */
    record SetTracing(String virtualHost, boolean on, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** A copy of all that is stored, in a directory that is empty or not there yet. */
    record Backup(String directory, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** All exchange types, the built-in ones first. */
    record ListExchangeTypes(ActorRef<List<ExchangeTypeInfo>> replyTo) implements Operator {}

    /** Loads what is in a jar, or in a folder of jars that belong together; a type that is there already is replaced. */
    record LoadExtension(String file, ActorRef<StatusReply<List<ExchangeTypeInfo>>> replyTo) implements Operator {}

    /** Exchanges of the type stay, and refuse messages until it is loaded again. */
    record UnloadExtension(String type, ActorRef<StatusReply<Done>> replyTo) implements Operator {}

    /** Answered once the broker takes connections. */
    record AwaitStartup(ActorRef<StatusReply<Done>> replyTo) implements Operator {}
}
