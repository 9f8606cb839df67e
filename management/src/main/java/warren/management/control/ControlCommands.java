package warren.management.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Password;
import warren.actors.access.TopicPattern;
import warren.actors.alarm.MemoryWatermark;
import warren.actors.broker.Operator;
import warren.actors.info.ExchangeTypeInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PermissionInfo;
import warren.actors.info.Pids;
import warren.actors.info.TopicPermissionInfo;
import warren.management.broker.Broker;
import warren.management.broker.Hosting;
import warren.management.broker.StatusReport;
import warren.management.definitions.DefinitionsExport;
import warren.management.definitions.DefinitionsImport;
import warren.management.json.AccessRows;
import warren.management.json.Fields;
import warren.management.json.Json;
import warren.management.json.RegularExpression;
import warren.management.plugins.Plugins;
import warren.management.rules.LimitRules;
import warren.management.rules.PolicyRules;

/** What warrenctl can ask for: each command by its name, as a message to the broker. */
public final class ControlCommands {
    /** One command: its parameters in, its value out. */
    interface Handler {
        CompletionStage<JsonNode> run(JsonNode parameters) throws OperatorError;
    }

    private final Broker broker;
    private final StatusReport status;
    private final Pids pids;
    private final Hosting hosting;
    private final Map<String, Handler> handlers = new HashMap<>();

