package warren.management.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The table of paths below {@code /api}: who may use each, and who answers which method. */
final class Routes {
    /** Answers one method of one path. */
    interface Endpoint {
        CompletionStage<HttpResponse> answer(Call call);
    }

    /** A path: parts in braces stand for names, {@code queues/{vhost}/{queue}}. */
    static final class Route {
        private final List<String> parts;
        private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        private final Map<String, Guard> guards = new HashMap<>();
        private final Guard guard;
        private Credentials.Place credentials = Credentials.Place.HEADER;

        private Route(String path, Guard guard) {
            this.parts = List.of(path.split("/"));
            this.guard = guard;
        }

        Route get(Endpoint endpoint) {
            return on("GET", endpoint);
        }

        Route put(Endpoint endpoint) {
            return on("PUT", endpoint);
        }

        Route post(Endpoint endpoint) {
            return on("POST", endpoint);
        }

        Route delete(Endpoint endpoint) {
            return on("DELETE", endpoint);
        }

        /** The last method that was named is for others than the whole path. */
        Route only(Guard other) {
            endpoints.keySet().stream().reduce((first, last) -> last).ifPresent(last -> guards.put(last, other));
            return this;
        }

        /** Visitors of this path show who they are there. */
        Route loggingInBy(Credentials.Place place) {
            credentials = place;
            return this;
        }

        Credentials.Place credentials() {
            return credentials;
        }

        private Route on(String method, Endpoint endpoint) {
            endpoints.put(method, endpoint);
            return this;
        }

        Optional<Endpoint> endpoint(String method) {
            return Optional.ofNullable(endpoints.get(method.equals("HEAD") ? "GET" : method));
        }

        Guard guard(String method) {
            return guards.getOrDefault(method.equals("HEAD") ? "GET" : method, guard);
        }

        /** As RabbitMQ lists them in the header Allow. */
        String allowed() {
            List<String> methods = new ArrayList<>();
            if (endpoints.containsKey("GET")) {
                methods.add("HEAD");
            }
            methods.addAll(endpoints.keySet());
            methods.add("OPTIONS");
            return String.join(", ", methods);
        }

        private Optional<Map<String, String>> match(List<String> path) {
            if (path.size() != parts.size()) {
                return Optional.empty();
            }
            Map<String, String> names = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String part = parts.get(i);
                if (part.startsWith("{")) {
                    names.put(part.substring(1, part.length() - 1), path.get(i));
                } else if (!part.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(names);
        }
    }

    /** A route that fits, with the names in the path. */
    record Match(Route route, Map<String, String> names) {}

    private final Map<String, List<Route>> routes = new HashMap<>();

    /** Of two paths that fit the one that was added first counts. */
    Route at(String path, Guard guard) {
        var route = new Route(path, guard);
        routes.computeIfAbsent(route.parts.get(0), key -> new ArrayList<>()).add(route);
        return route;
    }

    Optional<Match> find(List<String> path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        for (Route route : routes.getOrDefault(path.get(0), List.of())) {
            Optional<Map<String, String>> names = route.match(path);
            if (names.isPresent()) {
                return Optional.of(new Match(route, names.get()));
            }
        }
        return Optional.empty();
    }
}
