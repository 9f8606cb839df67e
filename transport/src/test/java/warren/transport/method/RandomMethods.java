package warren.transport.method;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** Seeded methods of every kind, made from what their records say. */
public final class RandomMethods {
    private static final List<String> TEXTS =
            List.of("", "q", "amq.topic", "clé", "€😀", "\udc80\udcff", "x".repeat(255));
    /** Components that take fewer bytes on the wire than their Java type has. */
    private static final Map<String, Integer> BITS = Map.of("versionMajor", 8, "versionMinor", 8, "deliveryTag", 64);

    /** All of them, in the order of their names. */
    public static final List<Class<?>> KINDS = Stream.<Class<?>>of(Method.class.getPermittedSubclasses())
            .sorted(Comparator.comparing(Class::getName))
            .toList();

    private RandomMethods() {}

    public static Method any(Random random) {
        return of(KINDS.get(random.nextInt(KINDS.size())), random);
    }

    static Method of(Class<?> kind, Random random) {
        RecordComponent[] components = kind.getRecordComponents();
        Object[] values =
                Arrays.stream(components).map(part -> value(part, random)).toArray();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = kind.getDeclaredConstructor(types);
            return (Method) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent component, Random random) {
        Class<?> type = component.getType();
        if (type == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == int.class) {
            return (int) unsigned(random, BITS.getOrDefault(component.getName(), 16));
        } else if (type == long.class) {
            return unsigned(random, BITS.getOrDefault(component.getName(), 32));
        } else if (type == byte[].class) {
            return bytes(random);
        } else if (type == FieldTable.class) {
            return table(random, 2);
        }
        throw new AssertionError("no random value for " + component);
    }

    private static long unsigned(Random random, int bits) {
        return random.nextLong() >>> (Long.SIZE - bits);
    }

    private static FieldTable table(Random random, int depth) {
        var fields = new LinkedHashMap<String, FieldValue>();
        for (int i = random.nextInt(4); i > 0; i--) {
            FieldValue value = switch (random.nextInt(depth > 0 ? 5 : 4)) {
                case 0 -> FieldValue.of(random.nextBoolean());
                case 1 -> FieldValue.of(random.nextInt());
                case 2 -> FieldValue.of(random.nextLong());
                case 3 -> LongString.wrap(bytes(random));
                default -> table(random, depth - 1);
            };
            fields.put(TEXTS.get(random.nextInt(TEXTS.size())), value);
        }
        return new FieldTable(fields);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