    /** The commands of this broker. */
    public ControlCommands(Broker broker, StatusReport status, Pids pids, Definitions definitions, Hosting hosting) {
        this.broker = broker;
        this.status = status;
        this.pids = pids;
        this.hosting = hosting;
        handlers.putAll(new ControlLists(broker, pids)
                .handlers().entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                Map.Entry::getKey,
                                list -> parameters -> list.getValue().apply(parameters))));
        handlers.putAll(new ControlInsights(broker).handlers());
        addNode();
        addUsers();
        addAccess();
        addLimits();
        addObjects();
        handlers.put("export_definitions", in -> definitions.export().whole().thenApply(document -> document));
        handlers.put("import_definitions", in -> importDefinitions(definitions, in));
        addTopics();
    }

    /** With what rabbitmq-plugins can ask, too. */
    public ControlCommands with(Plugins plugins) {
        handlers.put("list_plugins", in -> plugins.run("list_plugins", in));
        handlers.put("change_plugins", in -> plugins.run("change_plugins", in));
        return this;
    }

    public CompletionStage<JsonNode> run(String command, JsonNode parameters) throws OperatorError {
        Handler handler = handlers.get(command);
        if (handler == null) {
            throw new OperatorError(Reason.NOT_FOUND, "this broker does not know the command " + command);
        }
        return handler.run(parameters);
    }

    private void addNode() {
        handlers.put("state", parameters -> status.state());
        handlers.put("status", parameters -> status.report());
        handlers.put("alarms", parameters -> status.alarms());
        handlers.put("set_disk_free_limit", this::setDiskFreeLimit);
        handlers.put("set_vm_memory_high_watermark", this::setMemoryWatermark);
        handlers.put("trace_on", in -> done(replyTo -> new Operator.SetTracing(text(in, "vhost"), true, replyTo)));
        handlers.put("trace_off", in -> done(replyTo -> new Operator.SetTracing(text(in, "vhost"), false, replyTo)));
        handlers.put("stop_app", parameters -> task(Operator.StopApplication::new));
        handlers.put("start_app", parameters -> task(Operator.StartApplication::new));
        handlers.put("load_extension", this::loadExtension);
        handlers.put("unload_extension", in -> done(to -> new Operator.UnloadExtension(text(in, "type"), to)));
        handlers.put("backup", in -> task(replyTo -> new Operator.Backup(text(in, "directory"), replyTo)));
        handlers.put("reload", parameters -> hosting.reload().thenApply(Json::texts));
        handlers.put("reset", parameters -> task(Operator.Reset::new));
        handlers.put("stop", parameters -> {
            hosting.stop();
            return CompletableFuture.completedFuture(BooleanNode.TRUE);
        });
    }

    /** Answered with the types that were in the file. */
    private CompletionStage<JsonNode> loadExtension(JsonNode in) {
        CompletionStage<List<ExchangeTypeInfo>> loaded =
                broker.request(replyTo -> new Operator.LoadExtension(text(in, "file"), replyTo));
        return loaded.thenApply(types -> Json.array(types, ControlRows::exchangeType));
    }

    private CompletionStage<JsonNode> setDiskFreeLimit(JsonNode in) {
        return in.has("mem_relative")
                ? done(replyTo -> new Operator.SetRelativeDiskFreeLimit(
                        in.path("mem_relative").asDouble(), replyTo))
                : done(replyTo -> new Operator.SetDiskFreeLimit(in.path("limit").asLong(), replyTo));
    }

    private CompletionStage<JsonNode> setMemoryWatermark(JsonNode in) {
        MemoryWatermark watermark = in.has("absolute")
                ? new MemoryWatermark.Absolute(in.path("absolute").asLong())
                : new MemoryWatermark.Share(in.path("fraction").asDouble());
        return done(replyTo -> new Operator.SetMemoryWatermark(watermark, replyTo));
    }

    private void addUsers() {
        handlers.put(
                "add_user",
                in -> done(replyTo -> new Operator.AddUser(text(in, "user"), text(in, "password"), replyTo)));
        handlers.put("delete_user", in -> done(replyTo -> new Operator.DeleteUser(text(in, "user"), replyTo)));
        handlers.put(
                "change_password",
                in -> done(replyTo -> new Operator.ChangePassword(text(in, "user"), text(in, "password"), replyTo)));
        handlers.put(
                "clear_password",
                in -> change(new ChangeRequest.ChangePassword(text(in, "user"), Password.Hashed.NONE)));
        handlers.put(
                "authenticate_user",
                in -> broker.authenticate(text(in, "user"), text(in, "password"), Optional.empty())
                        .thenApply(user -> BooleanNode.TRUE));
        handlers.put(
                "list_login_attempts",
                in -> broker.loginAttempts(in.path("by_source").asBoolean())
                        .thenApply(all -> Json.array(all, AccessRows::loginAttempts)));
        handlers.put("clear_login_attempts", in -> done(to -> new Operator.ClearLoginAttempts(false, to)));
        handlers.put(
                "set_user_tags",
                in -> done(replyTo -> new Operator.SetUserTags(text(in, "user"), texts(in.path("tags")), replyTo)));
    }

    private CompletionStage<JsonNode> setGlobalParameter(JsonNode in) throws OperatorError {
        try {
            String value = Json.read(text(in, "value")).toString();
            return change(new ChangeRequest.SetGlobalParameter(text(in, "name"), value));
        } catch (JsonProcessingException malformed) {
            throw new OperatorError(Reason.INVALID, "JSON decoding error. Reason: badarg");
        }
    }

    private void addAccess() {
        handlers.put("set_permissions", this::setPermissions);
        handlers.put(
                "clear_permissions",
                in -> done(replyTo -> new Operator.ClearPermissions(text(in, "vhost"), text(in, "user"), replyTo)));
        handlers.put("add_vhost", this::addVirtualHost);
        handlers.put(
                "set_vhost_tags",
                in -> change(new ChangeRequest.SetVirtualHostTags(text(in, "vhost"), texts(in.path("tags")))));
        handlers.put("set_global_parameter", this::setGlobalParameter);
        handlers.put("clear_global_parameter", in -> change(new ChangeRequest.ClearGlobalParameter(text(in, "name"))));
        handlers.put("delete_vhost", in -> done(replyTo -> new Operator.DeleteVirtualHost(text(in, "vhost"), replyTo)));
        handlers.put("set_policy", in -> setPolicy(in, false));
        handlers.put("set_operator_policy", in -> setPolicy(in, true));
        handlers.put("clear_policy", in -> clearPolicy(in, false));
        handlers.put("clear_operator_policy", in -> clearPolicy(in, true));
    }

    /** What writes and reads definitions. */
    public record Definitions(DefinitionsExport export, DefinitionsImport imports) {}

    private static CompletionStage<JsonNode> importDefinitions(Definitions definitions, JsonNode in)
            throws OperatorError {
        try {
            return definitions
                    .imports()
                    .whole(Json.read(text(in, "definitions")))
                    .thenApply(done -> BooleanNode.TRUE);
        } catch (JsonProcessingException malformed) {
            throw new OperatorError(
                    Reason.INVALID, "Failed to deserialise input (format: JSON): " + malformed.getOriginalMessage());
        }
    }

    private void addTopics() {
        handlers.put("set_topic_permissions", in -> {
            var permission = new TopicPermissionInfo(
                    text(in, "vhost"),
                    text(in, "user"),
                    text(in, "exchange"),
                    topicPattern(in, "write"),
                    topicPattern(in, "read"));
            return change(new ChangeRequest.SetTopicPermissions(permission));
        });
        handlers.put(
                "clear_topic_permissions",
                in -> change(new ChangeRequest.ClearTopicPermissions(
                        text(in, "user"),
                        text(in, "vhost"),
                        in.has("exchange") ? Optional.of(text(in, "exchange")) : Optional.empty())));
    }

    private CompletionStage<JsonNode> change(ChangeRequest request) {
        return broker.change(request).thenApply(done -> BooleanNode.TRUE);
    }

    private void addLimits() {
        handlers.put("set_vhost_limits", in -> {
            var limits = LimitRules.ofVirtualHost(text(in, "definition"));
            return done(replyTo -> new Operator.SetVirtualHostLimits(text(in, "vhost"), limits, replyTo));
        });
        handlers.put(
                "clear_vhost_limits",
                in -> done(replyTo -> new Operator.ClearVirtualHostLimits(text(in, "vhost"), replyTo)));
        handlers.put("set_user_limits", in -> {
            var limits = LimitRules.ofUser(text(in, "definition"));
            return done(replyTo -> new Operator.SetUserLimits(text(in, "user"), limits, replyTo));
        });
        handlers.put(
                "clear_user_limits",
                in -> done(replyTo -> new Operator.ClearUserLimit(text(in, "user"), text(in, "limit"), replyTo)));
    }

    private CompletionStage<JsonNode> setPolicy(JsonNode in, boolean operator) throws OperatorError {
        var policy = PolicyRules.read(in, operator);
        return done(replyTo -> new Operator.SetPolicy(policy, replyTo));
    }

    private CompletionStage<JsonNode> clearPolicy(JsonNode in, boolean operator) {
        return done(replyTo -> new Operator.ClearPolicy(text(in, "vhost"), text(in, "name"), operator, replyTo));
    }

    private CompletionStage<JsonNode> setPermissions(JsonNode in) throws OperatorError {
        var permission = new PermissionInfo(
                text(in, "vhost"),
                text(in, "user"),
                pattern(in, "configure"),
                pattern(in, "write"),
                pattern(in, "read"));
        return done(replyTo -> new Operator.SetPermissions(permission, replyTo));
    }

    private static String pattern(JsonNode in, String right) throws OperatorError {
        return checked(text(in, right), text(in, right));
    }

    /** The same where names of variables may stand in it. */
    private static String topicPattern(JsonNode in, String right) throws OperatorError {
        return checked(text(in, right), TopicPattern.expanded(text(in, right), "u", "v"));
    }

    private static String checked(String pattern, String expanded) throws OperatorError {
        var complaint = RegularExpression.complaint(expanded);
        if (complaint.isPresent()) {
            String reason =
                    "{'" + complaint.get().text() + "', " + complaint.get().position() + "}";
            throw new OperatorError(Reason.INVALID, "{:invalid_regexp, '" + pattern + "', " + reason + "}");
        }
        return pattern;
    }

    /** One that is there already is as good as a new one, as with RabbitMQ. */
    private CompletionStage<JsonNode> addVirtualHost(JsonNode in) throws OperatorError {
        String queueType = in.path("default_queue_type").asText("classic");
        if (!queueType.equals("classic")) {
            throw new OperatorError(Reason.INVALID, "queue type '" + queueType + "' is not supported");
        }
        return done(replyTo -> new Operator.AddVirtualHost(
                        text(in, "vhost"), text(in, "description"), texts(in.path("tags")), replyTo))
                .exceptionally(failure -> {
                    if (Broker.cause(failure) instanceof OperatorError refused
                            && refused.reason() == Reason.VIRTUAL_HOST_EXISTS) {
                        return BooleanNode.TRUE;
                    }
                    throw new CompletionException(Broker.cause(failure));
                });
    }

    private void addObjects() {
        handlers.put(
                "purge_queue",
                in -> count(replyTo -> new Operator.PurgeQueue(text(in, "vhost"), text(in, "queue"), replyTo)));
        handlers.put("alter_queue", this::alterQueue);
        handlers.put(
                "delete_queue",
                in -> count(replyTo -> new Operator.DeleteQueue(
                        text(in, "vhost"),
                        text(in, "queue"),
                        in.path("if-empty").asBoolean(),
                        in.path("if-unused").asBoolean(),
                        replyTo)));
        handlers.put("close_connection", in -> {
            Optional<String> id = pids.id(text(in, "pid"));
            if (id.isEmpty()) {
                throw new OperatorError(Reason.INVALID, "invalid pid syntax");
            }
            return done(replyTo -> new Operator.CloseConnection(id.get(), text(in, "reason"), replyTo));
        });
    }

    private CompletionStage<JsonNode> done(Function<ActorRef<StatusReply<Done>>, Operator> request) {
        return broker.request(request).thenApply(done -> BooleanNode.TRUE);
    }

    private CompletionStage<JsonNode> task(Function<ActorRef<StatusReply<Done>>, Operator> request) {
        return broker.task(request).thenApply(done -> BooleanNode.TRUE);
    }

    /** {@code changes}: the new value of each argument, null for one that goes; {@code durable} is one of them. */
    private CompletionStage<JsonNode> alterQueue(JsonNode in) throws OperatorError {
        ObjectNode set = Json.object();
        List<String> removed = new ArrayList<>();
        Optional<Boolean> durable = Optional.empty();
        for (var change : in.path("changes").properties()) {
            if (change.getKey().equals("durable") && change.getValue().isBoolean()) {
                durable = Optional.of(change.getValue().booleanValue());
            } else if (!change.getKey().startsWith("x-")) {
                throw new OperatorError(Reason.INVALID, "'" + change.getKey() + "' cannot be altered");
            } else if (change.getValue().isNull()) {
                removed.add(change.getKey());
            } else {
                set.set(change.getKey(), change.getValue());
            }
        }
        Optional<Boolean> wanted = durable;
        return done(replyTo -> new Operator.AlterQueue(
                text(in, "vhost"), text(in, "queue"), Fields.table(set), removed, wanted, replyTo));
    }

    private CompletionStage<JsonNode> count(Function<ActorRef<StatusReply<Long>>, Operator> request) {
        return broker.request(request).thenApply(JsonNodeFactory.instance::numberNode);
    }

    private static String text(JsonNode parameters, String name) {
        return parameters.path(name).asText();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
