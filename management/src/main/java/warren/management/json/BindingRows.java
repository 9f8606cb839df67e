package warren.management.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import java.util.zip.CRC32;
import warren.actors.info.BindingInfo;

/** Bindings under RabbitMQ's names. */
public final class BindingRows {
    private BindingRows() {}

    public static ObjectNode binding(BindingInfo binding) {
        return definition(binding).put("properties_key", propertiesKey(binding));
    }

    /** Without the key that stands in paths. */
    public static ObjectNode definition(BindingInfo binding) {
        ObjectNode row = Json.object().put("source", binding.source()).put("vhost", binding.virtualHost());
        row.put("destination", binding.destination()).put("destination_type", binding.destinationKind());
        row.put("routing_key", binding.routingKey());
        return row.set("arguments", Fields.plain(binding.arguments()));
    }

    /** What tells bindings between the same two apart; those with arguments get a hash of their own. */
    public static String propertiesKey(BindingInfo binding) {
        String key = quoted(binding.routingKey());
        if (!binding.arguments().isEmpty()) {
            return key + "~" + hash(binding);
        }
        return key.isEmpty() ? "~" : key;
    }

    public static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** In the shape of RabbitMQ's: 32 bits in base 64. Clients take it as it is. */
    private static String hash(BindingInfo binding) {
        var crc = new CRC32();
        var inOrder = new TreeMap<>(binding.arguments().fields());
        crc.update(inOrder.toString().getBytes(StandardCharsets.UTF_8));
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
