package warren.actors.access;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import warren.actors.info.AccessPicture;
import warren.actors.info.LimitsInfo;
import warren.actors.info.PermissionInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.LimitsDefinition;
import warren.persistence.event.PermissionDefinition;
import warren.persistence.event.TopicPermissionDefinition;
import warren.persistence.event.UserDefinition;
import warren.persistence.event.VirtualHostDefinition;

/** Users, virtual hosts and permissions, as the facts tell them. */
final class AccessState {
    private final Map<String, UserDefinition> users = new TreeMap<>();
    private final Map<String, VirtualHostDefinition> virtualHosts = new TreeMap<>();
    private final Map<Pair, PermissionDefinition> permissions = new LinkedHashMap<>();
    private final Map<String, LimitsDefinition> userLimits = new TreeMap<>();
    private final Map<String, LimitsDefinition> virtualHostLimits = new TreeMap<>();
    private final Map<TopicKey, TopicPermissionDefinition> topicPermissions = new TreeMap<>();
    private final Map<String, String> globalParameters = new TreeMap<>();
    private long lastVirtualHostId;
    /** What operators see, until something changes. */
    private @Nullable AccessPicture picture;

    private record Pair(String user, String virtualHost) {}

    private record TopicKey(String user, String virtualHost, String exchange) implements Comparable<TopicKey> {
        private static final Comparator<TopicKey> ORDER = Comparator.comparing(TopicKey::user)
                .thenComparing(TopicKey::virtualHost)
                .thenComparing(TopicKey::exchange);

        @Override
        public int compareTo(TopicKey other) {
            return ORDER.compare(this, other);
        }
    }

    void apply(DefinitionEvent fact) {
        picture = null;
        if (fact instanceof DefinitionEvent.UserPut put) {
            users.put(put.user().name(), put.user());
        } else if (fact instanceof DefinitionEvent.UserDeleted deleted) {
            users.remove(deleted.name());
        } else if (fact instanceof DefinitionEvent.VirtualHostAdded added) {
            virtualHosts.put(added.virtualHost().name(), added.virtualHost());
            lastVirtualHostId = Math.max(lastVirtualHostId, added.virtualHost().id());
        } else if (fact instanceof DefinitionEvent.VirtualHostDeleted deleted) {
            virtualHosts.remove(deleted.name());
        } else if (fact instanceof DefinitionEvent.PermissionsSet set) {
            permissions.put(new Pair(set.permission().user(), set.permission().virtualHost()), set.permission());
        } else if (fact instanceof DefinitionEvent.PermissionsCleared cleared) {
            permissions.remove(new Pair(cleared.user(), cleared.virtualHost()));
        } else if (fact instanceof DefinitionEvent.LimitsSet set) {
            apply(set.limits());
        } else {
            applyOther(fact);
        }
    }

    private void applyOther(DefinitionEvent fact) {
        if (fact instanceof DefinitionEvent.TopicPermissionsSet set) {
            TopicPermissionDefinition permission = set.permission();
            topicPermissions.put(
                    new TopicKey(permission.user(), permission.virtualHost(), permission.exchange()), permission);
        } else if (fact instanceof DefinitionEvent.TopicPermissionsCleared cleared) {
            topicPermissions.remove(new TopicKey(cleared.user(), cleared.virtualHost(), cleared.exchange()));
        } else if (fact instanceof DefinitionEvent.GlobalParameterSet set) {
            globalParameters.put(set.name(), set.value());
        } else if (fact instanceof DefinitionEvent.GlobalParameterCleared cleared) {
            globalParameters.remove(cleared.name());
        }
    }

    private void apply(LimitsDefinition definition) {
        Map<String, LimitsDefinition> limits = definition.ofUser() ? userLimits : virtualHostLimits;
        if (definition.limits().isEmpty()) {
            limits.remove(definition.name());
        } else {
            limits.put(definition.name(), definition);
        }
    }

    /** Those of the user, or of the virtual host; empty ones when there are none. */
    LimitsDefinition limits(boolean ofUser, String name) {
        return (ofUser ? userLimits : virtualHostLimits)
                .getOrDefault(name, new LimitsDefinition(ofUser, name, Map.of()));
    }

    /** All that are set for users, or for virtual hosts, by name. */
    List<LimitsDefinition> limits(boolean ofUsers) {
        return List.copyOf((ofUsers ? userLimits : virtualHostLimits).values());
    }

    long nextVirtualHostId() {
        return ++lastVirtualHostId;
    }

    @Nullable
    UserDefinition user(String name) {
        return users.get(name);
    }

    @Nullable
    VirtualHostDefinition virtualHost(String name) {
        return virtualHosts.get(name);
    }

    List<VirtualHostDefinition> virtualHosts() {
        return List.copyOf(virtualHosts.values());
    }

    List<UserInfo> users() {
        return users.values().stream()
                .map(user -> new UserInfo(user.name(), user.passwordHash(), user.hashingAlgorithm(), user.tags()))
                .toList();
    }

    List<PermissionInfo> permissions() {
        return permissions.values().stream()
                .map(each -> new PermissionInfo(
                        each.virtualHost(), each.user(), each.configure(), each.write(), each.read()))
                .toList();
    }

    List<TopicPermissionInfo> topicPermissions() {
        return topicPermissions.values().stream()
                .map(each -> new TopicPermissionInfo(
                        each.virtualHost(), each.user(), each.exchange(), each.write(), each.read()))
                .toList();
    }

    boolean hasGlobalParameter(String name) {
        return globalParameters.containsKey(name);
    }

    /** All of it for operators. */
    AccessPicture picture() {
        AccessPicture known = picture;
        if (known == null) {
            known = new AccessPicture(
                    users(),
                    virtualHosts.values().stream()
                            .map(host -> new VirtualHostInfo(host.name(), host.description(), host.tags(), false))
                            .toList(),
                    permissions(),
                    topicPermissions(),
                    limitsShown(userLimits),
                    limitsShown(virtualHostLimits),
                    Collections.unmodifiableMap(new LinkedHashMap<>(globalParameters)));
            picture = known;
        }
        return known;
    }

    private static List<LimitsInfo> limitsShown(Map<String, LimitsDefinition> limits) {
        return limits.values().stream()
                .map(each -> new LimitsInfo(each.name(), each.limits()))
                .toList();
    }

    private Map<String, Grant.Topics> topics(String user, String virtualHost) {
        Map<String, Grant.Topics> topics = new TreeMap<>();
        for (TopicPermissionDefinition each : topicPermissions.values()) {
            if (each.user().equals(user) && each.virtualHost().equals(virtualHost)) {
                topics.put(each.exchange(), new Grant.Topics(each.write(), each.read()));
            }
        }
        return topics;
    }

    /** What the user may do there; empty when nothing was granted. */
    Optional<Grant> grant(String user, String virtualHost) {
        UserDefinition known = users.get(user);
        PermissionDefinition granted = permissions.get(new Pair(user, virtualHost));
        if (known == null || granted == null) {
            return Optional.empty();
        }
        return Optional.of(new Grant(
                user,
                virtualHost,
                granted.configure(),
                granted.write(),
                granted.read(),
                known.tags().contains("impersonator"),
                topics(user, virtualHost),
                limits(true, user).limit(LimitsDefinition.CHANNELS),
                PublishRates.of(limits(true, user), limits(false, virtualHost))));
    }
}
