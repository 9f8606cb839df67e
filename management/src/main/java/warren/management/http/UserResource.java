package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.now;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Password;
import warren.actors.info.AccessPicture;
import warren.actors.info.UserInfo;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.rules.UserRules;

/** Users: for administrators. */
final class UserResource implements Resource {
    private final Broker broker;

    UserResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("whoami", Guard.ANYBODY)
                .get(call -> now(Answers.ok(AccessRows.whoami(call.visitor().user()))));
        routes.at("users", Guard.ADMINISTRATOR)
                .get(call -> users(call, call.visitor().access().users()));
        routes.at("users/without-permissions", Guard.ADMINISTRATOR).get(call -> {
            AccessPicture access = call.visitor().access();
            return users(
                    call,
                    access.users().stream()
                            .filter(user -> access.permissions().stream()
                                    .noneMatch(each -> each.user().equals(user.name())))
                            .toList());
        });
        routes.at("users/bulk-delete", Guard.ADMINISTRATOR).post(this::deleteAll);
        routes.at("users/{user}", Guard.ADMINISTRATOR)
                .get(call -> one(
                        call,
                        now(call.visitor()
                                .access()
                                .user(call.name("user"))
                                .map(user ->
                                        AccessRows.user(user, call.visitor().access())))))
                .put(this::put)
                .delete(call -> broker.inNameOf(call.visitor().name())
                        .change(new ChangeRequest.DeleteUser(call.name("user")))
                        .thenApply(done -> Answers.done()));
        routes.at("users/{user}/permissions", Guard.ADMINISTRATOR).get(call -> {
            findUser(call);
            return list(
                    call,
                    call.visitor().access().permissions().stream()
                            .filter(each -> each.user().equals(call.name("user")))
                            .toList(),
                    AccessRows::permission);
        });
        routes.at("users/{user}/topic-permissions", Guard.ADMINISTRATOR).get(call -> {
            findUser(call);
            return list(
                    call,
                    call.visitor().access().topicPermissions().stream()
                            .filter(each -> each.user().equals(call.name("user")))
                            .toList(),
                    AccessRows::topicPermission);
        });
    }

    static void findUser(Call call) {
        if (call.visitor().access().user(call.name("user")).isEmpty()) {
            throw Refusal.notFound();
        }
    }

    private static CompletionStage<HttpResponse> users(Call call, List<UserInfo> users) {
        return list(call, users, user -> AccessRows.user(user, call.visitor().access()));
    }

    private CompletionStage<HttpResponse> put(Call call) {
        boolean isNew = call.visitor().access().user(call.name("user")).isEmpty();
        return broker.inNameOf(call.visitor().name())
                .change(request(call.name("user"), call.body()))
                .thenApply(done -> Answers.put(isNew));
    }

    private static ChangeRequest request(String name, JsonNode body) {
        JsonNode tags = body.path("tags");
        if (!body.has("tags")) {
            throw Refusal.badRequest("tags_not_present");
        }
        if (body.has("password") && body.has("password_hash")) {
            throw Refusal.badRequest("both_password_and_password_hash_are_provided");
        }
        if (body.has("password")) {
            return new ChangeRequest.PutUser(
                    name, new Password.Plain(body.get("password").asText()), Call.texts(tags));
        }
        String hash = body.path("password_hash").asText("");
        if (!UserRules.isHash(hash)) {
            throw Refusal.badRequest("not_base64", TextNode.valueOf(hash));
        }
        String algorithm = body.path("hashing_algorithm").asText(UserRules.ALGORITHM);
        return new ChangeRequest.PutUser(name, new Password.Hashed(hash, algorithm), Call.texts(tags));
    }

    private CompletionStage<HttpResponse> deleteAll(Call call) {
        List<String> users = Call.texts(call.body("users").path("users"));
        for (String user : users) {
            if (call.visitor().access().user(user).isEmpty()) {
                throw Refusal.badRequest("no_such_user", TextNode.valueOf(user));
            }
        }
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.DeleteUsers(users))
                .thenApply(done -> Answers.done());
    }
}
