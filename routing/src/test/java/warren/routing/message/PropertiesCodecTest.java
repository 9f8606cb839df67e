package warren.routing.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesCodecTest {
    private static final String ALL_14 = "fffc"
            + "0163" // content type c
            + "0165" // content encoding e
            + "000000040168" + "7401" // headers {h: true}
            + "02" // delivery mode
            + "09" // priority
            + "0169" // correlation id i
            + "0172" // reply to r
            + "0178" // expiration x
            + "016d" // message id m
            + "fffffffffffffffe" // timestamp
            + "0174" // type t
            + "0175" // user id u
            + "0161" // app id a
            + "016b"; // cluster id k

    @Test
    void readsAll14Properties() throws MalformedFieldException {
        BasicProperties properties = read(ALL_14);

        assertThat(properties.contentType()).contains("c");
        assertThat(properties.contentEncoding()).contains("e");
        assertThat(properties.headers()).isEqualTo(FieldTable.of("h", FieldValue.of(true)));
        assertThat(properties.deliveryMode()).hasValue(2);
        assertThat(properties.priority()).hasValue(9);
        assertThat(properties.correlationId()).contains("i");
        assertThat(properties.replyTo()).contains("r");
        assertThat(properties.expiration()).contains("x");
        assertThat(properties.messageId()).contains("m");
        assertThat(properties.timestamp()).hasValue(-2);
        assertThat(properties.type()).contains("t");
        assertThat(properties.userId()).contains("u");
        assertThat(properties.appId()).contains("a");
        assertThat(properties.clusterId()).contains("k");
    }

    @Test
    void writesAll14Properties() throws MalformedFieldException {
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("c")
                .contentEncoding("e")
                .headers(FieldTable.of("h", FieldValue.of(true)))
                .deliveryMode(2)
                .priority(9)
                .correlationId("i")
                .replyTo("r")
                .expiration("x")
                .messageId("m")
                .timestamp(-2L)
                .type("t")
                .userId("u")
                .appId("a")
                .clusterId("k")
                .build();

        assertThat(hex(properties)).isEqualTo(ALL_14);
        assertThat(hex(read(ALL_14).toBuilder().build())).isEqualTo(ALL_14);
    }

    @Test
    void eachPropertyHasItsOwnFlag() throws MalformedFieldException {
        assertThat(hex(new BasicProperties.Builder().contentType("").build())).isEqualTo("800000");
        assertThat(hex(new BasicProperties.Builder().contentEncoding("").build()))
                .isEqualTo("400000");
        assertThat(hex(new BasicProperties.Builder().headers(FieldTable.EMPTY).build()))
                .isEqualTo("200000000000");
        assertThat(hex(new BasicProperties.Builder().deliveryMode(1).build())).isEqualTo("100001");
        assertThat(hex(new BasicProperties.Builder().priority(255).build())).isEqualTo("0800ff");
        assertThat(hex(new BasicProperties.Builder().correlationId("").build())).isEqualTo("040000");
        assertThat(hex(new BasicProperties.Builder().replyTo("").build())).isEqualTo("020000");
        assertThat(hex(new BasicProperties.Builder().expiration("").build())).isEqualTo("010000");
        assertThat(hex(new BasicProperties.Builder().messageId("").build())).isEqualTo("008000");
        assertThat(hex(new BasicProperties.Builder().timestamp(1L).build())).isEqualTo("00400000000000000001");
        assertThat(hex(new BasicProperties.Builder().type("").build())).isEqualTo("002000");
        assertThat(hex(new BasicProperties.Builder().userId("").build())).isEqualTo("001000");
        assertThat(hex(new BasicProperties.Builder().appId("").build())).isEqualTo("000800");
        assertThat(hex(new BasicProperties.Builder().clusterId("").build())).isEqualTo("000400");
        assertThat(hex(BasicProperties.NONE)).isEqualTo("0000");
    }

    @Test
    void whatWasNotSentIsEmpty() throws MalformedFieldException {
        BasicProperties none = read("0000");

        assertThat(none.contentType()).isEmpty();
        assertThat(none.headers()).isEqualTo(FieldTable.EMPTY);
        assertThat(none.deliveryMode()).isEmpty();
        assertThat(none.timestamp()).isEmpty();
        assertThat(PropertiesCodec.deliveryMode(new byte[2])).isZero();
    }

    @Test
    void refusesTruncatedListsUnknownFlagsAndExcessBytes() {
        byte[] all = HexFormat.of().parseHex(ALL_14);
        for (int length = 0; length < all.length; length++) {
            byte[] cut = Arrays.copyOf(all, length);
            assertThatThrownBy(() -> PropertiesCodec.read(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedFieldException.class);
        }
        assertThatThrownBy(() -> read(ALL_14 + "00")).isInstanceOf(MalformedFieldException.class);
        assertThatThrownBy(() -> read("0001")).isInstanceOf(MalformedFieldException.class);
        assertThatThrownBy(() -> read("0002")).isInstanceOf(MalformedFieldException.class);
    }

    @Test
    void randomPropertiesSurviveARoundTrip_andTheDeliveryModeIsFoundWithoutReadingThem()
            throws MalformedFieldException {
        for (int seed = 0; seed < 5_000; seed++) {
            BasicProperties properties = random(new Random(seed));
            byte[] bytes = PropertiesCodec.write(properties);
            BasicProperties read = PropertiesCodec.read(bytes);

            assertThat(PropertiesCodec.write(read)).as("seed %d", seed).isEqualTo(bytes);
            assertThat(read.headers()).as("seed %d", seed).isEqualTo(properties.headers());
            assertThat(PropertiesCodec.deliveryMode(bytes))
                    .as("seed %d", seed)
                    .isEqualTo(read.deliveryMode().orElse(0));
        }
    }

    @Test
    void bytesAreReadOrRefused_andNothingElseEscapes() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            byte[] bytes = seed % 2 == 0 ? RandomFields.bytes(random) : PropertiesCodec.write(random(random));
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                BasicProperties read = PropertiesCodec.read(bytes);
                assertThat(PropertiesCodec.deliveryMode(bytes))
                        .as("seed %d", seed)
                        .isEqualTo(read.deliveryMode().orElse(0));
                PropertiesCodec.write(read);
            } catch (MalformedFieldException refused) {
                assertThat(refused).hasMessageMatching(".+");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void saysWhichMessagesABrokerMustLookInto() {
        assertThat(PropertiesCodec.needsCheck(HexFormat.of().parseHex("100002")))
                .isFalse();
        assertThat(PropertiesCodec.needsCheck(HexFormat.of().parseHex("010000")))
                .isTrue();
    }

    private static BasicProperties random(Random random) {
        return new BasicProperties.Builder()
                .contentType(text(random))
                .contentEncoding(text(random))
                .headers(random.nextBoolean() ? RandomFields.table(random, 2) : null)
                .deliveryMode(random.nextBoolean() ? random.nextInt(256) : null)
                .priority(random.nextBoolean() ? random.nextInt(256) : null)
                .correlationId(text(random))
                .replyTo(text(random))
                .expiration(text(random))
                .messageId(text(random))
                .timestamp(random.nextBoolean() ? random.nextLong() : null)
                .type(text(random))
                .userId(text(random))
                .appId(text(random))
                .clusterId(text(random))
                .build();
    }

    private static String text(Random random) {
        return random.nextBoolean() ? RandomFields.text(random) : null;
    }

    private static BasicProperties read(String hex) throws MalformedFieldException {
        return PropertiesCodec.read(HexFormat.of().parseHex(hex));
    }

    private static String hex(BasicProperties properties) {
        return HexFormat.of().formatHex(PropertiesCodec.write(properties));
    }
}
