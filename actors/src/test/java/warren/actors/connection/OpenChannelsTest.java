package warren.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.actors.channel.ChannelActor;
import warren.actors.channel.ChannelActor.HandleCommands;
import warren.actors.connection.OpenChannels.OpenChannel;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.method.ChannelClose;
import warren.transport.method.Method;
import warren.transport.method.TxSelect;

class OpenChannelsTest {
    private static final long WEIGHT = ChannelActor.weightOf(Content.NONE);

    private final OpenChannels channels = new OpenChannels(new ChannelCounts(), "guest");
    private final TestInbox<ChannelActor.Message> one = TestInbox.create("one");
    private final TestInbox<ChannelActor.Message> two = TestInbox.create("two");

    @BeforeEach
    void open() {
        channels.add(1, one.getRef());
        channels.add(2, two.getRef());
    }

    @Test
    void handEachChannelItsPartOfAChunk_asOneMessage() {
        Command first = gather(1, new TxSelect());
        Command second = gather(1, new TxSelect());
        assertThat(one.hasMessages()).isFalse();
        channels.dispatch();
        channels.dispatch();

        assertThat(one.getAllReceived()).containsExactly(new HandleCommands(List.of(first, second)));
        assertThat(two.hasMessages()).isFalse();
    }

    @Test
    void knowWhatIsInWork() {
        gather(1, new TxSelect());
        gather(2, new TxSelect());
        gather(2, new TxSelect());
        assertThat(channels.outstandingBytes()).isEqualTo(3 * WEIGHT);

        channels.released(2, WEIGHT);
        assertThat(channels.outstandingBytes()).isEqualTo(2 * WEIGHT);

        channels.remove(2, false);
        assertThat(channels.outstandingBytes()).isEqualTo(WEIGHT);
        channels.released(2, WEIGHT);
        assertThat(channels.outstandingBytes()).isEqualTo(WEIGHT);
    }

    @Test
    void keepANumberTakenUntilTheClientHasSeenTheClose() {
        channels.remove(1, true);

        assertThat(channels.find(1)).isNull();
        assertThat(channels.isClosing(1)).isTrue();
        channels.closed(1);
        assertThat(channels.isClosing(1)).isFalse();
    }

    @Test
    void knowThatTheClientAskedForAClose() {
        assertThat(channels.isCloseRequested(1)).isFalse();
        gather(1, new ChannelClose(200, "", 0, 0));

        assertThat(channels.isCloseRequested(1)).isTrue();
        assertThat(channels.isCloseRequested(2)).isFalse();
    }

    @Test
    void areFoundByTheirActor() {
        assertThat(channels.numberOf(two.getRef())).isEqualTo(2);
        channels.remove(2, false);
        assertThat(channels.numberOf(two.getRef())).isNull();
        assertThat(channels.size()).isEqualTo(1);
    }

    private Command gather(int number, Method method) {
        OpenChannel channel = channels.find(number);
        assertThat(channel).isNotNull();
        var command = new Command(number, method, Content.NONE);
        channels.gather(channel, command);
        return command;
    }

    @Test
    void countTheChannelsThatAUserHasOnAllConnections() {
        var counts = new ChannelCounts();
        var one = new OpenChannels(counts, "guest");
        var other = new OpenChannels(counts, "guest");
        one.add(1, TestInbox.<ChannelActor.Message>create().getRef());
        other.add(1, TestInbox.<ChannelActor.Message>create().getRef());
        other.add(2, TestInbox.<ChannelActor.Message>create().getRef());
        new OpenChannels(counts, "somebody")
                .add(1, TestInbox.<ChannelActor.Message>create().getRef());
        assertThat(one.countOfUser()).isEqualTo(3);

        one.remove(1, true);
        one.remove(1, true);
        assertThat(one.countOfUser()).isEqualTo(2);

        other.removeAll();
        other.removeAll();
        assertThat(one.countOfUser()).isZero();
    }
}
