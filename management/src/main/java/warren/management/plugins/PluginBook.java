package warren.management.plugins;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.management.plugins.Plugin.Kind;

/**
 * Which plug-ins are enabled: those that the file names, or as long as there is none those that the settings switch on, and what is always
 * there. A name in the file that is none of ours stays there and has no effect, so that the way back to RabbitMQ loses nothing.
 */
public final class PluginBook {
    /** What an operator may want. */
    enum Change {
        ENABLE,
        DISABLE,
        SET
    }

    private final PluginSettings settings;
    private final EnabledPluginsFile file;

    public PluginBook(PluginSettings settings) {
        this.settings = settings;
        this.file = new EnabledPluginsFile(settings.file());
    }

    PluginSettings settings() {
        return settings;
    }

    /** Those that an operator or a setting has switched on, by name. The file is read each time: it may have been changed by hand. */
    public SortedSet<String> explicit() throws IOException {
        Optional<SortedSet<String>> named = file.read();
        if (named.isPresent()) {
            return named.get();
        }
        return settings.on().stream()
                .filter(plugin -> plugin.kind() == Kind.PORT)
                .map(Plugin::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in the file that Warren has nothing for. */
    public List<String> strangers() throws IOException {
        return explicit().stream().filter(name -> Plugin.named(name).isEmpty()).toList();
    }

    /** True when it is on without being named. */
    boolean isImplicit(Plugin plugin) {
        return plugin.kind() == Kind.BUILT_IN
                || (plugin.kind() == Kind.SETTING && settings.on().contains(plugin));
    }

    /** All that is on, by name. */
    public List<String> enabled() throws IOException {
        SortedSet<String> explicit = explicit();
        return Stream.of(Plugin.values())
                .filter(plugin ->
                        isImplicit(plugin) || (plugin.kind() == Kind.PORT && explicit.contains(plugin.text())))
                .map(Plugin::text)
                .toList();
    }

    /** The same for a report, which a file that cannot be read does not end. */
    public List<String> running() {
        try {
            return enabled();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** What the file is to name after a change; refused when that would promise what cannot be. */
    SortedSet<String> changed(Change change, List<String> names) throws OperatorError, IOException {
        SortedSet<String> next = change == Change.SET ? new TreeSet<>() : explicit();
        if (change == Change.DISABLE) {
            for (String name : names) {
                refuseToDisable(name);
                next.remove(name);
            }
            return next;
        }
        List<String> missing =
                names.stream().filter(name -> Plugin.named(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new OperatorError(
                    Reason.NOT_FOUND,
                    missing.stream().collect(Collectors.joining(", :", "{:plugins_not_found, [:", "]}"))
                            + "\nWarren does not have " + String.join(", ", missing));
        }
        for (String name : names) {
            refuseToEnable(name);
            next.add(name);
        }
        return next;
    }

    private void refuseToDisable(String name) throws OperatorError {
        Optional<Plugin> plugin = Plugin.named(name).filter(this::isImplicit);
        if (plugin.isPresent()) {
            throw new OperatorError(
                    Reason.REFUSED,
                    plugin.get().kind() == Kind.BUILT_IN
                            ? name + " is a part of Warren and cannot be disabled"
                            : bySetting(plugin.get(), "off"));
        }
    }

    private void refuseToEnable(String name) throws OperatorError {
        Optional<Plugin> plugin = Plugin.named(name).filter(each -> each.kind() == Kind.SETTING && !isImplicit(each));
        if (plugin.isPresent()) {
            throw new OperatorError(Reason.REFUSED, bySetting(plugin.get(), "on"));
        }
    }

    private static String bySetting(Plugin plugin, String how) {
        return plugin.text() + " is switched " + how + " in the settings, for the next start. " + plugin.description();
    }

    void write(SortedSet<String> names) throws IOException {
        file.write(names);
    }
}
