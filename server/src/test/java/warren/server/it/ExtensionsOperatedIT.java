package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.server.it.extension.Counting;
import warren.server.it.extension.Wayward;

/** Extensions over restarts and crashes, and in the hands of an operator. */
class ExtensionsOperatedIT {
    @TempDir
    Path folder;

    private Path extensions;
    private WarrenProcess process;

    @BeforeEach
    void start() throws IOException {
        extensions = Files.createDirectory(folder.resolve("extensions"));
        process = WarrenProcess.startOnNewDirectory("-Dwarren.extensions.directory=" + extensions);
    }

    @AfterEach
    void stop() {
        process.close();
    }

    private interface Work {
        void with(Channel channel) throws Exception;
    }

    private void onChannel(Work work) throws Exception {
        try (var connection = BrokerUnderTest.of(process).factory().newConnection()) {
            work.with(connection.createChannel());
        }
    }

    private static void send(Channel channel, String exchange, int count) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < count; i++) {
            channel.basicPublish(exchange, "k", Wire.PERSISTENT, Wire.bytes("x"));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    private static long lastNumber(Channel channel, String queue) throws IOException {
        long last = 0;
        for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
            last = (Long) next.getProps().getHeaders().get("number");
        }
        return last;
    }

    @Test
    void durableStateOutlivesACrash_andGoesWithTheExchange() throws Exception {
        ExtensionJar.write(extensions.resolve("counting.jar"), Counting.class, "");
        process.stop();
        process.start();
        onChannel(channel -> {
            channel.exchangeDeclare("counter", "x-counting", true);
            channel.queueDeclare("counted", true, false, false, null);
            channel.queueBind("counted", "counter", "");
            send(channel, "counter", 1200);
            assertThat(lastNumber(channel, "counted")).isEqualTo(1200);
        });
        process.kill();
        process.start();
        onChannel(channel -> {
            send(channel, "counter", 1);
            assertThat(lastNumber(channel, "counted")).isEqualTo(1201);
            channel.exchangeDelete("counter");
            channel.exchangeDeclare("counter", "x-counting", true);
            channel.queueBind("counted", "counter", "");
            send(channel, "counter", 1);
            assertThat(lastNumber(channel, "counted")).isEqualTo(1);
        });
    }

    @Test
    void typesAreLoadedReplacedUnloadedAndListedWhileItRuns() throws Exception {
        Path jar = ExtensionJar.write(folder.resolve("wayward.jar"), Wayward.class, settings(1));
        assertThat(process.ctl("load_extension", jar.toString(), "-q").output()).containsExactly("x-wayward");
        assertThat(process.ctl("list_exchange_types", "-q").output())
                .contains("x-wayward\tdoes what it is told\t" + jar, "direct\t\tbuilt-in");
        onChannel(channel -> {
            channel.exchangeDeclare("wayward", "x-wayward", true);
            channel.queueDeclare("q", true, false, false, null);
            channel.queueBind("q", "wayward", "k");
            assertThat(limitSeen(channel)).isEqualTo(1);

            ExtensionJar.write(jar, Wayward.class, settings(2));
            process.ctl("load_extension", jar.toString());
            Wire.await("newer code routes", () -> limitSeen(channel) == 2);

            assertThat(process.ctl("unload_extension", "x-wayward").status()).isZero();
            channel.basicPublish("wayward", "k", Wire.PLAIN, Wire.bytes("x"));
            assertThat(Closed.later(channel))
                    .isEqualTo(
                            "channel 406 PRECONDITION_FAILED - exchange 'wayward' in vhost '/' cannot route: its type"
                                    + " 'x-wayward' is not loaded");
        });
        assertThat(process.ctl("unload_extension", "x-wayward").status()).isNotZero();
    }

    private static String settings(int limit) {
        return "warren.extensions.types.x-wayward.limit = " + limit;
    }

    private static int limitSeen(Channel channel) throws Exception {
        var told = new BasicProperties.Builder().headers(Map.of("do", "header")).build();
        channel.basicPublish("wayward", "k", told, Wire.bytes("x"));
        return (Integer) channel.basicGet("q", true).getProps().getHeaders().get("limit");
    }

    @Test
    void anExchangeWhoseJarIsMissingStays_andRoutesWhenItIsBack() throws Exception {
        Path jar = ExtensionJar.write(extensions.resolve("wayward.jar"), Wayward.class, settings(1));
        process.ctl("load_extension", jar.toString());
        onChannel(channel -> {
            channel.exchangeDeclare("wayward", "x-wayward", true);
            channel.queueDeclare("q", true, false, false, null);
            channel.queueBind("q", "wayward", "k");
        });
        Files.delete(jar);
        process.stop();
        process.start();
        process.awaitLogged("exchange 'wayward' in vhost '/' of type 'x-wayward' cannot route: its type is not loaded");
        onChannel(channel -> {
            channel.exchangeDeclarePassive("wayward");
            channel.basicPublish("wayward", "k", Wire.PLAIN, Wire.bytes("x"));
            assertThat(Closed.later(channel)).startsWith("channel 406 PRECONDITION_FAILED - exchange 'wayward'");
        });
        ExtensionJar.write(jar, Wayward.class, settings(1));
        process.ctl("load_extension", jar.toString());
        onChannel(channel -> {
            send(channel, "wayward", 1);
            assertThat(channel.messageCount("q")).isEqualTo(1);
        });
    }

    @Test
    void messagesThatWaitInAnExchangeOutliveACrash() throws Exception {
        ExtensionJar.write(extensions.resolve("wayward.jar"), Wayward.class, settings(1));
        process.stop();
        process.start();
        onChannel(channel -> {
            channel.exchangeDeclare("wayward", "x-wayward", true);
            channel.queueDeclare("q", true, false, false, null);
            channel.queueBind("q", "wayward", "k");
            channel.confirmSelect();
            for (int i = 0; i < 50; i++) {
                channel.basicPublish("wayward", "k", later(), Wire.bytes(String.valueOf(i)));
            }
            channel.waitForConfirmsOrDie(20_000);
        });
        process.kill();
        process.start();
        onChannel(channel -> Wire.await("all are due", () -> channel.messageCount("q") == 50));
    }

    private static BasicProperties later() {
        return new BasicProperties.Builder()
                .deliveryMode(2)
                .headers(Map.of("do", "later"))
                .build();
    }
}
