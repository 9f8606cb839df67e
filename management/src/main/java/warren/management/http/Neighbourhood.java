package warren.management.http;

import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Whether a browser sends a request because the page of another site told it to. It adds the password that it knows for this broker by
 * itself, so such a request must change nothing.
 *
 * <p>A browser says so in {@code Sec-Fetch-Site}, but only to addresses that it trusts (TLS, the own machine). To others it sends {@code
 * Origin} with each request that changes something. A header of the page's own tells that the request comes from it where a proxy
 * in between has changed {@code Host}: another site's page cannot set one, as the browser would have to ask for leave first.
 */
final class Neighbourhood {
    /** What the web page sends along. */
    static final String PAGE = "X-Warren-Page";

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private Neighbourhood() {}

    static boolean isStranger(HttpRequest request) {
        Optional<String> site = header(request, "Sec-Fetch-Site");
        if (site.isPresent()) {
            return !OWN.contains(site.get());
        }
        Optional<String> origin = header(request, "Origin");
        return origin.isPresent()
                && header(request, PAGE).isEmpty()
                && !isOf(origin.get(), header(request, "Host").orElse(""))
                && !isOf(origin.get(), header(request, "X-Forwarded-Host").orElse(""));
    }

    /** {@code origin}: a scheme, host and perhaps a port, or {@code null} where a browser conceals it. */
    private static boolean isOf(String origin, String host) {
        return !host.isEmpty() && origin.substring(origin.indexOf("://") + 1).equalsIgnoreCase("//" + host);
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }
}
