package warren.actors.access;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import warren.actors.feed.Event;
import warren.actors.feed.EventFeed;
import warren.actors.feed.Feeds;
import warren.actors.info.PermissionInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.actors.vhost.BuiltInExchanges;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Tells of changes of users, virtual hosts, permissions, limits and global parameters. */
final class AccessEvents {
    private static final String LIMITS = "limits";

    private final EventFeed events;

    AccessEvents(ActorSystem<?> system) {
        this.events = Feeds.get(system).events();
    }

    /** This is going to be done; {@code before}: as it is without it. */
    void changed(ChangeRequest request, String by, AccessState before) {
        if (!events.feed().isOpen()) {
            return;
        }
        if (!ofUser(request, by, before) && !ofPermission(request, by) && !ofHost(request, by, before)) {
            ofLimitsAndParameters(request, by);
        }
    }

    private boolean ofUser(ChangeRequest request, String by, AccessState before) {
        if (request instanceof ChangeRequest.AddUser add) {
            user("user.created", add.user(), by);
        } else if (request instanceof ChangeRequest.DeleteUser delete) {
            user("user.deleted", delete.user(), by);
        } else if (request instanceof ChangeRequest.DeleteUsers delete) {
            delete.users().forEach(each -> user("user.deleted", each, by));
        } else if (request instanceof ChangeRequest.ChangePassword change) {
            user("user.password.changed", change.user(), by);
        } else if (request instanceof ChangeRequest.SetTags set) {
            tags(set.user(), set.tags(), by);
        } else if (request instanceof ChangeRequest.PutUser put) {
            var known = before.user(put.user());
            String hash = put.password() instanceof Password.Hashed hashed ? hashed.hash() : "";
            String changed = hash.isEmpty() ? "user.password.cleared" : "user.password.changed";
            if (known == null || !known.passwordHash().equals(hash)) {
                user(known == null ? "user.created" : changed, put.user(), by);
            }
            tags(put.user(), put.tags(), by);
        } else {
            return false;
        }
        return true;
    }

    private void user(String key, String name, String by) {
        events.tell(key, event -> event.by(by).text("name", name));
    }

    private void tags(String name, List<String> tags, String by) {
        events.tell("user.tags.set", event -> event.by(by).texts("tags", tags).text("name", name));
    }

    private boolean ofPermission(ChangeRequest request, String by) {
        if (request instanceof ChangeRequest.SetPermissions set) {
            PermissionInfo permission = set.permission();
            events.tell(
                    "permission.created",
                    event -> event.by(by)
                            .text("read", permission.read())
                            .text("write", permission.write())
                            .text("configure", permission.configure())
                            .text("vhost", permission.virtualHost())
                            .text("user", permission.user()));
        } else if (request instanceof ChangeRequest.ClearPermissions clear) {
            deleted("permission.deleted", clear.virtualHost(), clear.user(), by);
        } else if (request instanceof ChangeRequest.SetTopicPermissions set) {
            TopicPermissionInfo permission = set.permission();
            events.tell(
                    "topic.permission.created",
                    event -> event.by(by)
                            .text("read", permission.read())
                            .text("write", permission.write())
                            .text("exchange", permission.exchange())
                            .text("vhost", permission.virtualHost())
                            .text("user", permission.user()));
        } else if (request instanceof ChangeRequest.ClearTopicPermissions clear) {
            deleted("topic.permission.deleted", clear.virtualHost(), clear.user(), by);
        } else {
            return false;
        }
        return true;
    }

    private void deleted(String key, String host, String user, String by) {
        events.tell(key, event -> event.by(by).text("vhost", host).text("user", user));
    }

    private boolean ofHost(ChangeRequest request, String by, AccessState before) {
        if (request instanceof ChangeRequest.AddVirtualHost add) {
            hostCreated(add.name(), add.description(), add.tags(), by);
        } else if (request instanceof ChangeRequest.PutVirtualHost put) {
            if (before.virtualHost(put.name()) == null) {
                hostCreated(put.name(), put.description(), put.tags(), by);
            }
        } else if (request instanceof ChangeRequest.EnsureVirtualHost ensure) {
            if (before.virtualHost(ensure.name()) == null) {
                hostCreated(ensure.name(), "", List.of(), by);
            }
        } else if (request instanceof ChangeRequest.DeleteVirtualHost delete) {
            hostDeleted(delete.name(), by, before);
        } else {
            return false;
        }
        return true;
    }

