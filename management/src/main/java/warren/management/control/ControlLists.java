package warren.management.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import warren.actors.info.AccessPicture;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.Pids;
import warren.actors.info.QueueInfo;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.json.Json;
import warren.management.rules.LimitRules;

/**
 * The lists for warrenctl: rows whose fields are rabbitmqctl's columns, those that were asked for and in that order. A virtual host that
 * does not exist has empty lists of queues, exchanges and bindings; other lists refuse it.
 */
final class ControlLists {
    private final Broker broker;
    private final ControlRows rows;

    ControlLists(Broker broker, Pids pids) {
        this.broker = broker;
        this.rows = new ControlRows(pids);
    }

    Map<String, Function<JsonNode, CompletionStage<JsonNode>>> handlers() {
        Map<String, Function<JsonNode, CompletionStage<JsonNode>>> handlers = new HashMap<>();
        handlers.put("list_queues", this::queues);
        handlers.put("list_consumers", this::consumers);
        handlers.put(
                "list_exchange_types",
                in -> broker.exchangeTypes().thenApply(all -> Json.array(all, ControlRows::exchangeType)));
        handlers.put(
                "list_exchanges",
                in -> emptyWithoutHost(broker.exchanges(virtualHost(in)))
                        .thenApply(all -> chosen(in, all, rows::exchange)));
        handlers.put(
                "list_bindings",
                in -> emptyWithoutHost(broker.bindings(virtualHost(in)))
                        .thenApply(all -> chosen(in, all, rows::binding)));
        handlers.put(
                "list_connections", in -> broker.connections().thenApply(all -> chosen(in, all, rows::connection)));
        handlers.put("list_channels", in -> broker.channels().thenApply(all -> chosen(in, all, rows::channel)));
        handlers.put("list_vhosts", in -> broker.virtualHosts().thenApply(all -> chosen(in, all, rows::virtualHost)));
        handlers.put("list_users", in -> broker.users().thenApply(all -> Json.array(all, rows::user)));
        handlers.put(
                "list_permissions",
                in -> broker.permissionsIn(virtualHost(in)).thenApply(all -> Json.array(all, rows::permissionInHost)));
        handlers.put(
                "list_user_permissions",
                in -> broker.permissionsOf(in.path("user").asText())
                        .thenApply(all -> Json.array(all, rows::permissionOfUser)));
        handlers.put(
                "list_policies",
                in -> broker.policies(virtualHost(in), false).thenApply(all -> Json.array(all, rows::policy)));
        handlers.put(
                "list_operator_policies",
                in -> broker.policies(virtualHost(in), true).thenApply(all -> Json.array(all, rows::policy)));
        handlers.put(
                "list_topic_permissions",
                in -> broker.permissionsIn(virtualHost(in))
                        .thenCombine(
                                broker.access(),
                                (any, access) -> Json.array(
                                        access.topicPermissions().stream()
                                                .filter(each ->
                                                        each.virtualHost().equals(virtualHost(in)))
                                                .toList(),
                                        rows::topicPermissionInHost)));
        handlers.put(
                "list_user_topic_permissions",
                in -> broker.permissionsOf(in.path("user").asText())
                        .thenCombine(
                                broker.access(),
                                (any, access) -> Json.array(
                                        access.topicPermissions().stream()
                                                .filter(each -> each.user()
                                                        .equals(in.path("user").asText()))
                                                .toList(),
                                        rows::topicPermissionOfUser)));
        addParameters(handlers);
        return handlers;
    }

    private void addParameters(Map<String, Function<JsonNode, CompletionStage<JsonNode>>> handlers) {
        handlers.put("list_global_parameters", in -> broker.access().thenApply(ControlLists::globalParameters));
        handlers.put("list_parameters", this::parameters);
        handlers.put("list_vhost_limits", this::limitsOfVirtualHosts);
        handlers.put("list_user_limits", this::limitsOfUsers);
    }

    private static JsonNode globalParameters(AccessPicture access) {
        return Json.array(
                List.copyOf(access.globalParameters().entrySet()),
                each -> Json.object().put("name", each.getKey()).put("value", each.getValue()));
    }

    /** Those that Warren keeps as parameters: the limits and operator policies of a virtual host. */
    private CompletionStage<JsonNode> parameters(JsonNode in) {
        String host = virtualHost(in);
        return broker.policies(host, true).thenCombine(broker.limits(false), (policies, limits) -> {
            ArrayNode rows = Json.array();
            policies.forEach(each -> rows.add(parameter("operator_policy", each.name(), AccessRows.policyValue(each))));
            limits.stream()
                    .filter(each -> each.name().equals(host))
                    .forEach(each -> rows.add(parameter("vhost-limits", "limits", AccessRows.numbers(each.limits()))));
            return rows;
        });
    }

