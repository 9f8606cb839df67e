package warren.actors.extension;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange types that are loaded. Operators change it and virtual hosts look at it with every declaration, so it is no actor. At the
 * start it holds what is on the class path and in the directory of extensions; what cannot be loaded is logged and left out. Thread-safe.
 */
public final class ExtensionRegistry implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(ExtensionRegistry.class);

    private static final class Id extends ExtensionId<ExtensionRegistry> {
        private static final Id INSTANCE = new Id();

        @Override
        public ExtensionRegistry createExtension(ActorSystem<?> system) {
            var registry = new ExtensionRegistry(
                    ExtensionSettings.from(system.settings().config().getConfig("warren.extensions")));
            registry.loadAll();
            return registry;
        }
    }

    private final ExtensionSettings settings;
    private final ExtensionLoader loader;
    private final Map<String, LoadedExtension> types = new TreeMap<>();
    private final Map<String, List<Consumer<Optional<LoadedExtension>>>> followers = new HashMap<>();

    ExtensionRegistry(ExtensionSettings settings) {
        this.settings = settings;
        this.loader = new ExtensionLoader(settings);
    }

    /** That of this system; the first call loads what there is. */
    public static ExtensionRegistry get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    void loadAll() {
        try {
            loader.fromClassPath().forEach(this::add);
        } catch (ExtensionException broken) {
            LOG.error("{}", broken.getMessage(), broken);
        }
        try {
            for (Path place : loader.places()) {
                loadAtStart(place);
            }
        } catch (IOException unreadable) {
            LOG.error("cannot list the extensions in {}", settings.directory(), unreadable);
        }
    }

    private void loadAtStart(Path place) {
        try {
            load(place);
        } catch (ExtensionException broken) {
            LOG.error("{}", broken.getMessage(), broken);
        }
    }

    public synchronized Optional<LoadedExtension> named(String type) {
        return Optional.ofNullable(types.get(type));
    }

    /** By name. */
    public synchronized List<LoadedExtension> all() {
        return List.copyOf(types.values());
    }

    /** Loads what is in a jar, or a folder of jars. A type that is loaded already is replaced: its exchanges go on with the new code. */
    public List<LoadedExtension> load(Path place) throws ExtensionException {
        List<LoadedExtension> found = loader.from(place);
        found.forEach(this::add);
        return found;
    }

    private synchronized void add(LoadedExtension loaded) {
        types.put(loaded.type(), loaded);
        LOG.info("exchange type '{}' loaded from {}", loaded.type(), loaded.origin());
        tell(loaded.type(), Optional.of(loaded));
    }

    /** Its exchanges stay and refuse messages until it is loaded again. */
    public synchronized void unload(String type) throws ExtensionException {
        if (types.remove(type) == null) {
            throw new ExtensionException("no exchange type '" + type + "' is loaded from an extension");
        }
        LOG.info("exchange type '{}' unloaded", type);
        tell(type, Optional.empty());
    }

    private void tell(String type, Optional<LoadedExtension> now) {
        new ArrayList<>(followers.getOrDefault(type, List.of())).forEach(each -> each.accept(now));
    }

    /** The follower is told whenever the type is loaded or unloaded from now on; it must not block. */
    public synchronized Following follow(String type, Consumer<Optional<LoadedExtension>> follower) {
        followers.computeIfAbsent(type, key -> new ArrayList<>()).add(follower);
        return new Following(named(type), () -> forget(type, follower));
    }

    private synchronized void forget(String type, Consumer<Optional<LoadedExtension>> follower) {
        followers.computeIfPresent(type, (key, all) -> {
            all.remove(follower);
            return all.isEmpty() ? null : all;
        });
    }

    /**
     * What {@link #follow} began.
     *
     * @param now the type at the beginning
     * @param end ends it
     */
    public record Following(Optional<LoadedExtension> now, Runnable end) {}
}
