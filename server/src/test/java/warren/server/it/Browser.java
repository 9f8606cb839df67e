package warren.server.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;

/** Debian's Chromium on the web page, used as a person uses it: by what is written on buttons and beside fields. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DIALOG = "//dialog[@open]";

    /** It says at each start that it does not know this Chromium's protocol for debuggers, which is not used. */
    private static final Logger FINDER = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final String address;
    private final ChromeDriver driver;

    /** Files that the page gives go to {@code downloads}. */
    Browser(String address, Path downloads) {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "Debian's chromium and chromium-driver are not installed");
        this.address = address;
        FINDER.setLevel(Level.SEVERE);
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
        options.setExperimentalOption(
                "prefs", Map.of("intl.accept_languages", "en", "download.default_directory", downloads.toString()));
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        resize(1400, 900);
    }

    /** A page without anything that was remembered, which asks for news each second. */
    void openAnew() {
        driver.get(address);
        driver.executeScript("sessionStorage.clear(); localStorage.clear();"
                + " localStorage.setItem('warren.refresh', '1'); localStorage.setItem('warren.range', '\"minute\"')");
        driver.navigate().refresh();
    }

    /** {@code hash}: as {@code #/queues}. */
    void open(String hash) {
        driver.executeScript("location.hash = arguments[0]", hash);
    }

    String hash() {
        return (String) driver.executeScript("return location.hash");
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** A window of this size, also narrower than Chromium's own windows can be. */
    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Waits until this is to be seen; where a window is open, in it. */
    WebElement see(String xpath) {
        return new FluentWait<>(driver)
                .withTimeout(PATIENCE)
                .pollingEvery(Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "waited for " + xpath + " on:\n" + text())
                .until(any -> driver.findElements(By.xpath(scope() + xpath)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    private String scope() {
        return driver.findElements(By.xpath(DIALOG)).isEmpty() ? "" : DIALOG;
    }

    /** Waits for an element that has this text, and no other. */
    WebElement seeText(String text) {
        return see("//*[normalize-space()=" + quoted(text) + "]");
    }

    /** Waits for this text within another. */
    WebElement seePart(String text) {
        return see("//*[text()[contains(normalize-space()," + quoted(text) + ")]]");
    }

    void seeHeading(String text) {
        see("//h1[normalize-space()=" + quoted(text) + "]");
    }

    void awaitNoDialog() {
        await("no window open", () -> driver.findElements(By.xpath(DIALOG)).isEmpty());
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
        new FluentWait<>(driver)
                .withTimeout(PATIENCE)
                .pollingEvery(Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "waited for " + what + " on:\n" + text())
                .until(any -> condition.getAsBoolean());
    }

    /** Clicks the button or link that says this. */
    void click(String label) {
        String is = "[normalize-space()=" + quoted(label) + " or @aria-label=" + quoted(label) + "]";
        see("//*[self::button or self::a or self::summary]" + is).click();
    }

    /** The field beside which this stands. */
    WebElement field(String label) {
        String is = quoted(label);
        return see("//*[self::input or self::select or self::textarea][@aria-label=" + is
                + " or @id=//label[normalize-space()=" + is + "]/@for]");
    }

    void fill(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
    }

    void choose(String label, String option) {
        field(label)
                .findElement(By.xpath("./option[normalize-space()=" + quoted(option) + "]"))
                .click();
    }

    /** Keys to whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWithShift(Keys key) {
        new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text() {
        return (String) driver.executeScript("return document.body.innerText");
    }

    /** Errors and warnings that the browser has noted since the last call: of scripts, of the network, of the page's policy. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What the window shows, as PNG. */
    void picture(Path file) {
        try {
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A text as XPath 1.0 writes it, which knows no escapes. */
    private static String quoted(String text) {
        return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
    }

    @Override
    public void close() {
        driver.quit();
    }
}
