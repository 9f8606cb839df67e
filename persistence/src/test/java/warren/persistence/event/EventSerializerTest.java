package warren.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class EventSerializerTest {
    private static final int SEEDS = 300;
    private static final String[] KEYS = {"", "q", "k\u00e9y", "\udc80\udcff"};
    private final EventSerializer serializer = new EventSerializer();

    @Test
    void writesABatchInTheseBytes() {
        var first = new Message("x", "key", new byte[] {0x10, 0, 2}, new byte[] {'a', 'b'});
        var second = new Message("x", "key", new byte[] {0x10, 0, 2}, new byte[] {'c'});
        var event = new QueueChanged(
                List.of(new StoredMessage(300, first, 5), new StoredMessage(302, second, StoredMessage.NEVER)),
                OffsetRanges.of(1, 2, 3, 9),
                301,
                new TreeMap<>(Map.of(4L, 1, 300L, 130)),
                0);

        assertThat(HexFormat.of().formatHex(QueueChangedCodec.write(event)))
                .isEqualTo("ad02" + "02" + "0102" + "0500" + "02" + "0401" + "a7028201" + "02" + "18ac0205" + "0178"
                        + "036b6579" + "03100002" + "026162" + "0f01" + "0163");
    }

    @Test
    void readsABatchAsItWasWritten_andSharesWhatIsEqual() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            QueueChanged event = randomEvent(new Random(seed));
            var read = (QueueChanged) serializer.fromBinary(serializer.toBinary(event), serializer.manifest(event));
            assertThat(read.settled()).as("seed %s", seed).isEqualTo(event.settled());
            assertThat(read.returns()).as("seed %s", seed).isEqualTo(event.returns());
            assertThat(read.retries()).as("seed %s", seed).isEqualTo(event.retries());
            assertThat(read.handedOut()).as("seed %s", seed).isEqualTo(event.handedOut());
            assertThat(read.enqueued()).as("seed %s", seed).hasSameSizeAs(event.enqueued());
            for (int i = 0; i < read.enqueued().size(); i++) {
                Message found = read.enqueued().get(i).message();
                Message expected = event.enqueued().get(i).message();
                assertThat(read.enqueued().get(i).offset())
                        .as("seed %s", seed)
                        .isEqualTo(event.enqueued().get(i).offset());
                assertThat(read.enqueued().get(i).expiresAtMillis())
                        .as("seed %s", seed)
                        .isEqualTo(event.enqueued().get(i).expiresAtMillis());
                assertThat(found.copyKeys()).as("seed %s", seed).isEqualTo(expected.copyKeys());
                assertThat(found.exchange()).as("seed %s", seed).isEqualTo(expected.exchange());
                assertThat(found.routingKey()).as("seed %s", seed).isEqualTo(expected.routingKey());
                assertThat(found.propertyBytes()).as("seed %s", seed).isEqualTo(expected.propertyBytes());
                assertThat(found.body()).as("seed %s", seed).isEqualTo(expected.body());
                Message before = i == 0 ? found : read.enqueued().get(i - 1).message();
                if (Arrays.equals(before.propertyBytes(), found.propertyBytes())) {
                    assertThat(found.propertyBytes()).as("seed %s", seed).isSameAs(before.propertyBytes());
                }
            }
        }
    }

    @Test
    void readsEveryFactAsItWasWritten() throws Exception {
        var event = new DefinitionsChanged(facts());
        var snapshot = new DefinitionsSnapshot(facts());

        assertThat(serializer.fromBinary(serializer.toBinary(event), serializer.manifest(event)))
                .isEqualTo(event);
        assertThat(serializer.fromBinary(serializer.toBinary(snapshot), serializer.manifest(snapshot)))
                .isEqualTo(snapshot);
    }

    @Test
    void coversEveryKindOfFact() {
        assertThat(facts().stream().map(Object::getClass).distinct().count())
                .isEqualTo(DefinitionEvent.class.getPermittedSubclasses().length);
    }

    @Test
    void damagedBytesAreRefusedInOneWay() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            damage(random, randomEvent(random), seed);
            damage(random, new DefinitionsChanged(facts()), seed);
        }
    }

    private void damage(Random random, Object value, int seed) {
        byte[] bytes = serializer.toBinary(value);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextBoolean() ? bytes.length : random.nextInt(bytes.length));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatCode(() -> readOrRefuse(damaged, serializer.manifest(value)))
                    .as("seed %s, bytes %s", seed, HexFormat.of().formatHex(damaged))
                    .doesNotThrowAnyException();
        }
    }

    private void readOrRefuse(byte[] bytes, String manifest) {
        try {
            assertThat(serializer.fromBinary(bytes, manifest)).isNotNull();
        } catch (NotSerializableException e) {
            assertThat(e).hasMessageContaining(manifest);
        }
    }

    private static QueueChanged randomEvent(Random random) {
        var enqueued = new ArrayList<StoredMessage>();
        long offset = 0;
        for (int i = random.nextInt(8); i > 0; i--) {
            offset += 1 + (random.nextBoolean() ? 0 : random.nextInt(1000));
            byte[] body = new byte[random.nextInt(300)];
            random.nextBytes(body);
            byte[] properties = new byte[2 + random.nextInt(2)];
            String key = KEYS[random.nextInt(KEYS.length)];
            enqueued.add(new StoredMessage(
                    offset,
                    new Message(random.nextBoolean() ? "" : "x", key, properties, body)
                            .withCopyKeys(Arrays.asList(KEYS).subList(0, random.nextInt(3))),
                    random.nextBoolean() ? StoredMessage.NEVER : random.nextLong() >>> 2));
        }
        var settled = new OffsetRanges.Builder();
        for (int i = random.nextInt(8); i > 0; i--) {
            settled.add(random.nextInt(1000));
        }
        var returns = new TreeMap<Long, Integer>();
        for (int i = random.nextInt(4); i > 0; i--) {
            returns.put(random.nextLong(1_000_000), 1 + random.nextInt(300));
        }
        var retries = new TreeMap<Long, Long>();
        for (int i = random.nextInt(3); i > 0; i--) {
            retries.put(random.nextLong(1_000_000), random.nextLong() >>> 2);
        }
        return new QueueChanged(enqueued, settled.build(), random.nextLong() >>> 2, returns, retries, 0);
    }

    private static List<DefinitionEvent> facts() {
        FieldTable arguments = FieldTable.of("x-max-length", FieldValue.of(5L));
        var binding = new BindingDefinition("x", BindingDefinition.Kind.QUEUE, "q", "\udc80k", arguments);
        return List.of(
                new DefinitionEvent.VirtualHostAdded(new VirtualHostDefinition("/", 1, "d", List.of("t"))),
                new DefinitionEvent.VirtualHostDeleted("/"),
                new DefinitionEvent.UserPut(new UserDefinition("u", "hash", "sha", List.of("administrator"))),
                new DefinitionEvent.UserDeleted("u"),
                new DefinitionEvent.PermissionsSet(new PermissionDefinition("u", "/", "a", "b", "c")),
                new DefinitionEvent.PermissionsCleared("u", "/"),
                new DefinitionEvent.TopicPermissionsSet(new TopicPermissionDefinition("u", "/", "x", "a", "b")),
                new DefinitionEvent.TopicPermissionsCleared("u", "/", "x"),
                new DefinitionEvent.GlobalParameterSet("g", "{\"a\":[1]}"),
                new DefinitionEvent.GlobalParameterCleared("g"),
                new DefinitionEvent.ExchangeDeclared(
                        new ExchangeDefinition("x", "topic", true, false, true, arguments)),
                new DefinitionEvent.ExchangeDeclared(
                        new ExchangeDefinition("y", "x-other", true, false, true, arguments, 17)),
                new DefinitionEvent.ExchangeDeleted("x"),
                new DefinitionEvent.QueueDeclared(new QueueDefinition("q", 1L << 40, true, false, arguments)),
                new DefinitionEvent.QueueDeleted("q"),
                new DefinitionEvent.Bound(binding),
                new DefinitionEvent.Unbound(binding),
                new DefinitionEvent.PolicySet(new PolicyDefinition("p", ".*", "all", arguments, -3, false)),
                new DefinitionEvent.PolicySet(new PolicyDefinition("p", ".*", "queues", arguments, 1, true)),
                new DefinitionEvent.PolicyCleared("p", true),
                new DefinitionEvent.LimitsSet(new LimitsDefinition(true, "u", Map.of("max-channels", 5L))),
                new DefinitionEvent.LimitsSet(new LimitsDefinition(false, "/", Map.of())));
    }

    @Test
    void aUserDoesNotShowItsHash() {
        assertThat(new UserDefinition("u", "secret", "sha", List.of()))
                .asString()
                .doesNotContain("secret");
    }
}
