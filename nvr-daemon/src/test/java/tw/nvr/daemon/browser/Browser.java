package tw.nvr.daemon.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a window, as a person in Taiwan has it set up. Used by one thread. */
final class Browser implements AutoCloseable {
    static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** Generous, because the machine may be busy; what is waited for comes at once on an idle one. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Pattern ASKED =
            Pattern.compile("\"Network.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]*)\"");

    /** Kept, or its level would be forgotten: Selenium warns that it does not know this Chromium's protocol by number. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final Path folder;
    private final ChromeDriver driver;
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> excused = new ArrayList<>();

    Browser() {
        SELENIUM.setLevel(Level.SEVERE);
        folder = Folders.temporary("nvr-chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--autoplay-policy=no-user-gesture-required",
                "--window-size=1280,900",
                "--user-data-dir=" + folder.resolve("profile"));
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "zh-TW,zh"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .usingAnyFreePort()
                        .withEnvironment(Map.of("TMPDIR", folder.toString()))
                        .build(),
                options);
    }

    /** As if it had just been installed. */
    void freshen() {
        open("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        scripts(true);
        listen();
        requests.clear();
        complaints.clear();
        excused.clear();
    }

    /** Lets complaints that contain these words pass until the browser is freshened. */
    void excuse(String words) {
        excused.add(words);
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Types into a field in place of what stands there. */
    void type(String css, String text) {
        WebElement field = find(css);
        field.clear();
        field.sendKeys(text);
    }

    /** The value of an expression or of the statements that return it. */
    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    double number(String expression) {
        return ((Number) js("return " + expression)).doubleValue();
    }

    boolean holds(String expression) {
        return Boolean.TRUE.equals(js("return Boolean(" + expression + ")"));
    }

    String text(String css) {
        return (String) js("return document.querySelector(arguments[0])?.textContent.trim() ?? ''", css);
    }

    /** Returns when a condition holds; fails with its name and what the page says when it does not. */
    void until(String condition, BooleanSupplier holds) {
        new WebDriverWait(driver, PATIENCE, POLL)
                .withMessage(
                        () -> condition + "; the player says: " + text("#say") + text("#form-fault") + " " + seen())
                .until(d -> holds.getAsBoolean());
    }

    void until(String condition, String expression) {
        until(condition, () -> holds(expression));
    }

    /** Returns when the picture that stands does not move any more. */
    void untilStill() {
        until("no seek is under way", "!document.querySelector('.view video')?.seeking");
    }

    /** Clicks so far along an element: 0 is its left edge, 1 its right. */
    void clickAt(String css, double part) {
        WebElement element = find(css);
        js("arguments[0].scrollIntoView({ block: 'center' })", element);
        int width = element.getSize().getWidth();
        new Actions(driver)
                .moveToElement(element, (int) Math.round((part - 0.5) * width), 0)
                .click()
                .perform();
    }

    /** What has the keyboard. */
    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Lets the page believe in a screen of this size. */
    void screen(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void scripts(boolean on) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    }

    /** Keeps what is seen, for people who look at what the tests did. */
    void photograph(String name) {
        Map<String, Object> taken = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Path folder = Path.of(System.getProperty("nvr.repository"), "nvr-daemon", "target", "screenshots");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode((String) taken.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that was asked of a network since the browser was freshened. */
    List<String> requests() {
        listen();
        return List.copyOf(requests);
    }

    /** What the browser complained of since then: errors of scripts, refused by policy, not found. */
    List<String> complaints() {
        listen();
        return complaints.stream()
                .filter(c -> excused.stream().noneMatch(c::contains))
                .toList();
    }

    void assertNothingWrong(String home) {
        assertThat(complaints()).as("errors in the browser's log").isEmpty();
        assertThat(requests())
                .as("requests that leave the box")
                .allMatch(url -> url.startsWith(home) || url.matches("(data|blob|about|chrome):.*"));
    }

    @Override
    public void close() {
        driver.quit();
        Folders.delete(folder);
    }

    private void listen() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            Matcher asked = ASKED.matcher(entry.getMessage());
            if (asked.find()) {
                requests.add(asked.group(1));
            }
        }
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                complaints.add(entry.getMessage());
            }
        }
    }

    private List<String> seen() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }
}
