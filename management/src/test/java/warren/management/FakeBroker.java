package warren.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.alarm.Alarms;
import warren.actors.alarm.AlarmsReport;
import warren.actors.alarm.MemoryWatermark;
import warren.actors.alarm.Resource;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerStatus;
import warren.actors.broker.Operator;
import warren.actors.info.AccessPicture;
import warren.actors.info.BindingInfo;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.ExchangeCounts;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.ExchangeTypeInfo;
import warren.actors.info.JournalInfo;
import warren.actors.info.MessageCounts;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PermissionInfo;
import warren.actors.info.PolicyEffect;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Answers operators as a broker with one virtual host and a few objects would; it keeps users, policies and permissions. */
public final class FakeBroker extends AbstractBehavior<BrokerActor.Command> {
    static final String HOST = "/";

    private final Map<String, UserInfo> users = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private final Map<String, PolicyInfo> policies = new LinkedHashMap<>();
    private final List<PermissionInfo> permissions = new ArrayList<>();
    private boolean running = true;

    public static Behavior<BrokerActor.Command> create() {
        return Behaviors.setup(FakeBroker::new);
    }

    private FakeBroker(ActorContext<BrokerActor.Command> context) {
        super(context);
        users.put("guest", user("guest", List.of("administrator")));
        passwords.put("guest", "guest");
        permissions.add(new PermissionInfo(HOST, "guest", ".*", ".*", ".*"));
    }

