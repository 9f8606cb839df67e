package warren.server.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitEnvironmentTest {
    private static RabbitEnvironment of(Map<String, String> variables) throws ConfException {
        return RabbitEnvironment.of(variables, "hill");
    }

    @Test
    void saysNothingWhenNothingIsSet() throws ConfException {
        RabbitEnvironment environment = of(Map.of("PATH", "/bin", "RABBITMQ_DEFAULT_USER", ""));

        assertThat(environment.config().isEmpty()).isTrue();
        assertThat(environment.files()).isEmpty();
        assertThat(environment.warnings()).isEmpty();
    }

    @Test
    void setsWhatTheImageSets() throws ConfException {
        var config = of(Map.of(
                        "RABBITMQ_DEFAULT_USER", "me",
                        "RABBITMQ_DEFAULT_PASS", "secret",
                        "RABBITMQ_DEFAULT_VHOST", "mine",
                        "RABBITMQ_NODE_PORT", "5673",
                        "RABBITMQ_NODENAME", "hare",
                        "RABBITMQ_MNESIA_BASE", "/var/lib"))
                .config()
                .getConfig("warren");

        assertThat(config.getString("default-user")).isEqualTo("me");
        assertThat(config.getString("default-password")).isEqualTo("secret");
        assertThat(config.getString("default-virtual-host")).isEqualTo("mine");
        assertThat(config.getInt("amqp.port")).isEqualTo(5673);
        assertThat(config.getString("node")).isEqualTo("hare@hill");
        assertThat(config.getString("persistence.directory")).isEqualTo("/var/lib/hare@hill");
    }

    @Test
    void refusesWhatTheImageRefuses() {
        assertThatThrownBy(() -> of(Map.of("RABBITMQ_DEFAULT_PASS_FILE", "/run/secrets/x")))
                .hasMessage(
                        "environment variable RABBITMQ_DEFAULT_PASS_FILE is set but deprecated, as in RabbitMQ's image:"
                                + " use a configuration file");
    }

    @Test
    void findsFilesWithAndWithoutTheirEnding() throws ConfException {
        assertThat(of(Map.of(
                                "RABBITMQ_CONFIG_FILE",
                                "/nosuch/rabbitmq",
                                "RABBITMQ_CONFIG_FILES",
                                "/nosuch/conf.d/*.conf"))
                        .files())
                .containsExactly(Path.of("/nosuch/rabbitmq.conf"), Path.of("/nosuch/conf.d"));
    }

    @Test
    void warnsOfWhatHasNoEffect() throws ConfException {
        assertThat(of(Map.of("RABBITMQ_LOG_BASE", "/var/log", "RABBITMQ_ERLANG_COOKIE", "x"))
                        .warnings())
                .containsExactly(
                        "environment variable RABBITMQ_ERLANG_COOKIE has no effect",
                        "environment variable RABBITMQ_LOG_BASE has no effect");
    }
}
