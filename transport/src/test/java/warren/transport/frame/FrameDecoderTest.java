package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.transport.frame.ClientBytes.PERSISTENT;
import static warren.transport.frame.ClientBytes.counting;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicPublish;
import warren.transport.method.ChannelOpen;
import warren.transport.method.ConnectionTuneOk;

class FrameDecoderTest {
    @Test
    void readsAPublishFromTheseBytes() {
        ClientBytes bytes = ClientBytes.tuned(0)
                .hex("01 0001 0000000d 003c0028 0000 0178 036b6579 01 ce")
                .hex("02 0001 0000000f 003c 0000 0000000000000002 100002 ce")
                .hex("03 0001 00000002 6869 ce");

        List<Command> commands = Decoded.commands(bytes);

        assertThat(commands).hasSize(1);
        assertThat(commands.get(0).channel()).isEqualTo(1);
        assertThat(commands.get(0).method()).isEqualTo(new BasicPublish("x", "key", true, false));
        assertThat(commands.get(0).content().propertyBytes()).isEqualTo(PERSISTENT);
        assertThat(commands.get(0).content().body()).isEqualTo(ClientBytes.ascii("hi"));
        assertThat(commands.get(0).content().skippedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4087, 4088, 4089, 3 * 4088, 70_001})
    void putsABodyTogetherWhateverItsSize(int size) {
        ClientBytes bytes = ClientBytes.tuned(4096).publish(9, "x", "k").content(9, counting(size), 4088);

        List<Command> commands = Decoded.commands(bytes);

        assertThat(commands).hasSize(1);
        assertThat(commands.get(0).content().body()).isEqualTo(counting(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {131_064, 131_072})
    void takesTheLargestFrameThatWasAgreed_andEightBytesMoreAsRabbitMqDoes(int size) {
        ClientBytes bytes = ClientBytes.tuned(0).publish(1, "x", "k").content(1, counting(size), size);

        assertThat(Decoded.commands(bytes).get(0).content().body()).isEqualTo(counting(size));
    }

    @Test
    void emptyBodyFramesAddNothing() {
        ClientBytes bytes = ClientBytes.tuned(0)
                .publish(1, "x", "k")
                .header(1, 2, PERSISTENT)
                .body(1)
                .body(1, (byte) 7)
                .body(1)
                .body(1, (byte) 8);

        assertThat(Decoded.commands(bytes).get(0).content().body()).containsExactly(7, 8);
    }

    @Test
    void contentsOfSeveralChannelsMayInterleave() {
        ClientBytes bytes = ClientBytes.tuned(0)
                .publish(1, "x", "one")
                .publish(2, "x", "two")
                .header(2, 2, PERSISTENT)
                .header(1, 2, PERSISTENT)
                .body(1, (byte) 11)
                .body(2, (byte) 21)
                .method(3, new BasicAck(5, false))
                .frame(8, 0)
                .body(2, (byte) 22)
                .body(1, (byte) 12);

        List<Command> commands = Decoded.commands(bytes);

        assertThat(commands).extracting(Command::channel).containsExactly(3, 2, 1);
        assertThat(commands.get(1).content().body()).containsExactly(21, 22);
        assertThat(commands.get(2).content().body()).containsExactly(11, 12);
        assertThat(commands.get(0).content()).isSameAs(Content.NONE);
    }

    @Test
    void heartbeatsAndNothingElseAreSwallowed() {
        ClientBytes bytes = ClientBytes.tuned(0)
                .frame(8, 0)
                .method(65_535, new ChannelOpen())
                .frame(8, 0);

        assertThat(Decoded.commands(bytes)).containsExactly(new Command(65_535, new ChannelOpen(), Content.NONE));
    }

    @Test
    void aRunOfPublishesSharesItsTexts_andSwitchingThemMixesNothingUp() {
        String[] exchanges = {"x", "x", "y", "y", "", "", "x", "xx", "x", "x"};
        String[] keys = {"k", "k", "k", "l", "l", "", "", "k", "kk", "kk"};
        ClientBytes bytes = ClientBytes.tuned(0);
        for (int i = 0; i < keys.length; i++) {
            bytes.publish(1, exchanges[i], keys[i]).content(1, new byte[] {(byte) i}, 10);
        }

        List<BasicPublish> publishes = Decoded.commands(bytes).stream()
                .map(command -> (BasicPublish) command.method())
                .toList();

        assertThat(publishes).extracting(BasicPublish::exchange).containsExactly(exchanges);
        assertThat(publishes).extracting(BasicPublish::routingKey).containsExactly(keys);
        assertThat(publishes.get(1).exchange()).isSameAs(publishes.get(0).exchange());
        assertThat(publishes.get(1).routingKey()).isSameAs(publishes.get(0).routingKey());
        assertThat(publishes.get(2).routingKey()).isSameAs(publishes.get(0).routingKey());
        assertThat(publishes.get(9).routingKey()).isSameAs(publishes.get(8).routingKey());
    }

    @Test
    void equalPropertiesInARowAreOneArray_otherOnesAreNot() {
        byte[] transientOnes = {0x10, 0, 1};
        ClientBytes bytes = ClientBytes.tuned(0);
        for (byte[] properties : List.of(PERSISTENT, PERSISTENT, transientOnes, PERSISTENT)) {
            bytes.publish(1, "x", "k").header(1, 0, properties);
        }

        List<byte[]> properties = Decoded.commands(bytes).stream()
                .map(command -> command.content().propertyBytes())
                .toList();

        assertThat(properties.get(1)).isSameAs(properties.get(0)).isEqualTo(PERSISTENT);
        assertThat(properties.get(2)).isEqualTo(transientOnes);
        assertThat(properties.get(3)).isEqualTo(PERSISTENT);
    }

    @Test
    void aBodyAboveTheLimitIsSkipped_andItsSizeReported() {
        int size = (1 << 20) + 1;
        ClientBytes bytes = ClientBytes.tuned(0)
                .publish(1, "x", "k")
                .content(1, counting(size), 100_000)
                .publish(1, "x", "next")
                .content(1, counting(3), 100_000);

        List<Command> commands = Decoded.commands(bytes);

        assertThat(commands.get(0).content().skippedBytes()).isEqualTo(size);
        assertThat(commands.get(0).content().body()).isEmpty();
        assertThat(commands.get(1).content().body()).isEqualTo(counting(3));
    }

    @Test
    void aBodyThatIsJustNotTooLargeIsKept() {
        ClientBytes bytes = ClientBytes.tuned(0).publish(1, "x", "k").content(1, counting(1 << 20), 131_064);

        assertThat(Decoded.commands(bytes).get(0).content().skippedBytes()).isZero();
        assertThat(Decoded.commands(bytes).get(0).content().body()).isEqualTo(counting(1 << 20));
    }

    @Test
    void aPublishThatCannotHaveContentIsHandedOnAtOnce() {
        BasicPublish publish = new BasicPublish("x", "k", false, false);

        assertThat(Decoded.commands(ClientBytes.tuned(0).publish(0, "x", "k")))
                .containsExactly(new Command(0, publish, Content.NONE));
        assertThat(Decoded.of(ClientBytes.greeted().publish(1, "x", "k")))
                .last()
                .isEqualTo(new Command(1, publish, Content.NONE));
    }

    @Test
    void headersThatAnnounceMuchCostLittleBeforeTheBytesCome() {
        ClientBytes bytes = ClientBytes.tuned(0);
        for (int channel = 1; channel <= 2047; channel++) {
            bytes.publish(channel, "x", "k")
                    .header(channel, 1 << 20, PERSISTENT)
                    .body(channel, (byte) 1);
        }

        // at 1 MiB each these would not fit the memory that tests have
        assertThat(Decoded.commands(bytes)).isEmpty();
    }

    @Test
    void tuneOkIsPassedOnLikeAnyMethod() {
        assertThat(Decoded.of(ClientBytes.tuned(8192)))
                .last()
                .isEqualTo(new Command(0, new ConnectionTuneOk(0, 8192, 0), Content.NONE));
    }
}
