package warren.routing;

import java.util.Optional;
import java.util.Set;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/** What of a message a consistent hash exchange hashes: its routing key, or what the exchange's arguments name. */
interface HashedPart {
    String HEADER = "hash-header";
    String PROPERTY = "hash-property";
    Set<String> PROPERTIES = Set.of("correlation_id", "message_id", "timestamp");

    /** Its text. Messages that lack the part have one text in common, so that they go the same way. */
    String of(Message message);

    /** By the arguments of an exchange that {@link #refusal} lets pass. */
    static HashedPart by(FieldTable arguments) {
        Optional<String> header = arguments.text(HEADER);
        if (header.isPresent()) {
            return message -> message.properties()
                    .headers()
                    .get(header.get())
                    .map(HashedPart::text)
                    .orElse("");
        }
        return arguments
                .text(PROPERTY)
                .<HashedPart>map(property -> message -> property(property, message.properties()))
                .orElse(Message::routingKey);
    }

    private static String text(FieldValue value) {
        return value instanceof LongString string ? string.text() : value.typeName() + ErlangTerm.of(value);
    }

    private static String property(String name, BasicProperties properties) {
        return switch (name) {
            case "correlation_id" -> properties.correlationId().orElse("");
            case "message_id" -> properties.messageId().orElse("");
            default ->
                properties.timestamp().isPresent()
                        ? Long.toString(properties.timestamp().getAsLong())
                        : "";
        };
    }

    /** Why an exchange with these arguments is refused (406 PRECONDITION_FAILED), in RabbitMQ's words; empty when it is not. */
    static Optional<String> refusal(FieldTable arguments) {
        Optional<FieldValue> header = arguments.get(HEADER);
        Optional<FieldValue> property = arguments.get(PROPERTY);
        if (header.isPresent() && property.isPresent()) {
            return Optional.of("hash-header and hash-property are mutually exclusive");
        }
        // RabbitMQ 3.10 fails on a value that is no string and closes the connection with 541
        return header.flatMap(value -> refuseOtherThanText(HEADER, value))
                .or(() -> property.flatMap(
                        value -> refuseOtherThanText(PROPERTY, value).or(() -> refuseProperty(String.valueOf(value)))));
    }

    private static Optional<String> refuseOtherThanText(String argument, FieldValue value) {
        return value instanceof LongString
                ? Optional.empty()
                : Optional.of("invalid type '" + value.typeName() + "' for arg '" + argument + "'");
    }

    private static Optional<String> refuseProperty(String name) {
        return PROPERTIES.contains(name) ? Optional.empty() : Optional.of("Unsupported property: " + name);
    }
}
