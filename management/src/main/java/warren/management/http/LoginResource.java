package warren.management.http;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.concurrent.CompletableFuture;

/**
 * Tells whether a name and a password are right, sent as a form. RabbitMQ sets a cookie with the password for the scripts of its page;
 * nobody here would read one.
 */
final class LoginResource implements Resource {
    @Override
    public void addTo(Routes routes) {
        routes.at("login", Guard.ANYBODY)
                .loggingInBy(Credentials.Place.FORM)
                .post(call -> CompletableFuture.completedFuture(Answers.ok(TextNode.valueOf("ok"))));
    }
}
