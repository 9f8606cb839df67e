package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web page in a real browser: looking into queues, moving what is in them, and why they stand still. */
class WebPageInsightIT extends WithWebPage {
    @BeforeEach
    void fill() {
        http.send("PUT", "exchanges/%2F/shop", "{\"type\":\"direct\"}");
        for (String queue : new String[] {"home", "aside"}) {
            http.send(
                    "PUT",
                    "queues/%2F/" + queue,
                    "{\"arguments\":{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"aside\"}}");
        }
        http.send("POST", "bindings/%2F/e/shop/q/home", "{\"routing_key\":\"new\"}");
        for (int i = 1; i <= 4; i++) {
            String message = "{\"properties\":{\"delivery_mode\":2},\"routing_key\":\"new\",\"payload\":\"order " + i
                    + "\",\"payload_encoding\":\"string\"}";
            assertThat(http.send("POST", "exchanges/%2F/shop/publish", message).body())
                    .isEqualTo("{\"routed\":true}");
        }
    }

    @Test
    void chosenMessagesAreMovedCopiedPublishedAgainAndDeleted() {
        lookInto("home", "4");
        choose(0, 1);
        act("Move to a queue", "Queue", "aside");
        browser.seeText("Done with 2 messages.");
        awaitReady("2");
        choose(1);
        act("Copy to a queue", "Queue", "aside");
        browser.seeText("Done with 1 message.");
        awaitReady("2");

        lookInto("aside", "3");
        browser.fill("Text to look for; leave empty for all", "order 4");
        browser.click("Look inside");
        browser.seePart("1 shown of 3 in the queue");
        choose(2);
        act("Publish again", "Routing key", "aside");
        browser.seeText("Done with 1 message.");
        awaitReady("3");
        browser.fill("Text to look for; leave empty for all", "");
        browser.click("Look inside");
        browser.seePart("3 shown of 3 in the queue");
        choose(0, 1, 2);
        browser.see("//div[@class='chosen-tools']//button[.='Delete']").click();
        browser.click("Delete");
        browser.seeText("Done with 3 messages.");
        awaitReady("0");
    }

    @Test
    void deadLettersGoBackToWhereTheyWerePublishedFirst_orElsewhere() {
        http.send(
                "POST",
                "queues/%2F/home/get",
                "{\"ackmode\":\"reject_requeue_false\",\"count\":3,\"encoding\":\"auto\"}");
        lookInto("aside", "3");
        choose(0);
        act("Publish again", "Exchange", "nosuch");
        browser.seePart("no exchange 'nosuch'");
        browser.click("Cancel");
        browser.awaitNoDialog();

        // the other one is still chosen
        choose(1);
        act("Publish again", "Exchange", "");
        browser.seeText("Done with 2 messages.");
        awaitReady("1");
        browser.open("#/queues/%2F/home");
        awaitReady("3");
    }

    private void lookInto(String queue, String ready) {
        browser.open("#/queues/%2F/" + queue);
        browser.seeHeading(queue);
        awaitReady(ready);
        browser.click("Look inside");
        browser.seePart(ready + " shown of " + ready + " in the queue");
    }

    private void choose(int... places) {
        for (int place : places) {
            browser.field("Choose message " + place).click();
        }
    }

    private void act(String action, String field, String value) {
        browser.click(action);
        browser.fill(field, value);
        browser.click(action);
    }

    private void awaitReady(String value) {
        browser.see("//div[contains(@class,'figure')][span='Ready'][strong='" + value + "']");
    }

    @Test
    void saysWhyAQueueStandsStill_andWhoHoldsWhat() throws Exception {
        try (Connection connection = broker.factory().newConnection("worker-connection")) {
            Channel channel = connection.createChannel();
            channel.basicQos(2);
            channel.basicConsume("home", false, "slow-worker", (tag, delivery) -> {}, tag -> {});

            browser.open("#/queues/%2F/home");
            browser.click(
                    "2 messages wait and no consumer can take one: 1 of 1 hold as many as their prefetch allows.");
            browser.seePart("slow-worker: Its prefetch is used up: it holds 2 of 2");
            browser.see("//section[@aria-label='Held by consumers']//code[.='slow-worker']");
            browser.see("//section[@aria-label='Held by consumers']//a[contains(., '(1)')]")
                    .click();
            browser.see("//h1[contains(., '(1)')]");

            browser.open("#/actors");
            browser.seeHeading("Actors");
            browser.seePart("-home");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 820})
    void nothingIsWiderThanTheScreen(int width) throws Exception {
        try (Connection connection = broker.factory().newConnection("worker-connection")) {
            Channel channel = connection.createChannel();
            channel.basicQos(2);
            String tag = "a-consumer-tag-that-is-much-longer-than-a-phone-is-wide-and-has-no-blanks-in-it";
            channel.basicConsume("home", false, tag, (any, delivery) -> {}, any -> {});
            browser.resize(width, 844);
            browser.open("#/queues/%2F/home");
            browser.see("//section[@aria-label='Held by consumers']//code[.='" + tag + "']");
            browser.click("Look inside");
            browser.seePart("4 shown of 4 in the queue");
            fits("home");
            browser.open("#/actors");
            browser.seePart("-home");
            fits("actors");
        }
    }

    private static void fits(String what) {
        assertThat(browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(what)
                .isEqualTo(0L);
    }
}
