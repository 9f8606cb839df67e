package warren.management.plugins;

import java.nio.file.Path;
import java.util.Set;

/**
 * What the settings say of plug-ins.
 *
 * @param on those that are on as long as there is no file, and the ones that are settings
 * @param version shown for all of them
 */
public record PluginSettings(Path file, Set<Plugin> on, String version) {
    /** Copies the set. */
    public PluginSettings {
        on = Set.copyOf(on);
    }
}
