package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures in {@code docs/images}: a shop's broker at work. No test, so it runs only with {@code -Dwarren.pictures=DIR}. */
@EnabledIfSystemProperty(named = "warren.pictures", matches = ".+")
class WebPagePicturesIT {
    private static final int PORT = WarrenProcess.freePort();
    private static final int MINUTE_MILLIS = 62_000;
    private static final int TICK_MILLIS = 100;

    private final Path pictures = Path.of(System.getProperty("warren.pictures", ""));
    private final AtomicLong orders = new AtomicLong(1000);

    @TempDir
    private Path downloads;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void takesThem() throws Exception {
        Files.createDirectories(pictures);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (var process = WarrenProcess.startOnNewDirectory(
                        "-Dwarren.management.port=" + PORT,
                        "-Dwarren.management.host=127.0.0.1",
                        "-Dwarren.management.sample-interval=1s",
                        "-Dwarren.node=rabbit@shop");
                var browser = new Browser("http://127.0.0.1:" + PORT + "/", downloads);
                Connection shop = connect(process, "shop");
                Connection warehouse = connect(process, "warehouse");
                Connection billing = connect(process, "billing")) {
            open(shop, warehouse, billing, clock);
            Thread.sleep(MINUTE_MILLIS);
            show(browser);
        } finally {
            clock.shutdownNow();
        }
    }

    private static Connection connect(WarrenProcess process, String name) throws Exception {
        ConnectionFactory factory = BrokerUnderTest.of(process).factory();
        return factory.newConnection(name);
    }

    private void open(Connection shop, Connection warehouse, Connection billing, ScheduledExecutorService clock)
            throws IOException {
        Channel channel = shop.createChannel();
        channel.exchangeDeclare("orders", "topic", true);
        declare(
                channel,
                "orders.billing",
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "orders.failed"));
        declare(channel, "orders.shipping", Map.of("x-queue-type", "quorum"));
        declare(channel, "orders.failed", Map.of());
        declare(channel, "orders.audit", Map.of("x-queue-type", "stream"));
        declare(channel, "mail.newsletter", Map.of("x-max-priority", 5));
        channel.queueBind("orders.billing", "orders", "order.*");
        channel.queueBind("orders.shipping", "orders", "order.paid");
        channel.queueBind("orders.audit", "orders", "#");
        for (int i = 0; i < 42; i++) {
            publish(channel, "", "orders.failed");
        }
        consume(billing.createChannel(), "orders.billing", 40, clock);
        consume(warehouse.createChannel(), "orders.shipping", 80, clock);
        clock.scheduleAtFixedRate(() -> wave(channel), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void declare(Channel channel, String queue, Map<String, Object> arguments) throws IOException {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    /** More and fewer orders, as customers come and go. */
    private void wave(Channel channel) {
        double tide = 1 + 0.5 * Math.sin(System.currentTimeMillis() / 6000.0);
        for (int i = 0; i < 12 * tide; i++) {
            publish(channel, "orders", i % 3 == 0 ? "order.paid" : "order.new");
        }
        publish(channel, "", "mail.newsletter");
    }

    private void publish(Channel channel, String exchange, String key) {
        String body = "{\"order\":" + orders.incrementAndGet()
                + ",\"customer\":\"김민지\",\"items\":[{\"sku\":\"W-17\",\"count\":2}],\"total\":48.50}";
        var properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(2)
                .headers(Map.of("shop", "seoul"))
                .build();
        try {
            channel.basicPublish(exchange, key, properties, body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** Holds each message for a moment, so that some are unacknowledged at all times. */
    private static void consume(Channel channel, String queue, int heldMillis, ScheduledExecutorService clock)
            throws IOException {
        channel.basicQos(50);
        DeliverCallback take = (tag, delivery) -> clock.schedule(
                () -> {
                    channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                    return null;
                },
                heldMillis * 10L,
                TimeUnit.MILLISECONDS);
        channel.basicConsume(queue, false, take, tag -> {});
    }

    private void show(Browser browser) throws InterruptedException {
        browser.resize(1280, 800);
        browser.openAnew();
        browser.fill("User name", "guest");
        browser.fill("Password", "guest");
        browser.click("Log in");
        take(browser, "Overview", "overview");
        browser.click("Queues");
        take(browser, "Queues", "queues");
        browser.choose("Appearance", "dark");
        browser.open("#/queues/%2F/orders.billing");
        take(browser, "orders.billing", "queue-dark");

        browser.resize(390, 844);
        browser.open("#/");
        take(browser, "Overview", "phone-dark");
        browser.run(
                "localStorage.setItem('warren.theme', '\"light\"'); localStorage.setItem('warren.language', '\"ko\"')");
        browser.reload();
        browser.open("#/queues");
        take(browser, "큐", "phone-korean");
    }

    private void take(Browser browser, String heading, String name) throws InterruptedException {
        browser.seeHeading(heading);
        Thread.sleep(2500); // charts and rates are drawn
        browser.picture(pictures.resolve(name + ".png"));
    }
}
