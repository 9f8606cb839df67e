package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The web page in a real browser: what operators do with it. */
class WebPageIT extends WithWebPage {
    @Test
    void saysWhyALoginIsRefused_andForgetsThePasswordAtTheEnd() {
        browser.click("Log out");
        browser.fill("User name", "guest");
        browser.fill("Password", "wrong");
        browser.click("Log in");
        browser.seePart("The user name or the password is wrong.");
        assertThat(complaints())
                .allMatch(line -> line.contains("status of 401"))
                .hasSize(1);

        http.send("PUT", "users/nobody", "{\"password\":\"p\",\"tags\":\"\"}");
        browser.fill("User name", "nobody");
        browser.fill("Password", "p");
        browser.click("Log in");
        browser.seePart("warrenctl set_user_tags nobody management");
        assertThat(complaints())
                .allMatch(line -> line.contains("status of 401"))
                .hasSize(1);

        browser.fill("User name", "guest");
        browser.fill("Password", "guest");
        browser.click("Log in");
        browser.seeHeading("Overview");
        browser.reload();
        browser.seeHeading("Overview");
        browser.click("Log out");
        browser.seeText("Log in");
        assertThat(browser.run("return sessionStorage.getItem('warren.authorization')"))
                .isNull();
        assertThat(browser.run("return document.cookie")).isEqualTo("");
    }

    @Test
    void aQueueFromItsDeclarationToItsEnd() {
        declareExchange("orders-x", "fanout");
        declareQueue("orders");

        browser.click("Bind");
        browser.fill("From exchange", "orders-x");
        browser.click("Bind");
        browser.awaitNoDialog();
        browser.see("//section[@aria-label='Bindings']//a[.='orders-x']").click();

        browser.seeHeading("orders-x");
        publish("{\"order\":1}");
        publish("second");
        browser.see("//section[@aria-label='Goes to']//a[.='orders']").click();
        browser.seeHeading("orders");
        awaitFigure("Ready", "2");
        browser.await(
                "the chart to move",
                () -> browser.see("//canvas[contains(@aria-label,'Queued messages')]")
                        .getAttribute("aria-label")
                        .contains("Ready 2"));
        assertThat(
                        browser.run(
                                "const canvas = document.querySelector('canvas');"
                                        + " return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(each => each)"))
                .isEqualTo(true);

        browser.click("Get messages");
        browser.fill("How many", "5");
        browser.click("Get messages");
        browser.awaitNoDialog();
        browser.seeText("2 messages");
        browser.see("//pre[contains(., '\"order\": 1')]");

        browser.click("Purge");
        browser.click("Purge");
        awaitFigure("Ready", "0");
        browser.click("Delete");
        browser.click("Delete");
        browser.seeHeading("Queues");
        browser.seeText("No queues yet.");
        assertThat(http.get("queues/%2F/orders").status()).isEqualTo(404);
    }

    /** The clock of the page ticks at the worst moment: the queue is gone, and the page has not heard of it yet. */
    @Test
    void nothingIsAskedAboutAQueueThatIsBeingDeleted_andNewsGoOnWhenItStays() {
        declareQueue("brief");
        publish("a message");
        browser.run("const ask = window.fetch, asked = [];"
                + " window.fetch = async (where, how) => {"
                + "   const answer = ask(where, how);"
                + "   asked.push(answer);"
                + "   if (how.method === 'DELETE') {"
                + "     await answer;"
                + "     dispatchEvent(new Event('warren:changed'));"
                + "     await Promise.allSettled(asked);"
                + "   }"
                + "   return answer;"
                + " };");
        browser.click("Delete");
        browser.field("Only if it is empty").click();
        browser.click("Delete");
        browser.seePart("queue 'brief' in vhost '/' not empty");
        assertThat(complaints())
                .allMatch(line -> line.contains("status of 400"))
                .hasSize(1);
        browser.press(Keys.ESCAPE);
        browser.awaitNoDialog();
        http.send("DELETE", "queues/%2F/brief/contents", "");
        awaitFigure("Ready", "0");

        browser.click("Delete");
        browser.click("Delete");
        browser.seeHeading("Queues");
    }

    private void declareQueue(String name) {
        browser.click("Queues");
        browser.click("Add queue");
        browser.fill("Name", name);
        browser.click("Declare");
        browser.awaitNoDialog();
        browser.seeHeading(name);
    }

    private void declareExchange(String name, String type) {
        browser.click("Exchanges");
        browser.click("Add exchange");
        browser.fill("Name", name);
        browser.choose("Type", type);
        browser.click("Declare");
        browser.awaitNoDialog();
        browser.seeHeading(name);
    }

    private void publish(String payload) {
        browser.click("Publish message");
        browser.fill("Payload", payload);
        browser.click("Publish message");
        browser.awaitNoDialog();
        browser.seeText("The message was published.");
    }

