package warren.actors.info;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Users, virtual hosts and what is granted and limited, at one moment.
 *
 * @param globalParameters texts in JSON by name
 */
public record AccessPicture(
        List<UserInfo> users,
        List<VirtualHostInfo> virtualHosts,
        List<PermissionInfo> permissions,
        List<TopicPermissionInfo> topicPermissions,
        List<LimitsInfo> userLimits,
        List<LimitsInfo> virtualHostLimits,
        Map<String, String> globalParameters) {

    /** The same with virtual hosts of which some are traced. */
    public AccessPicture traced(Predicate<String> isTraced) {
        return new AccessPicture(
                users,
                virtualHosts.stream()
                        .map(host -> host.traced(isTraced.test(host.name())))
                        .toList(),
                permissions,
                topicPermissions,
                userLimits,
                virtualHostLimits,
                globalParameters);
    }

    /** The user of this name. */
    public Optional<UserInfo> user(String name) {
        return first(users, user -> user.name().equals(name));
    }

    /** The virtual host of this name. */
    public Optional<VirtualHostInfo> virtualHost(String name) {
        return first(virtualHosts, host -> host.name().equals(name));
    }

    /** What the user may do there. */
    public Optional<PermissionInfo> permission(String virtualHost, String user) {
        return first(
                permissions,
                each -> each.virtualHost().equals(virtualHost) && each.user().equals(user));
    }

    /** The limits of a user; none when nothing is limited. */
    public Map<String, Long> limitsOfUser(String name) {
        return first(userLimits, limits -> limits.name().equals(name))
                .map(LimitsInfo::limits)
                .orElse(Map.of());
    }

    /** The limits of a virtual host; none when nothing is limited. */
    public Map<String, Long> limitsOfVirtualHost(String name) {
        return first(virtualHostLimits, limits -> limits.name().equals(name))
                .map(LimitsInfo::limits)
                .orElse(Map.of());
    }

    private static <T> Optional<T> first(List<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).findFirst();
    }
}
