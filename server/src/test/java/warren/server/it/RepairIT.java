package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** warrenctl check_store and repair_store on the files of a broker that is stopped. */
class RepairIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void whatCanBeReadIsSaved_andTheQueueServesAgain() throws Exception {
        Channel channel = clients.connect().createChannel();
        channel.confirmSelect();
        publish(channel, "sound", "s1", "s2");
        publish(channel, "damaged", "one", "two, which decays", "three");
        assertThat(broker.ctl("check_store").errors())
                .as("with a broker on it")
                .anyMatch(line -> line.contains("is in use by another Warren"));

        broker.process().stop();
        assertThat(broker.ctl("check_store").status()).isZero();
        StoredBytes.damage(broker.dataDirectory(), "two, which decays");
        Program.Outcome check = broker.ctl("check_store");
        assertThat(check.status()).isEqualTo(65);
        assertThat(check.output())
                .contains("queue 'sound' in vhost '/': 2 messages")
                .contains("queue 'damaged' in vhost '/': 2 messages, damaged, 1 cannot be read")
                .anyMatch(line -> line.matches(
                        "damaged place: segment 1, offset \\d+, \\d+ bytes of queue 'damaged' in vhost '/'"));

        Program.Outcome repair = broker.ctl("repair_store");
        assertThat(repair.status()).as("%s", repair).isZero();
        assertThat(repair.output())
                .contains("repaired queue 'damaged' in vhost '/': 2 messages kept, 1 dropped")
                .contains("The store is sound now");
        assertThat(copies())
                .singleElement()
                .satisfies(copy -> assertThat(copy.resolve("segments")).isDirectoryContaining("glob:**.log"));

        broker.process().start();
        channel = clients.connect().createChannel();
        assertThat(Wire.drain(channel, "sound")).containsExactly("s1", "s2");
        assertThat(Wire.drain(channel, "damaged")).containsExactly("one", "three");
        channel.confirmSelect();
        publish(channel, "damaged", "four");
        broker.crash();
        assertThat(Wire.drain(clients.connect().createChannel(), "damaged")).containsExactly("four");
    }

    private static List<Path> copies() throws Exception {
        try (Stream<Path> files = Files.list(broker.dataDirectory())) {
            return files.filter(file -> file.getFileName().toString().startsWith("damaged-"))
                    .toList();
        }
    }

    private static void publish(Channel channel, String queue, String... texts) throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        for (String text : texts) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(text));
            channel.waitForConfirmsOrDie(20_000);
        }
    }
}
