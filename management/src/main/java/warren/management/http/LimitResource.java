package warren.management.http;

import static warren.management.http.Resource.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.access.ChangeRequest;
import warren.actors.info.LimitsInfo;
import warren.actors.info.OperatorError;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.rules.LimitRules;

/** Limits of virtual hosts and of users. */
final class LimitResource implements Resource {
    private final Broker broker;

    LimitResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("vhost-limits", Guard.ANYBODY)
                .get(call -> ofHosts(call, each -> call.visitor().sees(each.name())));
        routes.at("vhost-limits/{vhost}", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return ofHosts(call, each -> each.name().equals(call.virtualHost()));
        });
        routes.at("vhost-limits/{vhost}/{limit}", Guard.ADMINISTRATOR)
                .put(this::putOfHost)
                .delete(this::deleteOfHost);
        routes.at("user-limits", Guard.ANYBODY)
                .get(call -> ofUsers(
                        call,
                        each -> call.visitor().isAdministrator()
                                || each.name().equals(call.visitor().name())));
        routes.at("user-limits/{user}", Guard.ADMINISTRATOR).get(call -> {
            UserResource.findUser(call);
            return ofUsers(call, each -> each.name().equals(call.name("user")));
        });
        routes.at("user-limits/{user}/{limit}", Guard.ADMINISTRATOR)
                .put(this::putOfUser)
                .delete(this::deleteOfUser);
    }

    private static CompletionStage<HttpResponse> ofHosts(Call call, Predicate<LimitsInfo> which) {
        List<LimitsInfo> limits = call.visitor().access().virtualHostLimits();
        return list(call, limits.stream().filter(which).toList(), each -> AccessRows.limits("vhost", each));
    }

    private static CompletionStage<HttpResponse> ofUsers(Call call, Predicate<LimitsInfo> which) {
        List<LimitsInfo> limits = call.visitor().access().userLimits();
        return list(call, limits.stream().filter(which).toList(), each -> AccessRows.limits("user", each));
    }

    /** A single limit changes, the others of the virtual host stay. */
    private CompletionStage<HttpResponse> putOfHost(Call call) {
        Resource.requireHost(call);
        JsonNode value = call.body("value").path("value");
        Map<String, Long> limits = new HashMap<>(call.visitor().access().limitsOfVirtualHost(call.virtualHost()));
        limits.putAll(checked(() -> LimitRules.ofVirtualHost(call.name("limit"), value)));
        return setOfHost(call, limits);
    }

    private CompletionStage<HttpResponse> deleteOfHost(Call call) {
        Resource.findHost(call);
        Map<String, Long> limits = new HashMap<>(call.visitor().access().limitsOfVirtualHost(call.virtualHost()));
        limits.remove(call.name("limit"));
        return setOfHost(call, limits);
    }

    private CompletionStage<HttpResponse> setOfHost(Call call, Map<String, Long> limits) {
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.SetVirtualHostLimits(call.virtualHost(), limits))
                .thenApply(done -> Answers.done());
    }

    private CompletionStage<HttpResponse> putOfUser(Call call) {
        JsonNode value = call.body("value").path("value");
        String user = call.name("user");
        if (call.visitor().access().user(user).isEmpty()) {
            throw Refusal.badRequest("no_such_user", TextNode.valueOf(user));
        }
        Map<String, Long> limits = checked(() -> LimitRules.ofUser(call.name("limit"), value));
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.SetUserLimits(user, limits))
                .thenApply(done -> Answers.done());
    }

    private CompletionStage<HttpResponse> deleteOfUser(Call call) {
        UserResource.findUser(call);
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.ClearUserLimit(call.name("user"), call.name("limit")))
                .thenApply(done -> Answers.done());
    }

    private interface Check {
        Map<String, Long> limits() throws OperatorError;
    }

    private static Map<String, Long> checked(Check check) {
        try {
            return check.limits();
        } catch (OperatorError refused) {
            throw Refusal.badRequest(String.valueOf(refused.getMessage()));
        }
    }
}
