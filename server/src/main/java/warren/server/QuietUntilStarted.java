package warren.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Found by Logback at its first use: in the broker's own program it keeps Logback from looking for configuration files. {@link Logging}
 * sets it up when settings are known. In a program that embeds the broker it does nothing.
 */
public final class QuietUntilStarted extends ContextAwareBase implements Configurator {
    private static volatile boolean isOwnProgram;

    /** To be called before anything is logged. */
    static void inOwnProgram() {
        isOwnProgram = true;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!isOwnProgram) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
