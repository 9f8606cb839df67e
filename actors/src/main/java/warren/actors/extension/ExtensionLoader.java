package warren.actors.extension;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import warren.exchange.ExchangeExtension;
import warren.routing.ExchangeType;

/**
 * Finds extensions on the class path and in jars. Runs code of theirs, constructors and {@code type()}, on a thread of its own: one that
 * does not come back within {@value #PATIENCE_SECONDS} seconds is given up, and that thread with it.
 */
final class ExtensionLoader {
    static final String CLASS_PATH = "class path";
    static final int PATIENCE_SECONDS = 10;
    private static final Pattern TYPE = Pattern.compile("x-[A-Za-z0-9._-]{1,125}");

    private final ExtensionSettings settings;
    private final Duration patience;

    ExtensionLoader(ExtensionSettings settings) {
        this(settings, Duration.ofSeconds(PATIENCE_SECONDS));
    }

    ExtensionLoader(ExtensionSettings settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /** What the directory of extensions holds: jars, and folders of jars. */
    List<Path> places() throws IOException {
        List<Path> places = new ArrayList<>();
        if (!Files.isDirectory(settings.directory())) {
            return places;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.directory())) {
            for (Path file : files) {
                if (Files.isDirectory(file) || file.toString().endsWith(".jar")) {
                    places.add(file);
                }
            }
        }
        Collections.sort(places);
        return places;
    }

    List<LoadedExtension> fromClassPath() throws ExtensionException {
        return from(ExtensionLoader.class.getClassLoader(), CLASS_PATH);
    }

    /** From a jar, or a folder of jars that belong together. */
    List<LoadedExtension> from(Path place) throws ExtensionException {
        if (!Files.isReadable(place)) {
            throw new ExtensionException("cannot read " + place);
        }
        List<LoadedExtension> found;
        try {
            found = from(ExtensionClassLoader.of(place), place.toString());
        } catch (IOException unreadable) {
            throw new ExtensionException("cannot read " + place + ": " + unreadable.getMessage(), unreadable);
        }
        if (found.isEmpty()) {
            throw new ExtensionException(place + " has no exchange type: nothing is named in META-INF/services/"
                    + ExchangeExtension.class.getName());
        }
        return found;
    }

    List<LoadedExtension> from(ClassLoader loader, String origin) throws ExtensionException {
        var loading = new FutureTask<>(() -> load(loader, origin));
        var thread = new Thread(loading, "extension-loader");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return loading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ExtensionException refused) {
                throw refused;
            }
            throw new ExtensionException(
                    "cannot load the exchange types in " + origin + ": " + cause(failure), failure);
        } catch (InterruptedException stop) {
            loading.cancel(true);
            Thread.currentThread().interrupt();
            throw new ExtensionException("interrupted while loading " + origin, stop);
        } catch (TimeoutException stuck) {
            loading.cancel(true);
            throw new ExtensionException(
                    "cannot load the exchange types in " + origin
                            + ": a constructor or type() of theirs does not come back",
                    stuck);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause(cause);
    }

    private List<LoadedExtension> load(ClassLoader loader, String origin) throws ExtensionException {
        List<LoadedExtension> loaded = new ArrayList<>();
        Iterator<ExchangeExtension> found =
                ServiceLoader.load(ExchangeExtension.class, loader).iterator();
        while (found.hasNext()) {
            loaded.add(loaded(found.next(), loader, origin));
        }
        return loaded;
    }

    private LoadedExtension loaded(ExchangeExtension extension, ClassLoader loader, String origin)
            throws ExtensionException {
        String type = extension.type();
        if (!TYPE.matcher(type).matches()) {
            throw new ExtensionException("the name of the exchange type '" + type + "' in " + origin
                    + " is not allowed: x- and up to 125 letters, digits, '.', '_' and '-'");
        }
        if (ExchangeType.named(type).isPresent()) {
            throw new ExtensionException(
                    "the exchange type '" + type + "' in " + origin + " is one of the broker's own");
        }
        return new LoadedExtension(extension, origin, configuration(type, loader), settings.timeLimit());
    }

    /** The user's section above the one in the jar. */
    private Config configuration(String type, ClassLoader loader) throws ExtensionException {
        String name = ConfigUtil.joinPath(type);
        String path = "warren.extensions.types." + name;
        try {
            Config own = loader instanceof ExtensionClassLoader
                    ? ConfigFactory.parseResources(loader, "reference.conf").resolve()
                    : ConfigFactory.empty();
            Config defaults = own.hasPath(path) ? own.getConfig(path) : ConfigFactory.empty();
            Config set = settings.types().hasPath(name) ? settings.types().getConfig(name) : ConfigFactory.empty();
            return set.withFallback(defaults).resolve();
        } catch (ConfigException malformed) {
            throw new ExtensionException("the settings of '" + type + "': " + malformed.getMessage(), malformed);
        }
    }
}
