package warren.actors.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;

@Timeout(60)
class ExtensionLoaderTest {
    @TempDir
    Path directory;

    private final ExtensionLoader loader = new ExtensionLoader(
            new ExtensionSettings(Path.of("none"), Duration.ofSeconds(1), ConfigFactory.empty()),
            Duration.ofMillis(300));

    /** Its constructor comes back when it is interrupted. */
    public static final class Stuck extends Named {
        private static final CountDownLatch NEVER = new CountDownLatch(1);
        private static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

        public Stuck() throws InterruptedException {
            try {
                NEVER.await();
            } finally {
                INTERRUPTED.countDown();
            }
        }
    }

    /** It needs more stack than there is. */
    public static final class Deep extends Named {
        public Deep() {
            throw new StackOverflowError("too deep");
        }
    }

    @Test
    void oneWhoseConstructorDoesNotComeBackIsGivenUp() throws Exception {
        assertThatThrownBy(() -> load(Stuck.class))
                .isInstanceOf(ExtensionException.class)
                .hasMessage(
                        "cannot load the exchange types in here: a constructor or type() of theirs does not come back");
        Stuck.INTERRUPTED.await();
    }

    @Test
    void oneWhoseConstructorFailsIsRefusedWithItsReason() {
        assertThatThrownBy(() -> load(Deep.class))
                .isInstanceOf(ExtensionException.class)
                .hasMessageContaining("cannot load the exchange types in here: ")
                .hasMessageContaining("too deep");
    }

    @Test
    void oneThatIsSoundIsLoaded() throws Exception {
        load(Named.class);
        assertThat(loader.from(services(Named.class), "here"))
                .extracting(LoadedExtension::type)
                .contains("x-named");
    }

    private void load(Class<?> extension) throws Exception {
        loader.from(services(extension), "here");
    }

    private ClassLoader services(Class<?> extension) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(ExchangeExtension.class.getName()), extension.getName());
        return new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
    }

    /** Nothing but a name. */
    public static class Named implements ExchangeExtension {
        @Override
        public String type() {
            return "x-named";
        }

        @Override
        public Optional<String> validate(Map<String, Object> arguments) {
            return Optional.empty();
        }

        @Override
        public Behavior<ExchangeCommand> create(ExchangeContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
