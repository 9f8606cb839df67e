package warren.management.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;

/** Name and password of somebody who asks, not yet looked at. No cookie holds them: what a browser sends by itself lets nobody in. */
record Credentials(String user, String password) {
    private static final String SCHEME = "Basic ";

    /** Where a request brings them. */
    enum Place {
        /** HTTP basic authentication. */
        HEADER {
            @Override
            Optional<Credentials> of(HttpRequest request) {
                return request.getHeader("Authorization")
                        .map(header -> header.value())
                        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                        .flatMap(value -> decode(value.substring(SCHEME.length())));
            }
        },
        /** The same, or the parameter {@code auth}, for links and forms of a page that cannot set a header. */
        QUERY {
            @Override
            Optional<Credentials> of(HttpRequest request) {
                Optional<String> token = request.getUri().query().get("auth");
                return token.isPresent() ? decode(token.get()) : HEADER.of(request);
            }
        },
        /** The fields {@code username} and {@code password} of a form; whoever leaves them out is a wrong user. */
        FORM {
            @Override
            Optional<Credentials> of(HttpRequest request) {
                Query form = fields(request.entity());
                return Optional.of(new Credentials(
                        form.get("username").orElse(""), form.get("password").orElse("")));
            }
        };

        abstract Optional<Credentials> of(HttpRequest request);
    }

    private static Query fields(HttpEntity entity) {
        if (!(entity instanceof HttpEntity.Strict strict)
                || !entity.getContentType().mediaType().equals(MediaTypes.APPLICATION_X_WWW_FORM_URLENCODED)) {
            return Query.EMPTY;
        }
        try {
            return Query.create(strict.getData().utf8String(), Uri.RELAXED);
        } catch (IllegalUriException malformed) {
            return Query.EMPTY;
        }
    }

    private static Optional<Credentials> decode(String token) {
        try {
            String pair = new String(Base64.getDecoder().decode(token.strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
