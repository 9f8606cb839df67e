package warren.actors.connection;

import java.util.LinkedHashMap;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** What the broker says of itself in connection.start. Clients switch their behaviour on product and version. */
final class ServerProperties {
    /** The RabbitMQ whose behaviour clients may rely on. */
    static final String RABBITMQ_VERSION = "3.10.8";

    private ServerProperties() {}

    static FieldTable of(ConnectionSettings settings) {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("capabilities", capabilities());
        fields.put("cluster_name", FieldValue.of(settings.clusterName()));
        fields.put("copyright", FieldValue.of("Copyright (c) the authors of Warren"));
        fields.put("information", FieldValue.of("Warren " + settings.version() + ", compatible with RabbitMQ"));
        fields.put("platform", FieldValue.of("Java " + Runtime.version().feature()));
        fields.put("product", FieldValue.of("RabbitMQ"));
        fields.put("version", FieldValue.of(RABBITMQ_VERSION));
        return new FieldTable(fields);
    }

    private static FieldTable capabilities() {
        var fields = new LinkedHashMap<String, FieldValue>();
        for (String name : new String[] {
            "publisher_confirms",
            "exchange_exchange_bindings",
            "basic.nack",
            "consumer_cancel_notify",
            "connection.blocked",
            "consumer_priorities",
            "authentication_failure_close",
            "per_consumer_qos",
            "direct_reply_to"
        }) {
            fields.put(name, FieldValue.of(true));
        }
        return new FieldTable(fields);
    }
}
