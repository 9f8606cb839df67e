package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.now;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.access.ChangeRequest;
import warren.actors.access.TopicPattern;
import warren.actors.info.PermissionInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.json.Json;
import warren.management.json.RegularExpression;

/** Permissions and topic permissions: for administrators. */
final class PermissionResource implements Resource {
    private final Broker broker;

    PermissionResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("permissions", Guard.ADMINISTRATOR)
                .get(call -> list(call, call.visitor().access().permissions(), AccessRows::permission));
        routes.at("permissions/{vhost}/{user}", Guard.ADMINISTRATOR)
                .get(call -> one(call, now(permission(call).map(AccessRows::permission))))
                .put(this::put)
                .delete(call -> {
                    Resource.require(permission(call));
                    return broker.inNameOf(call.visitor().name())
                            .change(new ChangeRequest.ClearPermissions(call.name("user"), call.virtualHost()))
                            .thenApply(done -> Answers.done());
                });
        routes.at("topic-permissions", Guard.ADMINISTRATOR)
                .get(call -> list(call, call.visitor().access().topicPermissions(), AccessRows::topicPermission));
        routes.at("topic-permissions/{vhost}/{user}", Guard.ADMINISTRATOR)
                .get(call -> list(call, requireTopics(call), AccessRows::topicPermission))
                .put(this::putTopic)
                .delete(call -> {
                    requireTopics(call);
                    return clearTopics(call, Optional.empty());
                });
        routes.at("topic-permissions/{vhost}/{user}/{exchange}", Guard.ADMINISTRATOR)
                .delete(call -> clearTopics(call, Optional.of(call.name("exchange"))));
    }

    private static Optional<PermissionInfo> permission(Call call) {
        return call.visitor().access().permission(call.virtualHost(), call.name("user"));
    }

    private static List<TopicPermissionInfo> topics(Call call) {
        return call.visitor().access().topicPermissions().stream()
                .filter(each -> each.virtualHost().equals(call.virtualHost())
                        && each.user().equals(call.name("user")))
                .toList();
    }

    private static List<TopicPermissionInfo> requireTopics(Call call) {
        List<TopicPermissionInfo> topics = topics(call);
        if (topics.isEmpty()) {
            throw Refusal.notFound();
        }
        return topics;
    }

    private CompletionStage<HttpResponse> put(Call call) {
        JsonNode body = call.body("configure", "write", "read");
        requireHostAndUser(call);
        boolean isNew = permission(call).isEmpty();
        var permission = new PermissionInfo(
                call.virtualHost(),
                call.name("user"),
                pattern(body, "configure"),
                pattern(body, "write"),
                pattern(body, "read"));
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.SetPermissions(permission))
                .thenApply(done -> Answers.put(isNew));
    }

    private CompletionStage<HttpResponse> putTopic(Call call) {
        JsonNode body = call.body("exchange", "write", "read");
        requireHostAndUser(call);
        boolean isNew = topics(call).isEmpty();
        var permission = new TopicPermissionInfo(
                call.virtualHost(),
                call.name("user"),
                body.path("exchange").asText(),
                topicPattern(body, "write"),
                topicPattern(body, "read"));
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.SetTopicPermissions(permission))
                .thenApply(done -> Answers.put(isNew));
    }

    private CompletionStage<HttpResponse> clearTopics(Call call, Optional<String> exchange) {
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.ClearTopicPermissions(call.name("user"), call.virtualHost(), exchange))
                .thenApply(done -> Answers.done());
    }

    private static void requireHostAndUser(Call call) {
        if (call.visitor().access().virtualHost(call.virtualHost()).isEmpty()
                || call.visitor().access().user(call.name("user")).isEmpty()) {
            throw Refusal.badRequest("vhost_or_user_not_found");
        }
    }

    /** A wrong one is refused with what RabbitMQ makes of it: lists of bytes. */
    private static String pattern(JsonNode body, String key) {
        return checked(body.path(key).asText(), body.path(key).asText());
    }

    /** The same where names of variables may stand in it. */
    private static String topicPattern(JsonNode body, String key) {
        String pattern = body.path(key).asText();
        return checked(pattern, TopicPattern.expanded(pattern, "u", "v"));
    }

    private static String checked(String pattern, String expanded) {
        RegularExpression.complaint(expanded).ifPresent(complaint -> {
            ArrayNode why = Json.array().add(bytes(complaint.text())).add(complaint.position());
            ArrayNode reason =
                    Json.array().add("invalid_regexp").add(bytes(pattern)).add(why);
            throw Refusal.badRequest(reason);
        });
        return pattern;
    }

    private static ArrayNode bytes(String text) {
        ArrayNode bytes = Json.array();
        text.codePoints().forEach(bytes::add);
        return bytes;
    }
}
