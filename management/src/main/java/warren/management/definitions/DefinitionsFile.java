package warren.management.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import warren.actors.access.ChangeRequest;
import warren.actors.access.Password;
import warren.actors.info.BindingInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PermissionInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.TopicPermissionInfo;
import warren.actors.service.ServiceRequest;
import warren.management.json.Fields;
import warren.management.rules.LimitRules;
import warren.management.rules.PolicyRules;
import warren.management.rules.UserRules;

/**
 * A file of definitions that has been read.
 *
 * @param usersAndHosts what everything else may name
 * @param grants permissions, limits and global parameters
 * @param policies of both kinds
 */
record DefinitionsFile(
        List<ChangeRequest> usersAndHosts,
        List<ChangeRequest> grants,
        List<PolicyInfo> policies,
        List<Placed> exchanges,
        List<Placed> queues,
        List<Placed> bindings) {

    /** Something that is to be in a virtual host. */
    record Placed(String virtualHost, ServiceRequest request) {}

    /** Reads a document; one of a single virtual host does not name it, and has no users. */
    static DefinitionsFile read(ObjectNode document, String host) throws OperatorError {
        return new Reader(document, host).read();
    }

    /** The virtual hosts in which exchanges and queues are to be. */
    List<String> hostsInUse() {
        return Stream.concat(exchanges.stream(), queues.stream())
                .map(Placed::virtualHost)
                .distinct()
                .toList();
    }

    /** A virtual host that is named but neither exists nor comes with the file. */
    Optional<String> missingHost(Set<String> existing) {
        Set<String> hosts = new HashSet<>(existing);
        for (ChangeRequest change : usersAndHosts) {
            if (change instanceof ChangeRequest.PutVirtualHost put) {
                hosts.add(put.name());
            } else if (change instanceof ChangeRequest.EnsureVirtualHost ensure) {
                hosts.add(ensure.name());
            }
        }
        return Stream.of(exchanges, queues, bindings)
                .flatMap(List::stream)
                .map(Placed::virtualHost)
                .filter(host -> !hosts.contains(host))
                .findFirst();
    }

    /** Goes through one document. */
    private static final class Reader {
        private static final String OLD_ALGORITHM = "rabbit_password_hashing_md5";

        private final ObjectNode document;
        private final String host;
        private final List<ChangeRequest> usersAndHosts = new ArrayList<>();
        private final List<ChangeRequest> grants = new ArrayList<>();
        private final List<PolicyInfo> policies = new ArrayList<>();

        Reader(ObjectNode document, String host) {
            this.document = document;
            this.host = host;
        }

        DefinitionsFile read() throws OperatorError {
            if (host.isEmpty()) {
                readAccess();
            }
            for (JsonNode parameter : list("parameters")) {
                readParameter(parameter);
            }
            for (JsonNode policy : list("policies")) {
                policies.add(policy(policy, policy, false));
            }
            List<Placed> exchanges = new ArrayList<>();
            for (JsonNode exchange : list("exchanges")) {
                exchanges.add(new Placed(host(exchange), exchange(exchange)));
            }
            List<Placed> queues = new ArrayList<>();
            for (JsonNode queue : list("queues")) {
                queues.add(new Placed(host(queue), queue(queue)));
            }
            List<Placed> bindings = new ArrayList<>();
            for (JsonNode binding : list("bindings")) {
                bindings.add(new Placed(host(binding), binding(binding)));
            }
            return new DefinitionsFile(usersAndHosts, grants, policies, exchanges, queues, bindings);
        }

        private void readAccess() throws OperatorError {
            for (JsonNode user : list("users")) {
                readUser(user);
            }
            for (JsonNode each : list("vhosts")) {
                usersAndHosts.add(virtualHost(each));
            }
            for (JsonNode each : list("permissions")) {
                grants.add(new ChangeRequest.SetPermissions(new PermissionInfo(
                        text(each, "vhost"),
                        text(each, "user"),
                        text(each, "configure"),
                        text(each, "write"),
                        text(each, "read"))));
            }
            for (JsonNode each : list("topic_permissions")) {
                grants.add(new ChangeRequest.SetTopicPermissions(new TopicPermissionInfo(
                        text(each, "vhost"),
                        text(each, "user"),
                        text(each, "exchange"),
                        text(each, "write"),
                        text(each, "read"))));
            }
            for (JsonNode each : list("global_parameters")) {
                // RabbitMQ's name for itself is nothing that another broker should take on
                if (!text(each, "name").equals("internal_cluster_id")) {
                    grants.add(new ChangeRequest.SetGlobalParameter(
                            text(each, "name"), each.path("value").toString()));
                }
            }
        }

        private static ChangeRequest virtualHost(JsonNode host) throws OperatorError {
            JsonNode metadata = host.has("metadata") ? host.path("metadata") : host;
            return metadata.has("description") || metadata.has("tags")
                    ? new ChangeRequest.PutVirtualHost(
                            text(host, "name"),
                            metadata.path("description").asText(""),
                            texts(metadata.path("tags")),
                            Optional.empty())
                    : new ChangeRequest.EnsureVirtualHost(text(host, "name"));
        }

        private void readUser(JsonNode user) throws OperatorError {
            if (!user.has("tags")) {
                throw new OperatorError(Reason.INVALID, "tags_not_present");
            }
            String name = text(user, "name");
            List<String> tags = texts(user.path("tags"));
            if (user.has("password")) {
                usersAndHosts.add(new ChangeRequest.PutUser(name, new Password.Plain(text(user, "password")), tags));
            } else {
                String hash = user.path("password_hash").asText("");
                if (!UserRules.isHash(hash)) {
                    throw new OperatorError(Reason.INVALID, "password_hash of user '" + name + "' is not base 64");
                }
                String algorithm = user.path("hashing_algorithm").asText(defaultAlgorithm());
                if (!Password.Hashed.isKnown(algorithm)) {
                    throw new OperatorError(
                            Reason.INVALID, "unknown hashing algorithm '" + algorithm + "' of user '" + name + "'");
                }
                var password = new Password.Hashed(hash, algorithm);
                if (!password.isReadable()) {
                    throw new OperatorError(Reason.INVALID, "password_hash of user '" + name + "' cannot be read");
                }
                usersAndHosts.add(new ChangeRequest.PutUser(name, password, tags));
            }
            if (!user.path("limits").isEmpty()) {
                grants.add(new ChangeRequest.SetUserLimits(
                        name, LimitRules.ofUser(user.path("limits").toString())));
            }
        }

        /** Before 3.6.0 files did not say it. */
        private String defaultAlgorithm() {
            return document.path("rabbit_version").asText("").matches("[12]\\..*|3\\.[0-5]\\..*")
                    ? OLD_ALGORITHM
                    : UserRules.ALGORITHM;
        }

        private void readParameter(JsonNode parameter) throws OperatorError {
            JsonNode value = parameter.path("value");
            switch (text(parameter, "component")) {
                case "operator_policy" -> policies.add(policy(parameter, value, true));
                case "vhost-limits" -> {
                    // RabbitMQ writes an object without fields as an empty list
                    if (!value.isEmpty()) {
                        grants.add(new ChangeRequest.SetVirtualHostLimits(
                                host(parameter), LimitRules.ofVirtualHost(value.toString())));
                    }
                }
                default ->
                    throw new OperatorError(
                            Reason.INVALID,
                            "Validation failed\n\ncomponent " + text(parameter, "component") + " not found\n ("
                                    + host(parameter) + "/" + text(parameter, "component") + "/"
                                    + parameter.path("name").asText() + ")");
            }
        }

        private PolicyInfo policy(JsonNode named, JsonNode value, boolean operator) throws OperatorError {
            String name = text(named, "name");
            try {
                return PolicyRules.of(host(named), name, value, operator);
            } catch (OperatorError refused) {
                throw new OperatorError(Reason.INVALID, refused.getMessage() + " (" + host(named) + "/" + name + ")");
            }
        }

        private ServiceRequest queue(JsonNode queue) throws OperatorError {
            return new ServiceRequest.DeclareQueue(
                    text(queue, "name"), bool(queue, "durable"), bool(queue, "auto_delete"), arguments(queue));
        }

        private ServiceRequest exchange(JsonNode exchange) throws OperatorError {
            return new ServiceRequest.DeclareExchange(
                    text(exchange, "name"),
                    text(exchange, "type"),
                    bool(exchange, "durable"),
                    bool(exchange, "auto_delete"),
                    exchange.path("internal").asBoolean(),
                    arguments(exchange));
        }

        private ServiceRequest binding(JsonNode binding) throws OperatorError {
            String kind = text(binding, "destination_type");
            if (!Set.of("queue", "exchange").contains(kind)) {
                throw new OperatorError(Reason.INVALID, "unknown destination_type '" + kind + "' of a binding");
            }
            return new ServiceRequest.Bind(new BindingInfo(
                    host(binding),
                    text(binding, "source"),
                    text(binding, "destination"),
                    kind,
                    text(binding, "routing_key"),
                    arguments(binding)));
        }

        private static warren.routing.message.FieldTable arguments(JsonNode node) {
            return node.path("arguments") instanceof ObjectNode object
                    ? Fields.table(object)
                    : warren.routing.message.FieldTable.EMPTY;
        }

        private String host(JsonNode node) throws OperatorError {
            return host.isEmpty() ? text(node, "vhost") : host;
        }

        private List<JsonNode> list(String name) throws OperatorError {
            JsonNode list = document.path(name);
            List<JsonNode> all = new ArrayList<>();
            if (!list.isMissingNode() && !list.isArray()) {
                throw new OperatorError(Reason.INVALID, "'" + name + "' is not a list");
            }
            list.forEach(all::add);
            return all;
        }

        private static String text(JsonNode node, String key) throws OperatorError {
            JsonNode value = node.path(key);
            if (!value.isTextual()) {
                throw new OperatorError(Reason.INVALID, "'" + key + "' is missing or no text in " + shown(node));
            }
            return value.asText();
        }

        private static boolean bool(JsonNode node, String key) throws OperatorError {
            JsonNode value = node.path(key);
            if (!value.isBoolean()) {
                throw new OperatorError(
                        Reason.INVALID, "'" + key + "' is missing or not true or false in " + shown(node));
            }
            return value.booleanValue();
        }

        /** Without what must not be shown. */
        private static String shown(JsonNode node) {
            if (node instanceof ObjectNode object) {
                return object.deepCopy()
                        .without(List.of("password", "password_hash"))
                        .toString();
            }
            return node.toString();
        }

        private static List<String> texts(JsonNode value) {
            List<String> texts = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(each -> texts.add(each.asText()));
            } else {
                for (String each : value.asText().split(",", -1)) {
                    texts.add(each.strip());
                }
            }
            texts.removeIf(String::isEmpty);
            return texts;
        }
    }
}
