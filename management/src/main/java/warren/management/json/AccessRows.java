package warren.management.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import warren.actors.info.AccessPicture;
import warren.actors.info.LimitsInfo;
import warren.actors.info.LoginAttemptsInfo;
import warren.actors.info.PermissionInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.actors.info.UserInfo;
import warren.actors.info.VirtualHostInfo;

/** Users, virtual hosts, permissions, limits and policies under RabbitMQ's names. */
public final class AccessRows {
    private AccessRows() {}

    public static ObjectNode virtualHost(VirtualHostInfo host, String node) {
        ObjectNode row = Json.object();
        row.putObject("cluster_state").put(node, "running");
        row.put("default_queue_type", "undefined").put("description", host.description());
        row.putObject("metadata").put("description", host.description()).set("tags", Json.texts(host.tags()));
        row.put("name", host.name()).set("tags", Json.texts(host.tags()));
        return row.put("tracing", host.tracing());
    }

    /** With the limits that the picture knows. */
    public static ObjectNode user(UserInfo user, AccessPicture access) {
        ObjectNode row = Json.object().put("name", user.name()).put("password_hash", user.passwordHash());
        row.put("hashing_algorithm", user.hashingAlgorithm()).set("tags", Json.texts(user.tags()));
        return row.set("limits", numbers(access.limitsOfUser(user.name())));
    }

    /** With its source, where there is one. */
    public static ObjectNode loginAttempts(LoginAttemptsInfo attempts) {
        ObjectNode row = Json.object();
        attempts.source()
                .ifPresent(source -> row.put("remote_address", source.address()).put("username", source.user()));
        row.put("protocol", attempts.protocol()).put("auth_attempts", attempts.failed() + attempts.succeeded());
        return row.put("auth_attempts_failed", attempts.failed()).put("auth_attempts_succeeded", attempts.succeeded());
    }

    public static ObjectNode whoami(UserInfo user) {
        return Json.object().put("name", user.name()).set("tags", Json.texts(user.tags()));
    }

    /** A permission. */
    public static ObjectNode permission(PermissionInfo permission) {
        ObjectNode row = Json.object().put("user", permission.user()).put("vhost", permission.virtualHost());
        row.put("configure", permission.configure()).put("write", permission.write());
        return row.put("read", permission.read());
    }

    /** A topic permission. */
    public static ObjectNode topicPermission(TopicPermissionInfo permission) {
        ObjectNode row = Json.object().put("user", permission.user()).put("vhost", permission.virtualHost());
        row.put("exchange", permission.exchange()).put("write", permission.write());
        return row.put("read", permission.read());
    }

    public static ObjectNode limits(String holder, LimitsInfo limits) {
        return Json.object().put(holder, limits.name()).set("value", numbers(limits.limits()));
    }

    /** Limits by name, in the order of their names. */
    public static ObjectNode numbers(Map<String, Long> numbers) {
        ObjectNode object = Json.object();
        new TreeMap<>(numbers).forEach(object::put);
        return object;
    }

    /** A policy. */
    public static ObjectNode policy(PolicyInfo policy) {
        ObjectNode row = Json.object().put("vhost", policy.virtualHost()).put("name", policy.name());
        return row.setAll(policyValue(policy));
    }

    /** What a policy says, without its name. */
    public static ObjectNode policyValue(PolicyInfo policy) {
        ObjectNode row = Json.object().put("pattern", policy.pattern()).put("apply-to", policy.applyTo());
        row.set("definition", Fields.sorted(policy.definition()));
        return row.put("priority", policy.priority());
    }
}