    private void awaitFigure(String name, String value) {
        browser.see("//div[contains(@class,'figure')][span='" + name + "'][strong='" + value + "']");
    }

    @Test
    void showsTheReasonOfTheBroker_andLeavesTheFormAsItIs() {
        http.send("PUT", "queues/%2F/durable-one", "{\"durable\":true}");
        browser.click("Queues");
        browser.click("Add queue");
        browser.fill("Name", "durable-one");
        browser.field("Durable").click();
        browser.click("Declare");

        browser.seePart("inequivalent arg 'durable' for queue 'durable-one'");
        assertThat(browser.field("Name").getAttribute("value")).isEqualTo("durable-one");
        assertThat(complaints())
                .allMatch(line -> line.contains("status of 400"))
                .hasSize(1);
        browser.press(Keys.ESCAPE);
        browser.awaitNoDialog();
    }

    @Test
    void aUserWithPermissionsLimitsAndAPolicy() {
        browser.click("Users");
        browser.click("Add user");
        browser.fill("Name", "alice");
        browser.fill("Password", "secret");
        browser.fill("Tags", "monitoring");
        browser.click("Add");
        browser.awaitNoDialog();
        browser.seeHeading("alice");

        browser.see("//section[@aria-label='Permissions']//button[.='Set permission']")
                .click();
        browser.fill("Configure", "^alice\\.");
        browser.click("Save");
        browser.awaitNoDialog();
        browser.see("//section[@aria-label='Permissions']//code[.='^alice\\.']");
        browser.see("//section[@aria-label='Topic permissions']//button[.='Set permission']")
                .click();
        browser.fill("Write", "^a");
        browser.click("Save");
        browser.awaitNoDialog();
        browser.see("//section[@aria-label='Topic permissions']//code[.='^a']");
        browser.click("Set a limit");
        browser.fill("Value", "3");
        browser.click("Save");
        browser.awaitNoDialog();
        browser.seeText("Connections at most");

        browser.click("Policies");
        browser.click("Add policy");
        browser.fill("Name", "short");
        browser.fill("Pattern", "^short");
        browser.click("Add a line");
        browser.fill("Definition: Key", "max-length");
        browser.fill("Definition: Value", "10");
        browser.click("Save");
        browser.awaitNoDialog();
        browser.seeText("short");

        assertThat(http.get("permissions/%2F/alice").json().path("configure").asText())
                .isEqualTo("^alice\\.");
        assertThat(http.get("topic-permissions/%2F/alice").body()).contains("\"write\":\"^a\"");
        assertThat(http.get("user-limits/alice").body()).contains("\"max-connections\":3");
        assertThat(http.get("policies/%2F/short").json().path("definition")).hasToString("{\"max-length\":10}");
    }

    @Test
    void definitionsGoOutAndComeIn() throws IOException {
        http.send("PUT", "queues/%2F/exported", "{\"durable\":true}");
        browser.click("Definitions");
        browser.click("Download");
        browser.seeText("The file is among your downloads.");
        browser.await("a file", () -> !downloaded().isEmpty());
        Path file = downloaded().get(0);
        assertThat(Files.readString(file)).contains("\"exported\"");
        http.send("DELETE", "queues/%2F/exported", "");

        browser.click("Choose a file");
        browser.field("File").sendKeys(file.toString());
        browser.click("Choose a file");
        browser.awaitNoDialog();
        browser.seeText("The definitions are there now.");
        assertThat(http.get("queues/%2F/exported").status()).isEqualTo(200);
    }

    private static List<Path> downloaded() {
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void closesAConnectionAndTellsTheClientWhy() throws Exception {
        try (Connection connection = broker.factory().newConnection("a client to be closed")) {
            connection.createChannel();
            browser.click("Connections");
            browser.seeText("a client to be closed");
            browser.see("//tbody//a[contains(., '127.0.0.1')]").click();
            browser.click("Close connection");
            browser.fill("Reason", "the house is on fire");
            browser.click("Close connection");
            browser.awaitNoDialog();
            browser.await("the end of the connection", () -> !connection.isOpen());
            assertThat(connection.getCloseReason().getMessage()).contains("the house is on fire");
        } catch (com.rabbitmq.client.AlreadyClosedException expected) {
            // closing what the page has closed
        }
    }

    @Test
    void aNameOfAQueueIsTextWhateverIsInIt() {
        String name = "<img src=x onerror=alert(1)>%2F&amp;";
        String path = "queues/%2F/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%252F%26amp%3B";
        http.send("PUT", path, "{}");
        browser.click("Queues");
        browser.click(name);
        browser.seeHeading(name);
        assertThat(browser.hash()).isEqualTo("#/" + path);
    }
}
