package warren.management.http;

import warren.management.json.Json;
import warren.management.broker.Broker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.PermissionInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;

/** What stands below {@code /api}: a path without {@code /api}, and whoever asks, to JSON. */
public final class ApiResources {
    private final Broker broker;
    private final ApiRows rows;
    private final Overview overview;

    public ApiResources(Broker broker, ApiRows rows, Overview overview) {
        this.broker = broker;
        this.rows = rows;
        this.overview = overview;
    }

    /** The value of a path; empty when the API has no such path, an empty value when there is no such object. */
    public Optional<CompletionStage<Optional<JsonNode>>> find(List<String> path, ApiAccess.Visitor visitor) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        List<String> rest = path.subList(1, path.size());
        return switch (path.get(0)) {
            case "overview" -> alone(rest, () -> overview.report(visitor));
            case "nodes" -> listed(rest, "name", overview.nodes());
            case "whoami" -> alone(rest, () -> now(rows.user(visitor.user())));
            case "vhosts" -> listed(rest, "name", now(Json.array(visitor.hosts(), rows::virtualHost)));
            case "users" -> users(rest, visitor);
            case "permissions" -> permissions(rest, visitor);
            case "connections" -> connections(rest, visitor);
            case "channels" -> channels(rest, visitor);
            case "consumers" -> inHosts(rest, visitor, this::consumers);
            case "exchanges" -> exchanges(rest, visitor);
            case "queues" -> queues(rest, visitor);
            case "bindings" -> inHosts(rest, visitor, broker::bindings, rows::binding);
            case "policies" -> policies(rest, visitor, false);
            case "operator-policies" -> policies(rest, visitor, true);
            default -> Optional.empty();
        };
    }

    private interface Source {
        CompletionStage<? extends JsonNode> get();
    }

    private static Optional<CompletionStage<Optional<JsonNode>>> alone(List<String> rest, Source source) {
        return rest.isEmpty() ? Optional.of(source.get().thenApply(Optional::of)) : Optional.empty();
    }

    /** A list by itself, or the one in it whose field has the value that the path ends in. */
    private static Optional<CompletionStage<Optional<JsonNode>>> listed(
            List<String> rest, String field, CompletionStage<? extends JsonNode> list) {
        return switch (rest.size()) {
            case 0 -> Optional.of(list.thenApply(Optional::of));
            case 1 ->
                Optional.of(list.thenApply(
                        all -> first(all, one -> one.path(field).asText().equals(rest.get(0)))));
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> first(JsonNode all, Predicate<JsonNode> wanted) {
        for (JsonNode one : all) {
            if (wanted.test(one)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private Optional<CompletionStage<Optional<JsonNode>>> users(List<String> rest, ApiAccess.Visitor visitor) {
        if (!visitor.isAdministrator()) {
            return Optional.of(CompletableFuture.failedFuture(
                    new OperatorError(OperatorError.Reason.REFUSED, "Not administrator user")));
        }
        if (rest.size() == 2 && rest.get(1).equals("permissions")) {
            return Optional.of(
                    broker.permissionsOf(rest.get(0)).thenApply(all -> Optional.of(Json.array(all, rows::permission))));
        }
        return listed(rest, "name", broker.users().thenApply(all -> Json.array(all, rows::user)));
    }

    private Optional<CompletionStage<Optional<JsonNode>>> permissions(List<String> rest, ApiAccess.Visitor visitor) {
        Function<String, CompletionStage<List<PermissionInfo>>> inHost = broker::permissionsIn;
        if (rest.size() == 2) {
            return one(visitor, rest, inHost, each -> each.user().equals(rest.get(1)), rows::permission);
        }
        return inHosts(rest, visitor, inHost, rows::permission);
    }

    private Optional<CompletionStage<Optional<JsonNode>>> connections(List<String> rest, ApiAccess.Visitor visitor) {
        return listed(
                rest,
                "name",
                broker.connections()
                        .thenApply(all -> Json.array(
                                all.stream()
                                        .filter(each -> visitor.sees(each.virtualHost()))
                                        .toList(),
                                rows::connection)));
    }

    private Optional<CompletionStage<Optional<JsonNode>>> channels(List<String> rest, ApiAccess.Visitor visitor) {
        return listed(
                rest,
                "name",
                broker.channels()
                        .thenApply(all -> Json.array(
                                all.stream()
                                        .filter(each -> visitor.sees(each.virtualHost()))
                                        .toList(),
                                rows::channel)));
    }

    private CompletionStage<List<JsonNode>> consumers(String host) {
        return broker.queues(host).thenApply(queues -> {
            List<JsonNode> found = new ArrayList<>();
            for (QueueInfo queue : queues) {
                for (ConsumerInfo consumer : queue.consumers()) {
                    found.add(rows.consumer(consumer));
                }
            }
            return found;
        });
    }

    private Optional<CompletionStage<Optional<JsonNode>>> exchanges(List<String> rest, ApiAccess.Visitor visitor) {
        Function<String, CompletionStage<List<ExchangeInfo>>> inHost = broker::exchanges;
        if (rest.size() == 2) {
            // the default exchange has no name that could stand in a path
            String name = rest.get(1).equals("amq.default") ? "" : rest.get(1);
            return one(visitor, rest, inHost, each -> each.name().equals(name), rows::exchange);
        }
        return inHosts(rest, visitor, inHost, rows::exchange);
    }

    private Optional<CompletionStage<Optional<JsonNode>>> queues(List<String> rest, ApiAccess.Visitor visitor) {
        if (rest.size() == 2) {
            return one(visitor, rest, broker::queues, each -> each.name().equals(rest.get(1)), rows::queueInFull);
        }
        if (rest.size() == 3 && rest.get(2).equals("bindings")) {
            return visitor.sees(rest.get(0))
                    ? Optional.of(broker.bindings(rest.get(0))
                            .thenApply(all -> Optional.of(Json.array(
                                    all.stream()
                                            .filter(each -> each.destinationKind()
                                                            .equals("queue")
                                                    && each.destination().equals(rest.get(1)))
                                            .toList(),
                                    rows::binding))))
                    : Optional.of(now(Optional.empty()));
        }
        return inHosts(rest, visitor, broker::queues, rows::queue);
    }

    private Optional<CompletionStage<Optional<JsonNode>>> policies(
            List<String> rest, ApiAccess.Visitor visitor, boolean operator) {
        Function<String, CompletionStage<List<PolicyInfo>>> inHost = host -> broker.policies(host, operator);
        if (rest.size() == 2) {
            return one(visitor, rest, inHost, each -> each.name().equals(rest.get(1)), rows::policy);
        }
        return inHosts(rest, visitor, inHost, rows::policy);
    }

    private static <T> Optional<CompletionStage<Optional<JsonNode>>> one(
            ApiAccess.Visitor visitor,
            List<String> rest,
            Function<String, CompletionStage<List<T>>> inHost,
            Predicate<T> wanted,
            Function<T, JsonNode> row) {
        if (!visitor.sees(rest.get(0))) {
            return Optional.of(now(Optional.empty()));
        }
        return Optional.of(inHost.apply(rest.get(0))
                .thenApply(all -> all.stream().filter(wanted).findFirst().map(row)));
    }

    private static <T> Optional<CompletionStage<Optional<JsonNode>>> inHosts(
            List<String> rest,
            ApiAccess.Visitor visitor,
            Function<String, CompletionStage<List<T>>> inHost,
            Function<T, JsonNode> row) {
        return inHosts(
                rest,
                visitor,
                host -> inHost.apply(host)
                        .thenApply(all -> all.stream().map(row).toList()));
    }

    /** What is in all virtual hosts that the visitor sees, or in the one that the path names. */
    private static <N extends JsonNode> Optional<CompletionStage<Optional<JsonNode>>> inHosts(
            List<String> rest, ApiAccess.Visitor visitor, Function<String, CompletionStage<List<N>>> inHost) {
        if (rest.size() > 1) {
            return Optional.empty();
        }
        if (rest.size() == 1 && !visitor.sees(rest.get(0))) {
            return Optional.of(now(Optional.empty()));
        }
        List<String> hosts = rest.isEmpty() ? visitor.virtualHosts() : rest;
        return Optional.of(inAll(hosts, inHost).thenApply(all -> Optional.of(Json.array(all, Function.identity()))));
    }

    /** One list of what is in several virtual hosts. */
    public static <T> CompletionStage<List<T>> inAll(List<String> hosts, Function<String, CompletionStage<List<T>>> inHost) {
        CompletionStage<List<T>> found = now(List.of());
        for (String host : hosts) {
            found = found.thenCombine(inHost.apply(host), (before, more) -> {
                List<T> both = new ArrayList<>(before);
                both.addAll(more);
                return both;
            });
        }
        return found;
    }

    private static <T> CompletionStage<T> now(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
