package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class DirectAndFanoutTableTest {
    private static final FieldTable NONE = FieldTable.EMPTY;
    private static final FieldTable SOME = FieldTable.of("k", FieldValue.of(1));

    private final RoutingTable<String> direct = new DirectTable<>();
    private final RoutingTable<String> fanout = new FanoutTable<>();

    @Test
    void directTakesTheKeyLiterally() {
        direct.bind("q1", "a.b", NONE);
        direct.bind("q2", "a.*", NONE);
        direct.bind("q3", "", NONE);

        assertThat(direct.route(Messages.withKey("a.b"))).containsExactly("q1");
        assertThat(direct.route(Messages.withKey("a.*"))).containsExactly("q2");
        assertThat(direct.route(Messages.withKey(""))).containsExactly("q3");
        assertThat(direct.route(Messages.withKey("a.c"))).isEmpty();
    }

    @Test
    void fanoutIgnoresTheKey() {
        fanout.bind("q1", "a", NONE);
        fanout.bind("q2", "b", NONE);
        fanout.bind("q1", "c", NONE);

        assertThat(fanout.route(Messages.withKey("z"))).containsExactly("q1", "q2");
        fanout.unbind("q1", "a", NONE);
        assertThat(fanout.route(Messages.withKey("z"))).containsExactlyInAnyOrder("q1", "q2");
        fanout.unbind("q1", "c", NONE);
        assertThat(fanout.route(Messages.withKey("z"))).containsExactly("q2");
    }

    @Test
    void aBindingIsItsDestinationKeyAndArguments() {
        assertThat(direct.bind("q", "a", NONE)).isTrue();
        assertThat(direct.bind("q", "a", NONE)).isFalse();
        assertThat(direct.bind("q", "a", SOME)).isTrue();
        assertThat(direct.size()).isEqualTo(2);

        assertThat(direct.unbind("q", "b", NONE)).isFalse();
        assertThat(direct.unbind("p", "a", NONE)).isFalse();
        assertThat(direct.unbind("q", "a", FieldTable.of("k", FieldValue.of(2))))
                .isFalse();
        assertThat(direct.unbind("q", "a", NONE)).isTrue();
        assertThat(direct.route(Messages.withKey("a"))).containsExactly("q");
        assertThat(direct.unbind("q", "a", SOME)).isTrue();
        assertThat(direct.isEmpty()).isTrue();
    }

    @Test
    void theOrderOfArgumentsDoesNotMatter_butTheirTypesDo() {
        FieldTable one = SOME.with("l", FieldValue.of(2));
        FieldTable other = FieldTable.of("l", FieldValue.of(2)).with("k", FieldValue.of(1));
        direct.bind("q", "a", one);

        assertThat(direct.bind("q", "a", other)).isFalse();
        assertThat(direct.bind("q", "a", other.with("k", FieldValue.of(1L)))).isTrue();
    }

    @Test
    void aRemovedDestinationTakesAllItsBindingsAlong() {
        direct.bind("q", "a", NONE);
        direct.bind("q", "b", SOME);
        direct.bind("p", "b", NONE);
        direct.removeDestination("q");
        direct.removeDestination("unknown");

        assertThat(direct.size()).isEqualTo(1);
        assertThat(direct.route(Messages.withKey("b"))).containsExactly("p");
    }

    @Test
    void theListOfAKeyIsTheSame_whateverHappensToOtherKeys() {
        direct.bind("q", "a", NONE);
        List<String> before = direct.route(Messages.withKey("a"));
        direct.bind("q", "b", NONE);

        assertThat(direct.route(Messages.withKey("a"))).isSameAs(before);
        direct.bind("p", "a", NONE);
        assertThat(direct.route(Messages.withKey("a"))).containsExactly("q", "p");
        assertThat(before).containsExactly("q");
    }

    @Test
    void furtherKeysAddDestinations_andEachIsThereOnce() {
        direct.bind("q1", "a", NONE);
        direct.bind("q2", "b", NONE);
        direct.bind("q1", "c", NONE);
        fanout.bind("q", "", NONE);

        assertThat(direct.route(Messages.withKey("a").withCopyKeys(List.of("b", "c", "d"))))
                .containsExactly("q1", "q2");
        assertThat(direct.route(Messages.withKey("a").withCopyKeys(List.of())))
                .isSameAs(direct.route(Messages.withKey("a")));
        assertThat(fanout.route(Messages.withKey("a").withCopyKeys(List.of("b"))))
                .containsExactly("q");
    }
}
