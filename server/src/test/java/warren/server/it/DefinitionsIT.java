package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of definitions at the start and with warrenctl. */
class DefinitionsIT {
    @TempDir
    private Path directory;

    private Path definitions;

    @BeforeEach
    void writeTheFile() throws IOException {
        definitions = directory.resolve("definitions.json");
        try (InputStream in = DefinitionsIT.class.getResourceAsStream("rabbitmq-definitions.json")) {
            Files.write(definitions, in.readAllBytes());
        }
    }

    @Test
    void areThereWhenTheBrokerIsReady_alsoAtTheSecondStart() {
        try (WarrenProcess warren = WarrenProcess.startOnNewDirectory("-Dwarren.load-definitions=" + definitions)) {
            assertThat(warren.ctl("-q", "list_queues", "-p", "dv", "name").output())
                    .contains("dq", "qq", "ad");
            assertThat(warren.ctl("authenticate_user", "dmd5", "p").status()).isZero();
            assertThat(warren.ctl("-q", "list_topic_permissions", "-p", "dv").output())
                    .contains("du\tamq.topic\t^a\t.*");

            warren.stop();
            warren.start();
            assertThat(warren.ctl("-q", "list_queues", "-p", "dv", "name").output())
                    .contains("dq", "qq", "ad");
        }
    }

    @Test
    void endTheStartWithOneLine_whenTheyAreMalformed() throws IOException {
        Files.writeString(definitions, "{\"users\":[{\"name\":\"x\"}]}");
        try (WarrenProcess warren = WarrenProcess.startOnNewDirectory()) {
            warren.stop();
            Program.Outcome outcome = Program.run(
                    warren.command("--amqp-port", "0", "-Dwarren.load-definitions=" + definitions),
                    Duration.ofSeconds(60));

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.errors())
                    .anyMatch(line ->
                            line.contains("cannot load the definitions in " + definitions + ": tags_not_present"));
        }
    }

    @Test
    void goOutAndInWithWarrenctl() {
        try (WarrenProcess warren = WarrenProcess.startOnNewDirectory()) {
            assertThat(warren.ctl("import_definitions", definitions.toString()).output())
                    .containsExactly(
                            "Importing definitions in JSON from a file at \"" + definitions + "\" ...",
                            "Successfully imported the definitions.");
            Path out = directory.resolve("out.json");
            assertThat(warren.ctl("export_definitions", out.toString()).output())
                    .containsExactly("Exporting definitions in JSON to a file at \"" + out + "\" ...");
            assertThat(out).content().contains("\"dq\"", "rabbit_password_hashing_sha512");
            assertThat(warren.ctl("import_definitions", out.toString()).status())
                    .isZero();

            assertThat(warren.ctl("import_definitions", "/nosuch").status()).isEqualTo(65);
            assertThat(warren.ctl("export_definitions", "/nosuch/x").status()).isEqualTo(65);
            assertThat(warren.ctl("export_definitions").status()).isEqualTo(64);
        }
    }

    @Test
    void topicPermissionsAreSetAndCleared() {
        try (WarrenProcess warren = WarrenProcess.startOnNewDirectory()) {
            assertThat(warren.ctl("set_topic_permissions", "guest", "amq.topic", "^{username}", ".*")
                            .output())
                    .containsExactly(
                            "Setting topic permissions on \"amq.topic\" for user \"guest\" in vhost \"/\" ...");
            assertThat(warren.ctl("-q", "list_user_topic_permissions", "guest").output())
                    .containsExactly("vhost\texchange\twrite\tread", "/\tamq.topic\t^{username}\t.*");
            assertThat(warren.ctl("set_topic_permissions", "guest", "amq.topic", "(", ".*")
                            .status())
                    .isEqualTo(69);
            assertThat(warren.ctl("set_topic_permissions", "nosuch", "amq.topic", "a", ".*")
                            .status())
                    .isEqualTo(67);
            assertThat(warren.ctl("clear_topic_permissions", "guest").status()).isZero();
            // as rabbitmqctl does of an empty list
            assertThat(warren.ctl("-q", "list_topic_permissions").output()).containsExactly("");
        }
    }
}
