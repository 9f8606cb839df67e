package warren.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    private Path home;

    private Path file;

    @BeforeEach
    void emptyFile() throws IOException {
        file = home.resolve("application.conf");
        Files.writeString(file, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amqp.port = 70000 | a port from 1 to 65535, or 0 for any free one",
                "amqp.port = -1 | a port from 1 to 65535, or 0 for any free one",
                "amqp.port = abc | a port from 1 to 65535, or 0 for any free one",
                "amqp.host = a b | a host name or address to listen on, such as 0.0.0.0",
                "amqp.frame-max = 4 KiB | a size from 8 KiB to 16 MiB",
                "amqp.frame-max = big | a size from 8 KiB to 16 MiB",
                "amqp.channel-max = 0 | a whole number from 1 to 65535",
                "amqp.heartbeat = 60 | whole seconds with their unit, from 0s to 65535s",
                "amqp.heartbeat = 70000s | whole seconds with their unit, from 0s to 65535s",
                "amqp.handshake-timeout = 0s | whole seconds with their unit, from 1s to 600s",
                "amqp.max-message-size = 513 MiB | a size from 1 byte to 512 MiB",
                "amqp.channel-budget = 1 KiB | a size from 64 KiB to 1 GiB",
                "management.port = 1.5x | a port from 1 to 65535, or 0 for none",
                "management.host = a/b | a host name or address to listen on, such as 0.0.0.0",
                "tls.port = 70000 | a port from 1 to 65535, or 0 for none",
                "tls.verify = maybe | one of none, peer",
                "tls.depth = 200 | a whole number from 0 to 100",
                "tls.versions = TLSv1.3 | a list of at least one of TLSv1.3, TLSv1.2",
                "alarms.memory-watermark = 1.5 | a number above 0 and up to 1, or a size such as 2 GiB",
                "persistence.fsync = perhaps | on or off",
                "log.level = loud | one of debug, info, warning, error",
                "log.console = 5 | on or off",
                "log.file-size = 1 | a size from 64 KiB to 1 GiB",
                "log.files = 1000 | a whole number from 1 to 100",
                "node = rabbit | a name such as rabbit@host, or \"\" for rabbit@ this host",
                "loopback-users = guest | a list of user names, such as [guest] or []",
            })
    void namesKeyValuePlaceAndWhatIsAllowed(String line, String allowed) throws IOException {
        Files.writeString(file, "warren {\n  " + line.replace(" = ", " = \n  \"") + "\"\n}\n");
        String shown = "warren." + line;

        assertThatThrownBy(() -> settings())
                .isInstanceOf(StartException.class)
                .hasMessage(file + ":3: " + shown + " is not allowed: " + allowed);
    }

    @Test
    void refusesAnUnknownKey_andTellsItsNeighbours() throws IOException {
        Files.writeString(file, "warren.amqp {\n  prot = 5672\n}");

        assertThatThrownBy(() -> settings())
                .hasMessage(
                        file + ":2: unknown setting warren.amqp.prot = 5672; warren.amqp has channel-budget,"
                                + " channel-max, enabled, frame-max, handshake-timeout, heartbeat, host, max-message-size, port");
    }

    @Test
    void refusesAnUnknownSection() throws IOException {
        Files.writeString(file, "warren.mqtt.port = 1883");

        assertThatThrownBy(() -> settings())
                .hasMessage(file + ":1: unknown setting warren.mqtt.port = 1883; there is no section warren.mqtt");
    }

    @Test
    void refusesASettingOfNobody() {
        assertThatThrownBy(() -> settings("-Dwaren.amqp.port=1"))
                .hasMessage("option -Dwaren.amqp.port = 1 is not allowed: settings begin with warren. or pekko.");
    }

    @Test
    void namesTheOptionThatIsWrong() {
        assertThatThrownBy(() -> settings("-Dwarren.amqp.port=x"))
                .hasMessage("option -Dwarren.amqp.port: warren.amqp.port = x is not allowed: a port from 1 to 65535,"
                        + " or 0 for any free one");
        assertThatThrownBy(() -> settings("--amqp-port", "x"))
                .hasMessageStartingWith("option --amqp-port: warren.amqp.port = x is not allowed");
        assertThatThrownBy(() -> settings("--amqp-port")).hasMessageContaining("--amqp-port needs a value");
        assertThatThrownBy(() -> settings("--port", "1")).hasMessage("unknown option --port (try --help)");
    }

    @Test
    void tellsTheLineOfAMalformedFile() throws IOException {
        Files.writeString(file, "warren {\n  amqp = {\n");

        assertThatThrownBy(() -> settings()).isInstanceOf(StartException.class).hasMessageContaining(file + ": 3");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> settings("--config", "/nosuch/file.conf"))
                .hasMessage("cannot read the settings in /nosuch/file.conf");
    }

    @Test
    void laysOptionsOverFlagsOverEnvironmentOverFile() throws Exception {
        Files.writeString(file, "warren { amqp.port = 1, persistence.directory = \"/file\", amqp.channel-max = 5 }");
        Map<String, String> environment = Map.of("WARREN_DATA_DIR", "/environment");

        assertThat(of(Map.of()).getString("persistence.directory")).isEqualTo("/file");
        assertThat(of(environment).getString("persistence.directory")).isEqualTo("/environment");
        assertThat(of(environment, "--data-dir", "/flag").getString("persistence.directory"))
                .isEqualTo("/flag");
        assertThat(of(environment, "--data-dir=/flag", "-Dwarren.persistence.directory=/option")
                        .getString("persistence.directory"))
                .isEqualTo("/option");
        assertThat(of(environment, "--amqp-port", "2").getInt("amqp.port")).isEqualTo(2);
        assertThat(of(environment).getInt("amqp.channel-max")).isEqualTo(5);
        assertThat(of(environment).getInt("management.port")).isEqualTo(15672);
    }

    @Test
    void readsAListFromAnOption() throws Exception {
        assertThat(of(Map.of(), "-Dwarren.loopback-users=[a, b]").getStringList("loopback-users"))
                .containsExactly("a", "b");
    }

    @Test
    void namesTheNodeAfterTheHost() throws Exception {
        assertThat(of(Map.of()).getString("node")).startsWith("rabbit@").hasSizeGreaterThan("rabbit@".length());
        assertThat(of(Map.of(), "-Dwarren.node=hare@hill").getString("node")).isEqualTo("hare@hill");
    }

    @Test
    void theFileForUsersHoldsExactlyTheBuiltInValues() {
        Config forUsers =
                ConfigFactory.parseFile(repository().resolve("application.conf").toFile());
        Config builtIn = ConfigFactory.parseResources("warren-reference.conf");

        assertThat(forUsers.getConfig("warren").root().unwrapped())
                .isEqualTo(builtIn.getConfig("warren").root().unwrapped());
        assertThat(SettingRules.ALL).hasSameSizeAs(builtIn.getConfig("warren").entrySet());
    }

    private static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    private Settings settings(String... arguments) throws StartException {
        return Settings.of(LaunchOptions.parse(arguments), Map.of(), home);
    }

    private Config of(Map<String, String> environment, String... arguments) throws StartException {
        return Settings.of(LaunchOptions.parse(arguments), environment, home).warren();
    }
}