    /** What the virtual host held, and its own end, it tells itself. */
    private void hostDeleted(String name, String by, AccessState before) {
        before.permissions().stream()
                .filter(permission -> permission.virtualHost().equals(name))
                .forEach(permission -> deleted("permission.deleted", name, permission.user(), by));
        before.topicPermissions().stream()
                .filter(permission -> permission.virtualHost().equals(name))
                .map(TopicPermissionInfo::user)
                .distinct()
                .forEach(user -> deleted("topic.permission.deleted", name, user, by));
        if (!before.limits(false, name).limits().isEmpty()) {
            hostLimitsCleared(name, by);
        }
    }

    private void hostCreated(String name, String description, List<String> tags, String by) {
        BuiltInExchanges.tellOf(events, name, by);
        events.tell("vhost.created", event -> {
            if (tags.isEmpty()) {
                event.text("tags", "");
            } else {
                event.texts("tags", tags);
            }
            event.text("description", description)
                    .by(by)
                    .put("cluster_state", FieldTable.of(event.nodeName(), FieldValue.of("running")))
                    .flag("tracing", false)
                    .text("metadata", metadata(description, tags))
                    .text("default_queue_type", "undefined")
                    .text("name", name);
        });
    }

    private static String metadata(String description, List<String> tags) {
        String shown = tags.isEmpty() ? "<<>>" : "[" + String.join(",", tags) + "]";
        return "#{description => " + Event.binary(description) + ",tags => " + shown + "}";
    }

    private void ofLimitsAndParameters(ChangeRequest request, String by) {
        if (request instanceof ChangeRequest.SetVirtualHostLimits set) {
            events.tell(
                    "parameter.set", event -> hostLimits(event.by(by).put("value", table(set.limits())), set.name()));
            events.tell(
                    "vhost.limits.set",
                    event -> limits(event, set.limits()).by(by).text("name", LIMITS));
        } else if (request instanceof ChangeRequest.ClearVirtualHostLimits clear) {
            hostLimitsCleared(clear.name(), by);
        } else if (request instanceof ChangeRequest.SetUserLimits set) {
            events.tell(
                    "user.limits.set",
                    event -> limits(event, set.limits())
                            .text("username", set.user())
                            .by(by)
                            .text("name", LIMITS));
        } else if (request instanceof ChangeRequest.ClearUserLimit clear) {
            events.tell(
                    "user.limits.cleared",
                    event -> event.text("username", clear.user()).by(by).text("name", LIMITS));
        } else if (request instanceof ChangeRequest.SetGlobalParameter set) {
            events.tell("parameter.set", event -> global(event.by(by).put("value", json(set.value())), set.name()));
        } else if (request instanceof ChangeRequest.ClearGlobalParameter clear) {
            // RabbitMQ's word for this too
            events.tell("parameter.set", event -> global(event.by(by), clear.name()));
        }
    }

    private void hostLimitsCleared(String host, String by) {
        events.tell("parameter.cleared", event -> hostLimits(event.by(by), host));
        events.tell("vhost.limits.cleared", event -> event.by(by).text("name", LIMITS));
    }

    private static void hostLimits(Event event, String host) {
        event.text("name", LIMITS).text("component", "vhost-limits").text("vhost", host);
    }

    private static void global(Event event, String name) {
        event.text("name", name).text("component", "global");
    }

    private static Event limits(Event event, Map<String, Long> limits) {
        limits.forEach(event::number);
        return event;
    }

    private static FieldTable table(Map<String, Long> limits) {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        limits.forEach((name, value) -> fields.put(name, FieldValue.of(value)));
        return new FieldTable(fields);
    }

    private static FieldValue json(String text) {
        var options = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
        Object value = ConfigFactory.parseString("{\"value\":" + text + "}", options)
                .root()
                .unwrapped()
                .get("value");
        return field(value);
    }

    private static FieldValue field(@Nullable Object value) {
        if (value == null) {
            return new FieldValue.NoValue();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, FieldValue> fields = new LinkedHashMap<>();
            map.forEach((name, each) -> fields.put(String.valueOf(name), field(each)));
            return new FieldTable(fields);
        }
        if (value instanceof List<?> list) {
            return new FieldValue.Array(list.stream().map(AccessEvents::field).toList());
        }
        if (value instanceof Boolean flag) {
            return FieldValue.of(flag.booleanValue());
        }
        if (value instanceof Double number) {
            return new FieldValue.Float64(number);
        }
        return value instanceof Number number
                ? FieldValue.of(number.longValue())
                : FieldValue.of(String.valueOf(value));
    }
}