    @Override
    public Receive<BrokerActor.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Operator.InNameOf.class, in -> receive(getContext(), in.request()))
                .onMessage(Operator.GetStatus.class, in -> tell(in.replyTo(), status()))
                .onMessage(Operator.AwaitStartup.class, in -> done(in.replyTo()))
                .onMessage(Operator.StopApplication.class, in -> switchTo(false, in.replyTo()))
                .onMessage(Operator.StartApplication.class, in -> switchTo(true, in.replyTo()))
                .onMessage(
                        Operator.ListVirtualHosts.class,
                        in -> tell(
                                in.replyTo(),
                                List.of(new VirtualHostInfo(HOST, "the default", List.of("blue"), false))))
                .onMessage(Operator.DescribeAccess.class, in -> tell(in.replyTo(), access()))
                .onMessage(
                        Operator.ListQueues.class,
                        in -> inHost(
                                in.virtualHost(),
                                in.replyTo(),
                                in.only().filter(name -> !name.equals("hello")).isPresent()
                                        ? List.of()
                                        : List.of(queue())))
                .onMessage(
                        Operator.ListExchanges.class, in -> inHost(in.virtualHost(), in.replyTo(), List.of(exchange())))
                .onMessage(
                        Operator.ListBindings.class, in -> inHost(in.virtualHost(), in.replyTo(), List.of(binding())))
                .onMessage(
                        Operator.ListPolicies.class,
                        in -> inHost(in.virtualHost(), in.replyTo(), List.copyOf(policies.values())))
                .onMessage(
                        Operator.ListPermissions.class,
                        in -> inHost(in.virtualHost(), in.replyTo(), List.copyOf(permissions)))
                .onMessage(Operator.ListConnections.class, in -> tell(in.replyTo(), List.of(connection())))
                .onMessage(Operator.ListChannels.class, in -> tell(in.replyTo(), List.of(channel())))
                .onMessage(
                        Operator.ListExchangeTypes.class,
                        in -> tell(in.replyTo(), List.of(new ExchangeTypeInfo("direct", "", "built-in"))))
                .onMessage(Operator.ListUsers.class, in -> tell(in.replyTo(), List.copyOf(users.values())))
                .onMessage(Operator.ListUserPermissions.class, this::onListUserPermissions)
                .onMessage(Operator.AuthenticateUser.class, this::onAuthenticateUser)
                .onMessage(Operator.AddUser.class, this::onAddUser)
                .onMessage(Operator.SetUserTags.class, this::onSetUserTags)
                .onMessage(Operator.DeleteUser.class, this::onDeleteUser)
                .onMessage(Operator.SetPolicy.class, this::onSetPolicy)
                .build();
    }

    private static UserInfo user(String name, List<String> tags) {
        return new UserInfo(name, "hash", "rabbit_password_hashing_sha256", tags);
    }

    private AccessPicture access() {
        return new AccessPicture(
                List.copyOf(users.values()),
                List.of(new VirtualHostInfo(HOST, "the default", List.of("blue"), false)),
                List.copyOf(permissions),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    private Behavior<BrokerActor.Command> onListUserPermissions(Operator.ListUserPermissions in) {
        if (!users.containsKey(in.user())) {
            return refuse(in.replyTo(), Reason.NO_SUCH_USER, "User \"" + in.user() + "\" does not exist");
        }
        return tell(
                in.replyTo(),
                StatusReply.success(permissions.stream()
                        .filter(each -> each.user().equals(in.user()))
                        .toList()));
    }

    private Behavior<BrokerActor.Command> onAuthenticateUser(Operator.AuthenticateUser in) {
        UserInfo user = users.get(in.user());
        return user == null || !in.password().equals(passwords.get(in.user()))
                ? refuse(in.replyTo(), Reason.INVALID, "invalid credentials")
                : tell(in.replyTo(), StatusReply.success(user));
    }

    private Behavior<BrokerActor.Command> onAddUser(Operator.AddUser in) {
        if (users.containsKey(in.user())) {
            return refuse(in.replyTo(), Reason.USER_EXISTS, "User \"" + in.user() + "\" already exists");
        }
        users.put(in.user(), user(in.user(), List.of()));
        passwords.put(in.user(), in.password());
        return done(in.replyTo());
    }

    private Behavior<BrokerActor.Command> onSetUserTags(Operator.SetUserTags in) {
        users.put(in.user(), user(in.user(), in.tags()));
        return done(in.replyTo());
    }

    private Behavior<BrokerActor.Command> onDeleteUser(Operator.DeleteUser in) {
        return users.remove(in.user()) == null
                ? refuse(in.replyTo(), Reason.NO_SUCH_USER, "User \"" + in.user() + "\" does not exist")
                : done(in.replyTo());
    }

    private Behavior<BrokerActor.Command> onSetPolicy(Operator.SetPolicy in) {
        policies.put(in.policy().name(), in.policy());
        return done(in.replyTo());
    }

    private Behavior<BrokerActor.Command> switchTo(boolean state, ActorRef<StatusReply<Done>> replyTo) {
        running = state;
        return done(replyTo);
    }

    private <T> Behavior<BrokerActor.Command> inHost(
            String virtualHost, ActorRef<StatusReply<List<T>>> replyTo, List<T> all) {
        return virtualHost.equals(HOST)
                ? tell(replyTo, StatusReply.success(all))
                : refuse(replyTo, Reason.NO_SUCH_VIRTUAL_HOST, "Virtual host '" + virtualHost + "' does not exist");
    }

    private Behavior<BrokerActor.Command> done(ActorRef<StatusReply<Done>> replyTo) {
        return tell(replyTo, StatusReply.ack());
    }

    private <T> Behavior<BrokerActor.Command> refuse(ActorRef<StatusReply<T>> replyTo, Reason reason, String text) {
        return tell(replyTo, StatusReply.error(new OperatorError(reason, text)));
    }

    private <T> Behavior<BrokerActor.Command> tell(ActorRef<T> replyTo, T answer) {
        replyTo.tell(answer);
        return this;
    }

    private static final AlarmsReport ALARMS =
            new AlarmsReport(new Alarms(Set.of(Resource.DISK)), 40, 50, 60, 70, new MemoryWatermark.Share(0.6));

    private BrokerStatus status() {
        var listener = new BrokerStatus.Listener("0.0.0.0", 5672, "amqp", "AMQP 0-9-1");
        return new BrokerStatus(
                "rabbit@here",
                "1.2.3",
                Instant.now(),
                running,
                true,
                "/tmp",
                List.of(listener),
                1,
                1,
                new BrokerStatus.Recovery(3, 7),
                1,
                0,
                ALARMS,
                new JournalInfo(1000, 500, 2, 7, 9, 300, 1, 5_000_000, List.of(1_000_000L), List.of(6L, 1L)));
    }

    private static QueueInfo queue() {
        return new QueueInfo(
                HOST,
                "hello",
                true,
                false,
                FieldTable.of("x-max-length", FieldValue.of(10)),
                PolicyEffect.NONE,
                Optional.empty(),
                "running",
                2,
                1,
                0,
                OptionalLong.empty(),
                3,
                10,
                5,
                15,
                Optional.empty(),
                List.of(new ConsumerInfo(
                        HOST, "hello", CHANNEL, "tag", true, false, 5, ConsumerInfo.UP, FieldTable.EMPTY)),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                MessageCounts.NONE);
    }

    private static final String CONNECTION = "127.0.0.1:40000 -> 127.0.0.1:5672";
    private static final String CHANNEL = CONNECTION + " (1)";

    private static ExchangeInfo exchange() {
        return new ExchangeInfo(
                HOST,
                "logs",
                "topic",
                true,
                false,
                false,
                FieldTable.EMPTY,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Optional.empty());
    }

    private static BindingInfo binding() {
        return new BindingInfo(HOST, "logs", "hello", "queue", "a.#", FieldTable.EMPTY);
    }

    private static ConnectionInfo connection() {
        return new ConnectionInfo(
                "7",
                CONNECTION,
                "127.0.0.1",
                5672,
                "127.0.0.1",
                40000,
                "guest",
                HOST,
                "PLAIN",
                "running",
                1,
                2047,
                131072,
                60,
                FieldTable.of("connection_name", FieldValue.of("mine")),
                100,
                10,
                200,
                20,
                0,
                Instant.ofEpochMilli(1_700_000_000_000L),
                Optional.empty());
    }

    private static ChannelInfo channel() {
        return new ChannelInfo(
                "7-1",
                CHANNEL,
                "7",
                1,
                "guest",
                HOST,
                false,
                true,
                1,
                1,
                0,
                0,
                0,
                5,
                0,
                "running",
                MessageCounts.NONE,
                Map.of("logs", new ExchangeCounts(4, 3)));
    }
}
