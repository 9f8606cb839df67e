package warren.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import warren.actors.feed.Feed;

/**
 * Where log lines go: to standard error, and to {@code log/warren.log} in the data directory, which is renamed when it is full; the
 * oldest of the renamed ones goes. Set up in code, because looking for configuration files costs a tenth of the start-up time.
 *
 * <p>Lines are held back at first: a start that fails prints its one line and nothing else, and nobody writes to the log of a broker
 * that holds the data directory.
 */
final class Logging {
    private static final String FILE = "warren.log";
    /** A start that takes longer shows what it is doing. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final Optional<HeldLines> console;
    private final HeldLines file;

    private Logging(Optional<HeldLines> console, HeldLines file) {
        this.console = console;
        this.file = file;
    }

    /** From now on. */
    static void setLevel(String name) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Level level = level(name);
        context.getLogger("warren").setLevel(level);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    }

    static Path fileIn(Path dataDirectory) {
        return dataDirectory.resolve("log").resolve(FILE);
    }

    static Logging start(Config settings, Path dataDirectory) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        setLevel(settings.getString("level"));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Optional<HeldLines> console = settings.getBoolean("console")
                ? Optional.of(held(root, () -> console(context), SILENCE))
                : Optional.empty();
        var file = held(root, () -> file(context, settings, fileIn(dataDirectory)), Duration.ofDays(1));
        return new Logging(console, file);
    }

    private static HeldLines held(Logger root, Supplier<Appender<ILoggingEvent>> target, Duration limit) {
        var lines = new HeldLines(target, limit);
        lines.setContext(root.getLoggerContext());
        lines.start();
        root.addAppender(lines);
        return lines;
    }

    /** The data directory is ours: its log may be written. */
    void openFile() {
        file.release();
    }

    /** The start has succeeded. */
    void openConsole() {
        console.ifPresent(HeldLines::release);
    }

    /** From now on lines go to the exchange for them too, if the settings say so. */
    static void feed(Config settings, Feed feed, String node) {
        if (settings.getBoolean("exchange.enabled")) {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            var appender = new LogFeed(feed, level(settings.getString("exchange.level")), node);
            appender.setContext(context);
            appender.start();
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        }
    }

    /** Writes out what is pending and closes the file. */
    static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Level level(String name) {
        return name.equals("warning") ? Level.WARN : Level.toLevel(name);
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setTarget("System.err");
        return started(context, appender);
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Config settings, Path path) {
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setFile(path.toString());
        var names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(path + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(settings.getInt("files"));
        names.start();
        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(settings.getBytes("file-size")));
        size.start();
        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        return started(context, appender);
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        var layout = new LogLine();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
