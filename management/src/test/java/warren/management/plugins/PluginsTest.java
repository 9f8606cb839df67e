package warren.management.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.info.OperatorError;
import warren.management.json.Json;

class PluginsTest {
    @TempDir
    private Path directory;

    private final Set<Plugin> open = EnumSet.of(Plugin.MANAGEMENT);
    private boolean portIsTaken;
    private Path file;
    private Plugins plugins;

    @BeforeEach
    void prepare() {
        file = directory.resolve("enabled_plugins");
        var settings = new PluginSettings(file, Set.of(Plugin.MANAGEMENT), "1");
        plugins = new Plugins(
                new PluginBook(settings),
                Map.of(
                        Plugin.MANAGEMENT, port(Plugin.MANAGEMENT),
                        Plugin.PROMETHEUS, port(Plugin.PROMETHEUS)));
    }

    private PluginSwitch port(Plugin plugin) {
        return new PluginSwitch(() -> open(plugin), () -> close(plugin), () -> open.contains(plugin));
    }

    private CompletionStage<Done> open(Plugin plugin) {
        if (portIsTaken) {
            return CompletableFuture.failedFuture(new IOException("port in use"));
        }
        open.add(plugin);
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    private CompletionStage<Done> close(Plugin plugin) {
        open.remove(plugin);
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    private JsonNode change(String how, String... names) {
        var request = Json.object().put("change", how);
        request.set("names", Json.texts(List.of(names)));
        return plugins.run("change_plugins", request).toCompletableFuture().join();
    }

    @Test
    void opensThePort_andAddsToWhatTheSettingsSwitchOn() throws IOException {
        assertThat(change("enable", "rabbitmq_prometheus"))
                .hasToString("{\"set\":[\"rabbitmq_management\",\"rabbitmq_prometheus\"],"
                        + "\"started\":[\"rabbitmq_prometheus\"],\"stopped\":[]}");

        assertThat(open).containsExactly(Plugin.MANAGEMENT, Plugin.PROMETHEUS);
        assertThat(file).hasContent("[rabbitmq_management,rabbitmq_prometheus].");
    }

    @Test
    void keepsNamesThatAreNotOurs() throws IOException {
        Files.writeString(file, "%% by hand\n[ rabbitmq_shovel,\n 'rabbitmq_management' ].\n");

        assertThat(change("disable", "rabbitmq_management").path("stopped")).hasToString("[\"rabbitmq_management\"]");
        assertThat(open).isEmpty();
        assertThat(file).hasContent("[rabbitmq_shovel].");
    }

    @Test
    void changesNothing_whenThePortIsTaken() {
        portIsTaken = true;

        assertThatThrownBy(() -> change("set", "rabbitmq_prometheus"))
                .hasCauseInstanceOf(OperatorError.class)
                .hasMessageContaining("port in use");
        assertThat(open).containsExactly(Plugin.MANAGEMENT);
        assertThat(file).doesNotExist();
    }

    @Test
    void opensNothing_whenTheFileCannotBeWritten() throws IOException {
        Files.createDirectories(file.resolveSibling("enabled_plugins.new").resolve("in the way"));

        assertThatThrownBy(() -> change("enable", "rabbitmq_prometheus")).hasCauseInstanceOf(OperatorError.class);
        assertThat(open).containsExactly(Plugin.MANAGEMENT);
    }

    @Test
    void refusesWhatIsNotThere_andToSwitchOffWhatAlwaysIs() {
        assertThatThrownBy(() -> change("enable", "rabbitmq_stomp", "rabbitmq_mqtt"))
                .hasMessageContaining("{:plugins_not_found, [:rabbitmq_stomp, :rabbitmq_mqtt]}")
                .hasMessageContaining("Warren does not have rabbitmq_stomp, rabbitmq_mqtt");
        assertThatThrownBy(() -> change("disable", "rabbitmq_sharding")).hasMessageContaining("cannot be disabled");
        assertThatThrownBy(() -> change("enable", "rabbitmq_event_exchange"))
                .hasMessageContaining("warren.event-exchange.enabled");
        assertThat(change("disable", "rabbitmq_stomp").path("stopped")).isEmpty();
        assertThat(change("enable", "rabbitmq_consistent_hash_exchange").path("set"))
                .hasToString("[\"rabbitmq_consistent_hash_exchange\",\"rabbitmq_management\"]");
    }

    @Test
    void aFileThatIsNoListIsNamed() throws IOException {
        Files.writeString(file, "[rabbitmq_management]");

        assertThatThrownBy(() -> change("enable", "rabbitmq_prometheus"))
                .hasMessageContaining("is not a list of names");
        assertThat(file).hasContent("[rabbitmq_management]");
    }
}
