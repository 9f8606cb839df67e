package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bit of a stored message has flipped while the broker was down. */
class DamagedQueueIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private String filled(String hint, String... texts) throws Exception {
        Channel channel = clients.connect().createChannel();
        String queue = clients.name(hint);
        channel.queueDeclare(queue, true, false, false, null);
        channel.confirmSelect();
        for (String text : texts) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(text));
            channel.waitForConfirmsOrDie(20_000);
        }
        return queue;
    }

    @Test
    void itsQueueIsDownWithOneClearLine_andAllOthersServe() throws Exception {
        String before = filled("before", "a1", "a2");
        String damaged = filled("damaged", "one", "two, which decays", "three");
        String after = filled("after", "b1", "b2");
        broker.process().stop();
        StoredBytes.damage(broker.process().dataDirectory(), "two, which decays");
        broker.process().start();

        Channel channel = clients.connect().createChannel();
        assertThat(Wire.drain(channel, before)).containsExactly("a1", "a2");
        assertThat(Wire.drain(channel, after)).containsExactly("b1", "b2");
        assertThat(Closed.by(() -> clients.connect().createChannel().queueDeclarePassive(damaged)))
                .startsWith("channel 404 NOT_FOUND")
                .contains("has crashed");
        assertThat(broker.process()
                        .ctl("-s", "list_queues", "name", "state", "--no-table-headers")
                        .output())
                .contains(damaged + "\tcrashed")
                .contains(after + "\trunning");
        assertThat(linesAbout("has crashed and stays down"))
                .singleElement()
                .asString()
                .contains("queue '" + damaged + "' in vhost '/'")
                .contains("is damaged (segment 1, offset ")
                .contains("until it is deleted");
        assertThat(linesAbout("\tat warren.")).as("stack traces").isEmpty();

        channel.confirmSelect();
        channel.basicPublish("", after, Wire.PERSISTENT, Wire.bytes("b3"));
        channel.waitForConfirmsOrDie(20_000);
        channel.basicPublish("", damaged, Wire.PERSISTENT, Wire.bytes("lost?"));
        assertThat(channel.waitForConfirms(20_000))
                .as("the crashed queue took it")
                .isFalse();

        channel.queueDelete(damaged);
        channel.queueDeclare(damaged, true, false, false, null);
        channel.basicPublish("", damaged, Wire.PERSISTENT, Wire.bytes("anew"));
        assertThat(channel.waitForConfirms(20_000)).isTrue();
        broker.crash();
        assertThat(Wire.drain(clients.connect().createChannel(), damaged)).containsExactly("anew");
    }

    private static List<String> linesAbout(String text) throws Exception {
        return Files.readAllLines(broker.process().dataDirectory().resolve("log/warren.log")).stream()
                .filter(line -> line.contains(text))
                .toList();
    }
}
