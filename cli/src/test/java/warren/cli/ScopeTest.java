package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class ScopeTest {
    @Test
    void pluginsHaveTheirOwnCommandsOnly() {
        assertThat(named("rabbitmq-plugins"))
                .containsExactlyInAnyOrder(
                        "autocomplete",
                        "help",
                        "version",
                        "directories",
                        "is_enabled",
                        "disable",
                        "enable",
                        "list",
                        "set");
    }

    @Test
    void diagnosticsLookAndChangeNothing() {
        assertThat(named("rabbitmq-diagnostics"))
                .contains("ping", "status", "list_queues", "check_running", "log_tail", "explain_queue", "wait")
                .doesNotContain("stop", "add_user", "purge_queue", "enable", "list", "move_messages", "set_policy");
    }

    @Test
    void everyCommandIsNamedByOneOfThem_andAllByWarrenctl() {
        List<String> all = named("warrenctl");
        assertThat(all)
                .hasSize((int) Commands.FAMILIES.stream().flatMap(Commands::of).count());
        assertThat(named("rabbitmqctl"))
                .contains("list_queues", "add_user", "stop", "alter_queue", "ping")
                .doesNotContain("check_running", "enable", "list");
        assertThat(all)
                .allMatch(name -> named("rabbitmqctl").contains(name)
                        || named("rabbitmq-diagnostics").contains(name)
                        || named("rabbitmq-plugins").contains(name));
    }

    private static List<String> named(String program) {
        return Commands.FAMILIES.stream()
                .flatMap(family -> Scope.of(family, program))
                .map(Command::name)
                .toList();
    }
}
