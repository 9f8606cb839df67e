package warren.transport.frame;

import java.util.Random;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConnectionTuneOk;
import warren.transport.method.Method;
import warren.transport.method.RandomMethods;

/** Seeded streams that break no rule: publishes in all sizes, on several channels, with other methods between them. */
final class RandomStreams {
    private static final String[] NAMES = {"", "x", "x", "x", "clé", "amq.topic"};

    private RandomStreams() {}

    static byte[] valid(Random random) {
        ClientBytes bytes = ClientBytes.tuned(4096);
        for (int i = random.nextInt(12); i >= 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> bytes.frame(8, 0);
                case 1 -> bytes.method(4 + random.nextInt(2), method(random));
                default -> publish(bytes, random);
            }
        }
        return bytes.bytes();
    }

    private static void publish(ClientBytes bytes, Random random) {
        int channel = 1 + random.nextInt(3);
        bytes.publish(channel, NAMES[random.nextInt(NAMES.length)], NAMES[random.nextInt(NAMES.length)]);
        if (random.nextInt(8) == 0) {
            bytes.method(5, method(random));
        }
        byte[] body = new byte[random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(40)];
        random.nextBytes(body);
        bytes.content(channel, body, 1 + random.nextInt(200));
    }

    /** Any but those that change what may follow. */
    private static Method method(Random random) {
        Method method = RandomMethods.any(random);
        return method instanceof BasicPublish || method instanceof ConnectionTuneOk ? method(random) : method;
    }
}
