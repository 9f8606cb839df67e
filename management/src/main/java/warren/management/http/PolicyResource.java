package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.broker.Operator;
import warren.actors.info.OperatorError;
import warren.actors.info.PolicyInfo;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.rules.PolicyRules;

/** Policies, for policymakers, and operator policies, for administrators. */
final class PolicyResource implements Resource {
    private final Broker broker;

    PolicyResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        add(routes, "policies", false, Guard.POLICYMAKER);
        add(routes, "operator-policies", true, Guard.ADMINISTRATOR);
    }

    private void add(Routes routes, String path, boolean operator, Guard guard) {
        routes.at(path, Guard.ANYBODY).get(call -> policies(call, call.visitor().virtualHosts(), operator));
        routes.at(path + "/{vhost}", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return policies(call, List.of(call.virtualHost()), operator);
        });
        routes.at(path + "/{vhost}/{policy}", guard)
                .get(call -> policy(call, operator))
                .only(Guard.HOST_IN_VIEW)
                .put(call -> put(call, operator))
                .delete(call -> delete(call, operator));
    }

    private CompletionStage<HttpResponse> policies(Call call, List<String> hosts, boolean operator) {
        return list(
                call,
                Broker.inAll(hosts, host -> broker.policies(host, operator))
                        .thenApply(all -> all.stream().map(AccessRows::policy).toList()));
    }

    private CompletionStage<HttpResponse> policy(Call call, boolean operator) {
        Resource.findHost(call);
        return one(
                call,
                broker.policies(call.virtualHost(), operator)
                        .thenApply(all -> all.stream()
                                .filter(each -> each.name().equals(call.name("policy")))
                                .findFirst()
                                .map(AccessRows::policy)));
    }

    private CompletionStage<HttpResponse> put(Call call, boolean operator) {
        Resource.requireHost(call);
        ObjectNode body = call.body("pattern", "definition");
        PolicyInfo policy = read(call, body, operator);
        return broker.policies(call.virtualHost(), operator).thenCompose(all -> {
            boolean isNew = all.stream().noneMatch(each -> each.name().equals(policy.name()));
            return broker.inNameOf(call.visitor().name())
                    .<Done>request(replyTo -> new Operator.SetPolicy(policy, replyTo))
                    .thenApply(done -> Answers.put(isNew));
        });
    }

    private static PolicyInfo read(Call call, ObjectNode body, boolean operator) {
        try {
            return PolicyRules.of(call.virtualHost(), call.name("policy"), body, operator);
        } catch (OperatorError refused) {
            String text = String.valueOf(refused.getMessage());
            // as RabbitMQ has it: the texts about policies are made safe for a page, those about operator policies are
            // not
            throw Refusal.badRequest(operator ? text : text.replace("<", "&lt;").replace(">", "&gt;"));
        }
    }

    private CompletionStage<HttpResponse> delete(Call call, boolean operator) {
        Resource.findHost(call);
        return broker.inNameOf(call.visitor().name())
                .<Done>request(
                        replyTo -> new Operator.ClearPolicy(call.virtualHost(), call.name("policy"), operator, replyTo))
                .thenApply(done -> Answers.done());
    }
}