    private static JsonNode parameter(String component, String name, JsonNode value) {
        return Json.object().put("component", component).put("name", name).put("value", value.toString());
    }

    private CompletionStage<JsonNode> limitsOfVirtualHosts(JsonNode in) {
        CompletionStage<JsonNode> rows = limits(in, false, "vhost");
        // the list of permissions is refused when there is no such host
        return in.has("vhost") ? broker.permissionsIn(virtualHost(in)).thenCombine(rows, (any, all) -> all) : rows;
    }

    private CompletionStage<JsonNode> limitsOfUsers(JsonNode in) {
        CompletionStage<JsonNode> rows = limits(in, true, "user");
        return broker.users().thenCombine(rows, (users, all) -> {
            String wanted = in.path("user").asText();
            if (in.has("user") && users.stream().noneMatch(user -> user.name().equals(wanted))) {
                throw new CompletionException(
                        new OperatorError(Reason.NO_SUCH_USER, "{:no_such_user, \"" + wanted + "\"}"));
            }
            return all;
        });
    }

    private CompletionStage<JsonNode> limits(JsonNode in, boolean ofUsers, String holder) {
        return broker.limits(ofUsers)
                .thenApply(all -> Json.array(
                        all.stream()
                                .filter(each -> !in.has(holder)
                                        || each.name().equals(in.path(holder).asText()))
                                .toList(),
                        each -> Json.object().put(holder, each.name()).put("limits", LimitRules.shown(each))));
    }

    private CompletionStage<JsonNode> queues(JsonNode in) {
        CompletionStage<List<QueueInfo>> queues = emptyWithoutHost(broker.queues(virtualHost(in)));
        boolean owners = asks(in, "owner_pid");
        CompletionStage<Map<String, String>> connections = owners ? connectionIds() : none();
        CompletionStage<Map<String, String>> channels = asks(in, "exclusive_consumer_pid") ? channelIds() : none();
        return queues.thenCombine(connections, (all, connectionIds) -> Map.entry(all, connectionIds))
                .thenCombine(channels, (found, channelIds) -> {
                    Map<String, String> connectionIds = found.getValue();
                    return chosen(in, found.getKey(), queue -> rows.queue(queue, connectionIds, channelIds));
                });
    }

    private CompletionStage<JsonNode> consumers(JsonNode in) {
        CompletionStage<List<QueueInfo>> queues = emptyWithoutHost(broker.queues(virtualHost(in)));
        return queues.thenCombine(channelIds(), (all, channelIds) -> {
            List<ObjectNode> shown = new ArrayList<>();
            for (QueueInfo queue : all) {
                for (ConsumerInfo consumer : queue.consumers()) {
                    // this one list keeps its own order of columns
                    ObjectNode row = rows.consumer(consumer, channelIds);
                    shown.add(row.retain(columns(in)));
                }
            }
            return Json.array(shown, row -> row);
        });
    }

    private CompletionStage<Map<String, String>> connectionIds() {
        return broker.connections().thenApply(all -> {
            Map<String, String> ids = new HashMap<>();
            for (ConnectionInfo connection : all) {
                ids.put(connection.name(), connection.id());
            }
            return ids;
        });
    }

    private CompletionStage<Map<String, String>> channelIds() {
        return broker.channels().thenApply(all -> {
            Map<String, String> ids = new HashMap<>();
            for (ChannelInfo channel : all) {
                ids.put(channel.name(), ControlRows.channelId(channel));
            }
            return ids;
        });
    }

    private static CompletionStage<Map<String, String>> none() {
        return CompletableFuture.completedFuture(Map.of());
    }

    private static <T> CompletionStage<List<T>> emptyWithoutHost(CompletionStage<List<T>> list) {
        return list.exceptionally(failure -> {
            if (Broker.cause(failure) instanceof OperatorError refused
                    && refused.reason() == Reason.NO_SUCH_VIRTUAL_HOST) {
                return List.of();
            }
            throw new CompletionException(Broker.cause(failure));
        });
    }

    private static <T> JsonNode chosen(JsonNode in, List<T> all, Function<T, ObjectNode> row) {
        List<String> columns = columns(in);
        return Json.array(all, each -> {
            ObjectNode full = row.apply(each);
            ObjectNode picked = Json.object();
            columns.forEach(column -> picked.set(column, full.has(column) ? full.get(column) : picked.textNode("")));
            return picked;
        });
    }

    private static boolean asks(JsonNode in, String column) {
        return columns(in).contains(column);
    }

    private static List<String> columns(JsonNode in) {
        List<String> names = new ArrayList<>();
        in.path("columns").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static String virtualHost(JsonNode in) {
        return in.path("vhost").asText("/");
    }
}
