package warren.actors.access;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import warren.actors.definitions.DefinitionsLog;
import warren.actors.definitions.Recorder;
import warren.actors.failure.Witness;
import warren.actors.info.AccessPicture;
import warren.actors.info.LimitsInfo;
import warren.actors.info.LoginAttemptsInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.PermissionInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;
import warren.actors.vhost.Tracing;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.LimitsDefinition;
import warren.persistence.event.PermissionDefinition;
import warren.persistence.event.UserDefinition;
import warren.persistence.event.VirtualHostDefinition;

/**
 * Users, the list of virtual hosts, and permissions: who may come in and what they may do. Each change is recorded before it is
 * answered. On the very first start it defines the default user, virtual host and permission. Connections that are logged in hear when
 * their user's rights change.
 */
public final class AccessActor extends AbstractBehavior<AccessActor.Command> {
    /** What this actor can be told. */
    public sealed interface Command {}

    /** Are these a user's name and password? An operator of this machine, who may try all, comes from nowhere. */
    public record Authenticate(String user, String password, Optional<Origin> from, ActorRef<Verdict> replyTo)
            implements Command {}

    /** The same for a user whose certificate has been verified. */
    public record Recognize(String user, Origin from, ActorRef<Verdict> replyTo) implements Command {}

    /** How many have tried to log in, by protocol or by source. */
    public record ListLoginAttempts(boolean bySource, ActorRef<List<LoginAttemptsInfo>> replyTo) implements Command {}

