package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of rabbitmqctl and rabbitmq-diagnostics that look, check and set, in RabbitMQ 3.10.8's words. */
class DiagnosticsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @Test
    void checksPass_andPortsAnswer() {
        for (String command : new String[] {
            "ping",
            "is_running",
            "check_running",
            "check_virtual_hosts",
            "check_port_connectivity",
            "check_if_node_is_quorum_critical",
            "check_if_node_is_mirror_sync_critical",
            "cluster_status",
            "memory_breakdown",
            "log_location"
        }) {
            assertThat(broker.ctl(command).status()).as(command).isZero();
        }
        assertThat(broker.ctl("-q", "server_version").output()).containsExactly("3.10.8");
        assertThat(broker.ctl("-q", "check_port_connectivity").output().get(0))
                .startsWith("Successfully connected to ports " + broker.port() + " on node ");
        assertThat(broker.ctl("-q", "log_tail", "-N", "1").output()).hasSize(1);
    }

    @Test
    void globalParametersAreSet_shownAndCleared() {
        assertThat(broker.ctl("set_global_parameter", "gp", "{\"a\":1}").output())
                .containsExactly("Setting global runtime parameter \"gp\" to \"{\"a\":1}\" ...");
        assertThat(broker.ctl("list_global_parameters").output())
                .contains("Listing global runtime parameters ...", "name\tvalue", "gp\t{\"a\":1}");
        Program.Outcome malformed = broker.ctl("set_global_parameter", "gp", "{bad");
        assertThat(malformed.status()).isEqualTo(69);
        assertThat(malformed.errors()).containsExactly("Error:", "JSON decoding error. Reason: badarg");
        assertThat(broker.ctl("clear_global_parameter", "gp").status()).isZero();
        assertThat(broker.ctl("clear_global_parameter", "gp").status()).isEqualTo(69);
        assertThat(broker.ctl("set_cluster_name", "foo").status()).isZero();
        assertThat(broker.ctl("-q", "list_global_parameters").output()).contains("cluster_name\t\"foo\"");
    }

    @Test
    void parametersShowLimitsAndOperatorPolicies() {
        broker.ctl("add_vhost", "v");
        broker.ctl("set_vhost_limits", "-p", "v", "{\"max-queues\":9}");

        assertThat(broker.ctl("-q", "list_parameters", "-p", "v").output())
                .containsExactly("component\tname\tvalue", "vhost-limits\tlimits\t{\"max-queues\":9}");
        assertThat(broker.ctl("set_parameter", "nosuch", "n", "{}").status()).isEqualTo(69);
    }

    @Test
    void aClearedPasswordOpensNothing() {
        broker.ctl("add_user", "u", "p");
        assertThat(broker.ctl("clear_password", "u").output()).containsExactly("Clearing password for user \"u\" ...");
        assertThat(broker.ctl("authenticate_user", "u", "p").status()).isEqualTo(65);
        assertThat(broker.ctl("authenticate_user", "u", "").status()).isEqualTo(65);
        assertThat(broker.ctl("clear_password", "nosuch").errors())
                .containsExactly("Error:", "{:no_such_user, \"nosuch\"}");
    }

    @Test
    void virtualHostsAreTagged() {
        broker.ctl("add_vhost", "t", "--description", "kept");
        assertThat(broker.ctl("set_vhost_tags", "t", "a", "b").output())
                .containsExactly("Setting tags for virtual host \"t\" to [a, b] ...");
        assertThat(broker.ctl("-q", "list_vhosts", "name", "description", "tags")
                        .output())
                .contains("t\tkept\t[a, b]");
        assertThat(broker.ctl("set_vhost_tags", "nosuch", "a").status()).isEqualTo(65);
        assertThat(broker.ctl("restart_vhost", "-p", "nosuch").status()).isEqualTo(65);
    }

    @Test
    void loginsAreListedAndForgotten() {
        assertThat(broker.ctl("reset_node_auth_attempt_metrics").status()).isZero();
        assertThat(broker.ctl("-q", "list_node_auth_attempt_stats").output().get(0))
                .endsWith(" reported no authentication attempt stats");
    }
}
