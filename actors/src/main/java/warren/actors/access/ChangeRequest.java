package warren.actors.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PermissionInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.LimitsDefinition;
import warren.persistence.event.PermissionDefinition;
import warren.persistence.event.TopicPermissionDefinition;
import warren.persistence.event.UserDefinition;
import warren.persistence.event.VirtualHostDefinition;

/** What an operator wants to change about users, virtual hosts and permissions, and why it may be refused, in RabbitMQ's words. */
public sealed interface ChangeRequest {
    /** The facts that carry it out; decided on the state of that moment. */
    List<DefinitionEvent> facts(AccessState state) throws OperatorError;

    /** One that brings a password, which must be hashed before {@link #facts} is asked. */
    sealed interface OfPassword extends ChangeRequest {
        Password password();

        /** The same with a hash for a password. */
        ChangeRequest with(Password.Hashed hashed);
    }

    /** One whose password could not be hashed. */
    record Unhashed() implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            throw new OperatorError(Reason.REFUSED, "the password cannot be hashed; the broker's log says why");
        }
    }

    record AddUser(String user, Password password) implements OfPassword {
        @Override
        public ChangeRequest with(Password.Hashed hashed) {
            return new AddUser(user, hashed);
        }

        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            if (state.user(user) != null) {
                throw new OperatorError(Reason.USER_EXISTS, "User \"" + user + "\" already exists");
            }
            return List.of(put(user, password, List.of()));
        }
    }

    record DeleteUser(String user) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireUser(state, user);
            var facts = new ArrayList<DefinitionEvent>();
            for (PermissionInfo permission : state.permissions()) {
                if (permission.user().equals(user)) {
                    facts.add(new DefinitionEvent.PermissionsCleared(user, permission.virtualHost()));
                }
            }
            facts.addAll(topicPermissionsCleared(state, each -> each.user().equals(user)));
            facts.add(new DefinitionEvent.LimitsSet(new LimitsDefinition(true, user, Map.of())));
            facts.add(new DefinitionEvent.UserDeleted(user));
            return facts;
        }
    }

    record ChangePassword(String user, Password password) implements OfPassword {
        @Override
        public ChangeRequest with(Password.Hashed hashed) {
            return new ChangePassword(user, hashed);
        }

        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            return List.of(put(user, password, requireUser(state, user).tags()));
        }
    }

    record SetTags(String user, List<String> tags) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            UserDefinition known = requireUser(state, user);
            return List.of(new DefinitionEvent.UserPut(
                    new UserDefinition(user, known.passwordHash(), known.hashingAlgorithm(), List.copyOf(tags))));
        }
    }

    record SetPermissions(PermissionInfo permission) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, permission.virtualHost());
            requireUser(state, permission.user());
            requirePattern(permission.configure());
            requirePattern(permission.write());
            requirePattern(permission.read());
            return List.of(new DefinitionEvent.PermissionsSet(new PermissionDefinition(
                    permission.user(),
                    permission.virtualHost(),
                    permission.configure(),
                    permission.write(),
                    permission.read())));
        }
    }

    record ClearPermissions(String user, String virtualHost) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, virtualHost);
            requireUser(state, user);
            return List.of(new DefinitionEvent.PermissionsCleared(user, virtualHost));
        }
    }

    record AddVirtualHost(String name, String description, List<String> tags) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            if (state.virtualHost(name) != null) {
                throw new OperatorError(Reason.VIRTUAL_HOST_EXISTS, "Virtual host '" + name + "' already exists");
            }
            return List.of(new DefinitionEvent.VirtualHostAdded(
                    new VirtualHostDefinition(name, state.nextVirtualHostId(), description, List.copyOf(tags))));
        }
    }

    /** A virtual host has these tags, and keeps its description. */
    record SetVirtualHostTags(String name, List<String> tags) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, name);
            VirtualHostDefinition known = state.virtualHost(name);
            String description = known == null ? "" : known.description();
            return new PutVirtualHost(name, description, tags, Optional.empty()).facts(state);
        }
    }

    record DeleteVirtualHost(String name) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, name);
            var facts = new ArrayList<DefinitionEvent>();
            for (PermissionInfo permission : state.permissions()) {
                if (permission.virtualHost().equals(name)) {
                    facts.add(new DefinitionEvent.PermissionsCleared(permission.user(), name));
                }
            }
            facts.addAll(
                    topicPermissionsCleared(state, each -> each.virtualHost().equals(name)));
            facts.add(new DefinitionEvent.LimitsSet(new LimitsDefinition(false, name, Map.of())));
            facts.add(new DefinitionEvent.VirtualHostDeleted(name));
            return facts;
        }
    }

    /** The user is there with this password and these tags. */
    record PutUser(String user, Password password, List<String> tags) implements OfPassword {
        @Override
        public ChangeRequest with(Password.Hashed hashed) {
            return new PutUser(user, hashed, tags);
        }

        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            return List.of(put(user, password, tags));
        }
    }

    /** All of these users go, or none when one of them does not exist. */
    record DeleteUsers(List<String> users) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            var facts = new ArrayList<DefinitionEvent>();
            for (String user : users) {
                facts.addAll(new DeleteUser(user).facts(state));
            }
            return facts;
        }
    }

    /** The virtual host is there with this description and these tags; its creator may do all in a new one. */
    record PutVirtualHost(String name, String description, List<String> tags, Optional<String> creator)
            implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            VirtualHostDefinition known = state.virtualHost(name);
            long id = known == null ? state.nextVirtualHostId() : known.id();
            var facts = new ArrayList<DefinitionEvent>();
            facts.add(new DefinitionEvent.VirtualHostAdded(
                    new VirtualHostDefinition(name, id, description, List.copyOf(tags))));
            if (known == null && creator.isPresent()) {
                facts.add(new DefinitionEvent.PermissionsSet(
                        new PermissionDefinition(creator.get(), name, ".*", ".*", ".*")));
            }
            return facts;
        }
    }

    /** The virtual host is there; one that was there stays as it is. */
    record EnsureVirtualHost(String name) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            return state.virtualHost(name) == null
                    ? new PutVirtualHost(name, "", List.of(), Optional.empty()).facts(state)
                    : List.of();
        }
    }

    record SetTopicPermissions(TopicPermissionInfo permission) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, permission.virtualHost());
            requireUser(state, permission.user());
            requirePattern(TopicPattern.expanded(permission.write(), "u", "v"));
            requirePattern(TopicPattern.expanded(permission.read(), "u", "v"));
            return List.of(new DefinitionEvent.TopicPermissionsSet(new TopicPermissionDefinition(
                    permission.user(),
                    permission.virtualHost(),
                    permission.exchange(),
                    permission.write(),
                    permission.read())));
        }
    }

    /** Those on one exchange go, or all when none is named. */
    record ClearTopicPermissions(String user, String virtualHost, Optional<String> exchange) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, virtualHost);
            requireUser(state, user);
            return state.topicPermissions().stream()
                    .filter(each -> each.user().equals(user)
                            && each.virtualHost().equals(virtualHost)
                            && exchange.map(each.exchange()::equals).orElse(true))
                    .<DefinitionEvent>map(
                            each -> new DefinitionEvent.TopicPermissionsCleared(user, virtualHost, each.exchange()))
                    .toList();
        }
    }

    /** {@code value}: a text in JSON. */
    record SetGlobalParameter(String name, String value) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) {
            return List.of(new DefinitionEvent.GlobalParameterSet(name, value));
        }
    }

    record ClearGlobalParameter(String name) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            if (!state.hasGlobalParameter(name)) {
                throw new OperatorError(Reason.NOT_FOUND, "Parameter does not exist");
            }
            return List.of(new DefinitionEvent.GlobalParameterCleared(name));
        }
    }

    /** The limits of a virtual host are these. */
    record SetVirtualHostLimits(String name, Map<String, Long> limits) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireVirtualHost(state, name);
            return List.of(new DefinitionEvent.LimitsSet(new LimitsDefinition(false, name, limits)));
        }
    }

    /** A virtual host has no limits any more. */
    record ClearVirtualHostLimits(String name) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            if (state.limits(false, name).limits().isEmpty()) {
                throw new OperatorError(Reason.NOT_FOUND, "Parameter does not exist");
            }
            return List.of(new DefinitionEvent.LimitsSet(new LimitsDefinition(false, name, Map.of())));
        }
    }

    /** These limits of a user change, others stay. */
    record SetUserLimits(String user, Map<String, Long> limits) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireUserOfLimits(state, user);
            var all = new HashMap<>(state.limits(true, user).limits());
            all.putAll(limits);
            return List.of(new DefinitionEvent.LimitsSet(new LimitsDefinition(true, user, all)));
        }
    }

    /** One limit of a user goes, or with {@code all} each of them. */
    record ClearUserLimit(String user, String limit) implements ChangeRequest {
        @Override
        public List<DefinitionEvent> facts(AccessState state) throws OperatorError {
            requireUserOfLimits(state, user);
            var left = new HashMap<>(state.limits(true, user).limits());
            left.keySet().removeIf(each -> limit.equals("all") || limit.equals(each));
            return List.of(new DefinitionEvent.LimitsSet(new LimitsDefinition(true, user, left)));
        }
    }

    private static List<DefinitionEvent> topicPermissionsCleared(
            AccessState state, Predicate<TopicPermissionInfo> which) {
        return state.topicPermissions().stream()
                .filter(which)
                .<DefinitionEvent>map(each ->
                        new DefinitionEvent.TopicPermissionsCleared(each.user(), each.virtualHost(), each.exchange()))
                .toList();
    }

    private static void requireUserOfLimits(AccessState state, String user) throws OperatorError {
        if (state.user(user) == null) {
            throw new OperatorError(Reason.NO_SUCH_USER, "{:no_such_user, \"" + user + "\"}");
        }
    }

    private static DefinitionEvent put(String user, Password password, List<String> tags) throws OperatorError {
        if (!(password instanceof Password.Hashed hashed)) {
            throw new IllegalStateException("a password that nobody has hashed");
        }
        if (!Password.Hashed.isKnown(hashed.algorithm())) {
            throw new OperatorError(Reason.INVALID, "unknown hashing algorithm '" + hashed.algorithm() + "'");
        }
        if (!hashed.isReadable()) {
            throw new OperatorError(Reason.INVALID, "the password hash of user '" + user + "' cannot be read");
        }
        return new DefinitionEvent.UserPut(new UserDefinition(user, hashed.hash(), hashed.algorithm(), tags));
    }

    private static UserDefinition requireUser(AccessState state, String user) throws OperatorError {
        UserDefinition known = state.user(user);
        if (known == null) {
            throw new OperatorError(Reason.NO_SUCH_USER, "User \"" + user + "\" does not exist");
        }
        return known;
    }

    private static void requireVirtualHost(AccessState state, String name) throws OperatorError {
        if (state.virtualHost(name) == null) {
            throw new OperatorError(Reason.NO_SUCH_VIRTUAL_HOST, "Virtual host '" + name + "' does not exist");
        }
    }

    private static void requirePattern(String expression) throws OperatorError {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new OperatorError(
                    Reason.INVALID, "Invalid regular expression '" + expression + "': " + e.getDescription());
        }
    }
}
