package warren.server.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RabbitConfTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("rabbitmq.conf");
    }

    private RabbitConf read(String... lines) throws Exception {
        Files.write(file(), List.of(lines));
        return RabbitConf.read(List.of(file()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listeners.tcp.default = 5673 | amqp.port | 5673",
                "listeners.tcp.local = 127.0.0.1:5673 | amqp.host | 127.0.0.1",
                "listeners.tcp.1 = [::1]:5673 | amqp.host | ::1",
                "listeners.tcp = none | amqp.enabled | false",
                "listeners.ssl.default = 5671 | tls.port | 5671",
                "ssl_options.verify = verify_peer | tls.verify | peer",
                "ssl_options.fail_if_no_peer_cert = true | tls.fail-if-no-peer-certificate | true",
                "ssl_options.versions.1 = tlsv1.3 | tls.versions | [TLSv1.3]",
                "handshake_timeout = 10500 | amqp.handshake-timeout | 11s",
                "heartbeat = 0 | amqp.heartbeat | 0s",
                "channel_max = 0 | amqp.channel-max | 65535",
                "frame_max = 131072 | amqp.frame-max | 131072",
                "max_message_size = 128MiB | amqp.max-message-size | 134217728",
                "vm_memory_high_watermark.relative = 0.4 | alarms.memory-watermark | 0.4",
                "vm_memory_high_watermark.absolute = 2GB | alarms.memory-watermark | 2000000000",
                "disk_free_limit.absolute = 50MB | alarms.disk-free-limit | 50000000",
                "disk_free_limit.absolute = 1 GiB | alarms.disk-free-limit | 1073741824",
                "consumer_timeout = 1800000 | queues.consumer-timeout | 1800s",
                "default_user = me | default-user | me",
                "default_pass = 'a#b' | default-password | a#b",
                "default_pass = a b  # said so | default-password | a b",
                "default_user_tags.management = true | default-user-tags | [management]",
                "default_user_tags.management = false | default-user-tags | []",
                "loopback_users = none | loopback-users | []",
                "loopback_users.guest = false | loopback-users | []",
                "loopback_users.guest = true | loopback-users | [guest]",
                "management.tcp.port = 15673 | management.port | 15673",
                "management.ssl.certfile = /x | management.tls.certificate | /x",
                "log.console.level = critical | log.level | error",
                "collect_statistics_interval = 10000 | management.sample-interval | 10s",
                "ssl_cert_login_from = common_name | tls.login-from.part | common-name",
            })
    void becomesASetting(String line, String setting, String value) throws Exception {
        Config config = read(line).config();

        assertThat(config.getValue("warren." + setting).unwrapped()).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hartbeat = 3 | RabbitMQ has no setting hartbeat, or Warren does not know it",
                "heartbeat = often | heartbeat = often is not allowed: a whole number",
                "heartbeat | this is not 'key = value': heartbeat",
                "listeners.tcp.default = a:b:c:x | listeners.tcp.default = a:b:c:x is not allowed: a port, or an address and a port such as 127.0.0.1:5672",
                "ssl_options.verify = yes | ssl_options.verify = yes is not allowed: verify_peer or verify_none",
                "ssl_options.versions.1 = tlsv1 | ssl_options.versions.1 = tlsv1 is not allowed: tlsv1.3 or tlsv1.2; older versions are not safe",
                "disk_free_limit.absolute = 2XB | disk_free_limit.absolute = 2XB is not allowed: a size such as 2GB or 500MiB",
                "proxy_protocol = true | proxy_protocol = true is not allowed: false",
                "auth_backends.1 = ldap | auth_backends.1 = ldap is not allowed: internal",
                "mqtt.listeners.tcp.default = 1883 | mqtt.listeners.tcp.default cannot be set: Warren does not speak this protocol",
            })
    void isRefusedWithFileAndLine(String line, String complaint) {
        assertThatThrownBy(() -> read("# first", line))
                .isInstanceOf(ConfException.class)
                .hasMessage(file() + ":2: " + complaint);
    }

    @Test
    void warnsOfWhatHasNoEffect() throws Exception {
        RabbitConf conf = read("cluster_partition_handling = ignore", "", "net_ticktime = 60");

        assertThat(conf.config().isEmpty()).isTrue();
        assertThat(conf.warnings())
                .containsExactly(
                        file() + ":1: cluster_partition_handling has no effect: Warren is one node",
                        file() + ":3: net_ticktime has no effect: Warren is one node");
    }

    @Test
    void laterLinesCountMore_andListsKeepTheOrderOfTheirNumbers() throws Exception {
        RabbitConf conf = read(
                "heartbeat = 1",
                "auth_mechanisms.2 = PLAIN",
                "auth_mechanisms.10 = EXTERNAL",
                "auth_mechanisms.1 = AMQPLAIN",
                "heartbeat = 2");

        assertThat(conf.config().getString("warren.amqp.heartbeat")).isEqualTo("2s");
        assertThat(conf.config().getStringList("warren.auth-mechanisms"))
                .containsExactly("AMQPLAIN", "PLAIN", "EXTERNAL");
    }

    @Test
    void theMostTalkativeOutletSetsTheLevel() throws Exception {
        assertThat(read("log.console.level = error", "log.file.level = debug", "log.default.level = info")
                        .config()
                        .getString("warren.log.level"))
                .isEqualTo("debug");
    }

    @Test
    void refusesASecondListener() {
        assertThatThrownBy(() -> read("listeners.tcp.1 = 5672", "listeners.tcp.2 = 5673"))
                .hasMessage(
                        file() + ":2: listeners.tcp.2 cannot be set: there is one such listener, '1'; 0.0.0.0 takes all"
                                + " addresses");
    }

    @Test
    void valuesKnowTheirPlace() throws Exception {
        assertThat(read("", "heartbeat = 1")
                        .config()
                        .getValue("warren.amqp.heartbeat")
                        .origin()
                        .description())
                .isEqualTo(file() + ":2 (heartbeat)");
    }

    @Test
    void snippetsFollowInTheOrderOfTheirNames() throws Exception {
        Path snippets = Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(snippets.resolve("20-b.conf"), "heartbeat = 20");
        Files.writeString(snippets.resolve("10-a.conf"), "heartbeat = 10\nchannel_max = 7");
        Files.writeString(snippets.resolve("30-c.txt"), "nothing");

        RabbitConf conf = read("heartbeat = 1", "frame_max = 8192");

        assertThat(conf.config().getString("warren.amqp.heartbeat")).isEqualTo("20s");
        assertThat(conf.config().getInt("warren.amqp.channel-max")).isEqualTo(7);
        assertThat(conf.config().getInt("warren.amqp.frame-max")).isEqualTo(8192);
        assertThat(conf.files()).hasSize(3);
        assertThat(RabbitConf.read(List.of(snippets)).config().hasPath("warren.amqp.frame-max"))
                .isFalse();
    }

    @Test
    void isToldFromWarrensOwnForm() throws IOException {
        Files.writeString(file(), "# x\nlisteners.tcp.default = 5672\n");
        assertThat(RabbitConf.isFormOf(file())).isTrue();
        for (String own :
                List.of("warren.amqp.port = 1", "warren {\n}", "# x\n\nwarren.amqp {\n}", "", "{ warren {} }")) {
            Files.writeString(file(), own);
            assertThat(RabbitConf.isFormOf(file())).as(own).isFalse();
        }
    }
}
