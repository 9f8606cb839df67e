package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How passwords are kept, over a restart and in definitions. */
class PasswordsIT {
    private static final String ARGON2 = "warren_password_hashing_argon2id";

    @TempDir
    private Path directory;

    @Test
    void areHashedSlowly_andStillOpenTheDoorAfterARestart() throws Exception {
        try (WarrenProcess warren =
                WarrenProcess.startOnNewDirectory("-Dwarren.default-user=me", "-Dwarren.default-password=secret")) {
            warren.ctl("add_user", "you", "p");
            warren.ctl("set_permissions", "you", ".*", ".*", ".*");
            Path file = directory.resolve("definitions.json");
            warren.ctl("export_definitions", file.toString());
            JsonNode users = new ObjectMapper().readTree(Files.readString(file)).path("users");
            assertThat(users)
                    .extracting(each -> each.path("hashing_algorithm").asText())
                    .containsOnly(ARGON2);
            assertThat(users)
                    .extracting(each -> new String(
                            Base64.getDecoder()
                                    .decode(each.path("password_hash").asText()),
                            StandardCharsets.UTF_8))
                    .allMatch(hash -> hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));

            warren.stop();
            warren.start();
            logIn(warren, "me", "secret");
            logIn(warren, "you", "p");
            assertThat(warren.ctl("authenticate_user", "you", "q").status()).isEqualTo(65);

            // what was exported comes in again as it is
            warren.ctl("delete_user", "you");
            assertThat(warren.ctl("import_definitions", file.toString()).status())
                    .isZero();
            logIn(warren, "you", "p");
        }
    }

    @Test
    void areHashedAsRabbitMqDoesIt_whereTheSettingsSaySo() throws Exception {
        try (WarrenProcess warren = WarrenProcess.startOnNewDirectory("-Dwarren.access.password-hashing=sha-512")) {
            warren.ctl("add_user", "you", "p");
            Path file = directory.resolve("definitions.json");
            warren.ctl("export_definitions", file.toString());

            assertThat(file)
                    .content()
                    .contains("rabbit_password_hashing_sha512")
                    .doesNotContain(ARGON2);
            assertThat(warren.ctl("authenticate_user", "you", "p").status()).isZero();
        }
    }

    private static void logIn(WarrenProcess warren, String user, String password) throws Exception {
        var factory = new ConnectionFactory();
        factory.setPort(warren.port());
        factory.setUsername(user);
        factory.setPassword(password);
        factory.newConnection().close();
    }
}
