package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A header comes back with the type and the bits it was sent with: seen by the bytes of the content header. */
class FieldTypesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    /** Sends a content header with the property "headers" holding one field "h", and returns the header that is delivered. */
    private byte[] roundTrip(byte[] field) throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, Map.of()));
        String queue = raw.expect(1, AMQImpl.Queue.DeclareOk.class).getQueue();
        raw.send(1, new AMQImpl.Basic.Publish(0, "", queue, false, false));
        raw.frame(RawConnection.HEADER, 1, contentHeader(field));
        raw.send(1, new AMQImpl.Basic.Get(0, queue, true));
        raw.expect(1, AMQImpl.Basic.GetOk.class);
        return raw.read().payload();
    }

    private static byte[] contentHeader(byte[] field) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(60);
        out.writeShort(0);
        out.writeLong(0);
        out.writeShort(1 << 13);
        out.writeInt(2 + field.length);
        out.writeByte(1);
        out.writeByte('h');
        out.write(field);
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "boolean true, 7401",
        "boolean false, 7400",
        "byte, 62ff",
        "unsigned byte, 42ff",
        "short, 73fffe",
        "unsigned short, 75fffe",
        "int, 49fffffffe",
        "unsigned int, 69fffffffe",
        "long, 6cfffffffffffffffe",
        "float, 663fc00000",
        "double, 643ff8000000000000",
        "decimal, 440200000539",
        "long string, 530000000568656c6c6f",
        "long string that is no UTF-8, 5300000002fffe",
        "timestamp, 540000000056789abc",
        "timestamp beyond any calendar, 547fffffffffffffff",
        "void, 56",
        "byte array, 780000000300ff80",
        "empty table, 4600000000",
        "table, 460000000901617401016249000000",
        "empty array, 4100000000",
        "array of different types, 410000000b740162ff5300000002",
    })
    void comesBackAsItWasSent(String type, String hex) throws Exception {
        byte[] field = HexFormat.of().parseHex(complete(hex));
        assertThat(HexFormat.of().formatHex(roundTrip(field)))
                .isEqualTo(HexFormat.of().formatHex(contentHeader(field)));
    }

    /** The two nested examples are written here with their lengths, so that the list above stays readable. */
    private static String complete(String hex) {
        return switch (hex) {
            case "460000000901617401016249000000" -> "460000000b" + "0161" + "7401" + "0162" + "49000000ff";
            case "410000000b740162ff5300000002" -> "410000000b" + "7401" + "62ff" + "5300000002" + "6869";
            default -> hex;
        };
    }

    @Test
    void theJavaClientReadsBackWhatItWrote() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Map<String, Object> headers = new HashMap<>();
        headers.put("boolean", true);
        headers.put("byte", (byte) -3);
        headers.put("short", (short) -300);
        headers.put("int", -70_000);
        headers.put("long", Long.MIN_VALUE);
        headers.put("float", 1.5f);
        headers.put("double", -2.25);
        headers.put("decimal", new BigDecimal("13.37"));
        headers.put("date", new Date(1_450_832_400_000L));
        headers.put("bytes", new byte[] {0, -1});
        headers.put("void", null);
        headers.put("list", List.of(1, 2L, true));
        headers.put("table", Map.of("inner", Map.of("deep", 1)));
        channel.basicPublish(
                "", queue, new BasicProperties.Builder().headers(headers).build(), new byte[0]);
        Map<String, Object> received = channel.basicGet(queue, true).getProps().getHeaders();
        assertThat(received.get("bytes")).isEqualTo(new byte[] {0, -1});
        headers.remove("bytes");
        received.remove("bytes");
        assertThat(received).isEqualTo(headers);
    }

    @Test
    void textsComeBackInUtf8() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.basicPublish(
                "",
                queue,
                new BasicProperties.Builder().headers(Map.of("인사", "안녕하세요")).build(),
                Wire.bytes("안녕하세요!"));
        var response = channel.basicGet(queue, true);
        assertThat(response.getProps().getHeaders().get("인사"))
                .isInstanceOf(LongString.class)
                .hasToString("안녕하세요");
        assertThat(Wire.text(response)).isEqualTo("안녕하세요!");
    }
}
