package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** How the web page looks and is used: languages, colours, small screens, the keyboard. */
class WebPageLookIT extends WithWebPage {
    private static final int PHONE_WIDTH = 390;

    @Test
    void speaksKorean_andTurnsDark() {
        browser.choose("Language", "한국어");
        browser.seeHeading("개요");
        browser.click("큐");
        browser.seeHeading("큐");
        assertThat(browser.run("return document.documentElement.lang")).isEqualTo("ko");

        browser.choose("화면 모드", "어둡게");
        assertThat(browser.run("return getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(14, 21, 18)");
        browser.choose("화면 모드", "밝게");
        assertThat(browser.run("return getComputedStyle(document.documentElement).backgroundColor"))
                .isEqualTo("rgb(243, 245, 242)");
    }

    @ParameterizedTest
    @ValueSource(ints = {PHONE_WIDTH, 820})
    void nothingIsWiderThanTheScreen(int width) {
        String name = "a-queue-with-a-name-that-is-much-longer-than-a-phone-is-wide-and-has-no-blanks-anywhere-in-it";
        http.send(
                "PUT",
                "queues/%2F/" + name,
                "{\"arguments\":{\"x-max-length\":100000,\"x-dead-letter-exchange\":\"amq.topic\"}}");
        browser.resize(width, 844);
        for (String place : List.of(
                "#/",
                "#/connections",
                "#/channels",
                "#/exchanges",
                "#/exchanges/%2F/amq.topic",
                "#/queues",
                "#/queues/%2F/" + name,
                "#/users",
                "#/users/guest",
                "#/vhosts",
                "#/vhosts/%2F",
                "#/policies",
                "#/limits",
                "#/definitions")) {
            browser.open(place);
            browser.await(
                    place,
                    () -> browser.run("return document.querySelector('main h1:focus') !== null")
                            .equals(true));
            assertThat(browser.run(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as(place)
                    .isEqualTo(0L);
        }
    }

    @Test
    void thePhonesMenuOpensAndCloses() {
        browser.resize(PHONE_WIDTH, 844);
        browser.click("Menu");
        browser.press(Keys.ESCAPE);
        assertThat(browser.focused().getAttribute("aria-label")).isEqualTo("Menu");
        browser.click("Menu");
        browser.click("Queues");
        browser.seeHeading("Queues");
    }

    @Test
    void theKeyboardReachesEverything() {
        http.send("PUT", "queues/%2F/first", "{}");
        http.send("PUT", "queues/%2F/second", "{}");
        browser.reload();
        browser.seeHeading("Overview");
        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
        assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        browser.press(Keys.ENTER);
        assertThat(browser.focused().getAttribute("id")).isEqualTo("main");

        browser.pressWithShift(Keys.TAB);
        tabBackTo("Queues");
        browser.press(Keys.ENTER);
        browser.seeHeading("Queues");
        browser.seeText("second");
        tabTo("first");
        browser.press(Keys.ARROW_DOWN);
        assertThat(browser.focused().getText()).isEqualTo("second");
        browser.press(Keys.ENTER);
        browser.seeHeading("second");
        tabTo("Delete");
        browser.press(Keys.ENTER);
        browser.see("//h2[.='Delete queue']");
        browser.press(Keys.ESCAPE);
        browser.awaitNoDialog();
        assertThat(browser.focused().getText()).isEqualTo("Delete");
    }

    private static void tabTo(String text) {
        tab(text, () -> browser.press(Keys.TAB));
    }

    private static void tabBackTo(String text) {
        tab(text, () -> browser.pressWithShift(Keys.TAB));
    }

    private static void tab(String text, Runnable step) {
        for (int i = 0; i < 60 && !browser.focused().getText().equals(text); i++) {
            step.run();
        }
        assertThat(browser.focused().getText()).isEqualTo(text);
    }
}