    /** These counts begin anew: those by source, or all. */
    public record ClearLoginAttempts(boolean sourcesOnly, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** May this user enter? A connection that may is told of later changes by {@code changes}. */
    public record Enter(String user, String virtualHost, ActorRef<Entry> replyTo, ActorRef<Grant> changes)
            implements Command {}

    /** All of it at once. */
    public record Describe(ActorRef<AccessPicture> replyTo) implements Command {}

    /** What may this user do there? Empty when nothing was granted. */
    public record FindGrant(String user, String virtualHost, ActorRef<GrantFound> replyTo) implements Command {}

    public record ListUsers(ActorRef<List<UserInfo>> replyTo) implements Command {}

    public record ListPermissions(ActorRef<List<PermissionInfo>> replyTo) implements Command {}

    public record ListVirtualHosts(ActorRef<List<VirtualHostInfo>> replyTo) implements Command {}

    /** Facts about users, virtual hosts and permissions; checked here, then recorded as one. {@code by}: in whose name. */
    public record Change(ChangeRequest request, String by, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** The limits of users, or of virtual hosts. */
    public record ListLimits(boolean ofUsers, ActorRef<List<LimitsInfo>> replyTo) implements Command {}

    /** What is said of loopback users from now on; the rest is for the first start. */
    public record ChangeSettings(AccessSettings settings) implements Command {}

    private record FromLog(DefinitionsLog.Reply reply) implements Command {}

    /** {@code right}: nothing when the comparison failed. */
    record PasswordCompared(
            Fingerprints.Fingerprint shown,
            Password.Hashed known,
            @Nullable Boolean right,
            Optional<Throwable> failure) implements Command {}

    private record DefaultUserHashed(Password.Hashed password) implements Command {}

    private record ConnectionGone(ActorRef<Grant> connection) implements Command {}

    /** The answer to {@link Authenticate}. */
    public enum Verdict {
        WELCOME,
        INVALID_CREDENTIALS,
        LOOPBACK_ONLY,
        /** There were so many wrong passwords that nobody has looked at this one. */
        HELD,
        /** So many log in at once that nobody has looked at the password. */
        OVERLOADED
    }

    /** The answer to {@link FindGrant}. */
    public record GrantFound(Optional<Grant> grant) {}

    /** The answer to {@link Enter}. {@code tooMany}: why there may be no further connection, in RabbitMQ's words. */
    public record Entry(boolean virtualHostExists, Optional<Grant> grant, Optional<String> tooMany) {}

    /** The virtual hosts and the limits of those that have any, told to the broker at start and on each change. */
    public record VirtualHosts(List<VirtualHostDefinition> all, List<LimitsDefinition> limits) {}

    /** {@code virtualHosts} hears of all virtual hosts after recovery and after each change. */
    public static Behavior<Command> create(AccessSettings settings, ActorRef<VirtualHosts> virtualHosts) {
        return Behaviors.withStash(
                1_000_000,
                stash -> Behaviors.setup(context -> {
                    ActorRef<DefinitionsLog.Reply> replies =
                            context.messageAdapter(DefinitionsLog.Reply.class, FromLog::new);
                    var log = context.spawn(DefinitionsLog.create("access", replies), "definitions");
                    // not handled: without its log this actor fails, and the broker with it
                    context.watch(log);
                    var access = new AccessActor(context, settings, virtualHosts, new Recorder(log));
                    return Behaviors.receive(Command.class)
                            .onMessage(FromLog.class, fromLog -> {
                                if (fromLog.reply() instanceof DefinitionsLog.Recovered recovered) {
                                    return access.recover(recovered)
                                            ? stash.unstashAll(access.steadfast())
                                            : Behaviors.same();
                                }
                                return access.onFromLog(fromLog);
                            })
                            .onMessage(DefaultUserHashed.class, hashed -> {
                                access.onDefaultUserHashed(hashed);
                                return stash.unstashAll(access.steadfast());
                            })
                            .onAnyMessage(command -> {
                                stash.stash(command);
                                return Behaviors.same();
                            })
                            .build();
                }));
    }

    private Behavior<Command> steadfast() {
        return Witness.steadfast("access", this, AccessActor::refuse);
    }

    /** Who logs in gets no answer and tries again. What was recorded must be told to those who wait for it. */
    private static boolean refuse(Command command) {
        if (command instanceof Change change) {
            change.replyTo().tell(StatusReply.error("internal error"));
        }
        return !(command instanceof FromLog);
    }

    /** Of the virtual host of the first start. */
    private static final long FIRST_ID = 1;

    private AccessSettings settings;
    private final ActorRef<VirtualHosts> virtualHosts;
    private final Recorder recorder;
    private final AccessEvents events;
    private final AccessState state = new AccessState();
    private final LoginDesk logins;
    private final EnteredConnections connections = new EnteredConnections(state);
    private final LoginAttempts attempts = new LoginAttempts();

    private AccessActor(
            ActorContext<Command> context,
            AccessSettings settings,
            ActorRef<VirtualHosts> virtualHosts,
            Recorder recorder) {
        super(context);
        this.settings = settings;
        this.virtualHosts = virtualHosts;
        this.recorder = recorder;
        this.events = new AccessEvents(context.getSystem());
        this.logins = new LoginDesk(context, state, settings.failedLogins(), this::answer);
    }

    /** True when this can go on; on the first start it may have to wait for the hash of the default user's password. */
    private boolean recover(DefinitionsLog.Recovered recovered) {
        recovered.standing().forEach(state::apply);
        if (!recovered.standing().isEmpty()) {
            tellVirtualHosts();
            return true;
        }
        DefaultUser user = settings.defaultUser();
        if (user.isPublic()) {
            // a slow hash of what everybody knows would only cost time
            recordDefaults(PasswordHash.of(user.password(), PasswordHash.SHA_256));
            return true;
        }
        logins.hash(settings.hashing(), new Password.Plain(user.password()), DefaultUserHashed::new, () -> {
            throw new IllegalStateException("the default user's password cannot be hashed");
        });
        // the rest of the start goes on meanwhile
        state.apply(defaultVirtualHost());
        tellVirtualHosts();
        return false;
    }

    private Behavior<Command> onDefaultUserHashed(DefaultUserHashed hashed) {
        recordDefaults(hashed.password());
        return this;
    }

    private void recordDefaults(Password.Hashed password) {
        String host = settings.defaultVirtualHost();
        DefaultUser user = settings.defaultUser();
        List<DefinitionEvent> first = List.of(
                defaultVirtualHost(),
                new DefinitionEvent.UserPut(
                        new UserDefinition(user.name(), password.hash(), password.algorithm(), user.tags())),
                new DefinitionEvent.PermissionsSet(
                        new PermissionDefinition(user.name(), host, user.configure(), user.write(), user.read())));
        first.forEach(state::apply);
        recorder.record(first, this::tellVirtualHosts);
    }

    private DefinitionEvent defaultVirtualHost() {
        return new DefinitionEvent.VirtualHostAdded(
                new VirtualHostDefinition(settings.defaultVirtualHost(), FIRST_ID, "Default virtual host", List.of()));
    }

    private void tellVirtualHosts() {
        virtualHosts.tell(new VirtualHosts(state.virtualHosts(), state.limits(false)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Authenticate.class, this::onAuthenticate)
                .onMessage(PasswordCompared.class, this::onPasswordCompared)
                .onMessage(DefaultUserHashed.class, this::onDefaultUserHashed)
                .onMessage(Recognize.class, this::onRecognize)
                .onMessage(ListLoginAttempts.class, this::onListLoginAttempts)
                .onMessage(ClearLoginAttempts.class, this::onClearLoginAttempts)
                .onMessage(Enter.class, this::onEnter)
                .onMessage(ConnectionGone.class, this::onConnectionGone)
                .onMessage(Change.class, this::onChange)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Describe.class, this::onDescribe)
                .onMessage(FindGrant.class, this::onFindGrant)
                .onMessage(ListUsers.class, this::onListUsers)
                .onMessage(ListPermissions.class, this::onListPermissions)
                .onMessage(ListVirtualHosts.class, this::onListVirtualHosts)
                .onMessage(ListLimits.class, this::onListLimits)
                .onMessage(ChangeSettings.class, this::onChangeSettings)
                .build();
    }

    private Behavior<Command> onAuthenticate(Authenticate command) {
        logins.authenticate(command);
        return this;
    }

    private Behavior<Command> onPasswordCompared(PasswordCompared command) {
        logins.compared(command);
        return this;
    }

    private void answer(Authenticate login, LoginDesk.Outcome outcome) {
        Verdict verdict = switch (outcome) {
            case PROVEN ->
                verdict(true, login.user(), login.from().map(Origin::isLoopback).orElse(true));
            case WRONG -> Verdict.INVALID_CREDENTIALS;
            case HELD -> Verdict.HELD;
            case OVERLOADED -> Verdict.OVERLOADED;
        };
        login.from().ifPresent(from -> attempts.add(from, login.user(), verdict == Verdict.WELCOME));
        login.replyTo().tell(verdict);
    }

    private Behavior<Command> onRecognize(Recognize command) {
        boolean proven = state.user(command.user()) != null;
        Verdict verdict = verdict(proven, command.user(), command.from().isLoopback());
        attempts.add(command.from(), command.user(), verdict == Verdict.WELCOME);
        command.replyTo().tell(verdict);
        return this;
    }

    private Behavior<Command> onListLoginAttempts(ListLoginAttempts command) {
        command.replyTo().tell(command.bySource() ? attempts.bySource() : attempts.byProtocol());
        return this;
    }

    private Behavior<Command> onClearLoginAttempts(ClearLoginAttempts command) {
        if (command.sourcesOnly()) {
            attempts.clearSources();
        } else {
            attempts.clear();
        }
        command.replyTo().tell(StatusReply.ack());
        return this;
    }

    private Verdict verdict(boolean proven, String user, boolean fromLoopback) {
        if (!proven) {
            return Verdict.INVALID_CREDENTIALS;
        }
        return fromLoopback || !settings.loopbackUsers().contains(user) ? Verdict.WELCOME : Verdict.LOOPBACK_ONLY;
    }

    private Behavior<Command> onEnter(Enter command) {
        boolean exists = state.virtualHost(command.virtualHost()) != null;
        Optional<String> tooMany =
                exists ? connections.tooMany(command.user(), command.virtualHost()) : Optional.empty();
        Optional<Grant> grant =
                exists && tooMany.isEmpty() ? state.grant(command.user(), command.virtualHost()) : Optional.empty();
        grant.ifPresent(granted -> {
            connections.add(command.changes(), granted);
            getContext().watchWith(command.changes(), new ConnectionGone(command.changes()));
        });
        command.replyTo().tell(new Entry(exists, grant, tooMany));
        return this;
    }

    private Behavior<Command> onConnectionGone(ConnectionGone signal) {
        connections.remove(signal.connection());
        return this;
    }

    private Behavior<Command> onChange(Change command) {
        if (command.request() instanceof ChangeRequest.OfPassword change
                && change.password() instanceof Password.Plain plain) {
            logins.hash(
                    settings.hashing(),
                    plain,
                    hashed -> new Change(change.with(hashed), command.by(), command.replyTo()),
                    () -> new Change(new ChangeRequest.Unhashed(), command.by(), command.replyTo()));
            return this;
        }
        List<DefinitionEvent> facts;
        try {
            facts = command.request().facts(state);
        } catch (OperatorError refused) {
            command.replyTo().tell(StatusReply.error(refused));
            return this;
        }
        events.changed(command.request(), command.by(), state);
        facts.forEach(state::apply);
        logins.usersChanged();
        recorder.record(facts, () -> {
            // first, so that who hears that it is done finds a new virtual host
            tellVirtualHosts();
            connections.tellChanges();
            command.replyTo().tell(StatusReply.ack());
        });
        return this;
    }

    private Behavior<Command> onFromLog(FromLog command) {
        recorder.onReply(command.reply());
        return this;
    }

    private Behavior<Command> onDescribe(Describe command) {
        command.replyTo().tell(picture());
        return this;
    }

    private AccessPicture picture() {
        Tracing tracing = Tracing.get(getContext().getSystem());
        return state.picture().traced(host -> tracing.of(host).isOn());
    }

    private Behavior<Command> onFindGrant(FindGrant command) {
        command.replyTo().tell(new GrantFound(state.grant(command.user(), command.virtualHost())));
        return this;
    }

    private Behavior<Command> onListUsers(ListUsers command) {
        command.replyTo().tell(state.users());
        return this;
    }

    private Behavior<Command> onListPermissions(ListPermissions command) {
        command.replyTo().tell(state.permissions());
        return this;
    }

    private Behavior<Command> onListLimits(ListLimits command) {
        command.replyTo()
                .tell(state.limits(command.ofUsers()).stream()
                        .map(each -> new LimitsInfo(each.name(), each.limits()))
                        .toList());
        return this;
    }

    private Behavior<Command> onChangeSettings(ChangeSettings command) {
        settings = command.settings();
        logins.change(settings.failedLogins());
        return this;
    }

    private Behavior<Command> onListVirtualHosts(ListVirtualHosts command) {
        command.replyTo().tell(picture().virtualHosts());
        return this;
    }
}
