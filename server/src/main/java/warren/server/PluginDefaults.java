package warren.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import warren.management.plugins.Plugin;
import warren.management.plugins.PluginSettings;

/** What the settings say of plug-ins. */
final class PluginDefaults {
    private static final String FILE = "enabled_plugins";

    private PluginDefaults() {}

    static PluginSettings of(Settings settings, String version) {
        Config warren = settings.warren();
        Set<Plugin> on = EnumSet.noneOf(Plugin.class);
        if (warren.getInt("management.port") != 0 || warren.getInt("management.tls.port") != 0) {
            on.add(Plugin.MANAGEMENT);
        }
        if (warren.getBoolean("prometheus.enabled")) {
            on.add(Plugin.PROMETHEUS);
        }
        if (warren.getBoolean("event-exchange.enabled")) {
            on.add(Plugin.EVENT_EXCHANGE);
        }
        if (warren.getStringList("auth-mechanisms").contains("EXTERNAL")) {
            on.add(Plugin.AUTH_MECHANISM_SSL);
        }
        String file = warren.getString("enabled-plugins-file");
        Path path = file.isEmpty()
                ? settings.dataDirectory().resolve(FILE)
                : Path.of(file).toAbsolutePath();
        return new PluginSettings(path, on, version);
    }
}
