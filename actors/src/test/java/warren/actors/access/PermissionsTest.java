package warren.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.actors.access.Permissions.Right;

class PermissionsTest {
    @Test
    void areThreeDifferentRights() {
        Permissions permissions = of("^c$", "^w$", "^r$");

        assertThat(permissions.refuseQueue(Right.CONFIGURE, "c")).isEmpty();
        assertThat(permissions.refuseQueue(Right.WRITE, "w")).isEmpty();
        assertThat(permissions.refuseQueue(Right.READ, "r")).isEmpty();
        assertThat(permissions.refuseQueue(Right.READ, "w")).isPresent();
    }

    @Test
    void refuseInRabbitMqsWords() {
        Permissions permissions = of("", "", "");

        assertThat(permissions.refuseQueue(Right.CONFIGURE, "q"))
                .contains(AmqpError.accessRefused("configure access to queue 'q' in vhost '/v' refused for user 'u'"));
        assertThat(permissions.refuseExchange(Right.WRITE, "x"))
                .contains(AmqpError.accessRefused("write access to exchange 'x' in vhost '/v' refused for user 'u'"));
    }

    @Test
    void nameTheDefaultExchange() {
        assertThat(of("", "^amq\\.default$", "").refuseExchange(Right.WRITE, ""))
                .isEmpty();
        assertThat(of("", "", "").refuseExchange(Right.WRITE, ""))
                .contains(AmqpError.accessRefused(
                        "write access to exchange 'amq.default' in vhost '/v' refused for user 'u'"));
    }

    @Test
    void findTheirExpressionAnywhereInAName() {
        Permissions permissions = of("mine", ".*", "");

        assertThat(permissions.refuseQueue(Right.CONFIGURE, "that is mine too")).isEmpty();
        assertThat(permissions.refuseQueue(Right.CONFIGURE, "yours")).isPresent();
        assertThat(permissions.refuseQueue(Right.WRITE, "yours")).isEmpty();
    }

    @Test
    void allowOnlyTheEmptyNameWithoutAnExpression() {
        assertThat(of("", "", "").refuseQueue(Right.READ, "")).isEmpty();
        assertThat(of("", "", "").refuseQueue(Right.READ, "a")).isPresent();
    }

    @Test
    void answerTheSameAfterManyQuestions() {
        Permissions permissions = of("", "", "^q[0-9]*[02468]$");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 200; i++) {
                assertThat(permissions.refuseQueue(Right.READ, "q" + i).isEmpty())
                        .as("q" + i)
                        .isEqualTo(i % 2 == 0);
                assertThat(permissions.refuseQueue(Right.WRITE, "q" + i)).isPresent();
            }
        }
    }

    private static Permissions of(String configure, String write, String read) {
        return Permissions.of(new Grant("u", "/v", configure, write, read, false));
    }
}
