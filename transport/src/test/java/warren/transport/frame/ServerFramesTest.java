package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;
import warren.transport.method.BasicGetEmpty;
import warren.transport.method.BasicGetOk;
import warren.transport.method.QueueDeclareOk;

class ServerFramesTest {
    @Test
    void readsWhatAWriterWrote_withBodiesOfManyFrames() {
        var writer = new FrameWriter(4096);
        byte[] body = new byte[10_000];
        body[9_999] = 7;
        var properties = new BasicProperties.Builder().contentType("t").build();
        var message = Message.of("x", "k", properties, body);
        var got = new BasicGetOk(5, true, "x", "k", 3);
        writer.method(1, new QueueDeclareOk("q", 1, 2));
        writer.content(1, got, message);
        writer.content(1, got, Message.of("x", "k", BasicProperties.NONE, new byte[0]));
        writer.method(1, new BasicGetEmpty());

        List<Command> read = ServerFrames.read(writer.take().toArray());

        assertThat(read)
                .extracting(Command::method)
                .containsExactly(new QueueDeclareOk("q", 1, 2), got, got, new BasicGetEmpty());
        assertThat(read.get(1).content().body()).isEqualTo(body);
        assertThat(read.get(1).content().propertyBytes()).isEqualTo(message.propertyBytes());
        assertThat(read.get(2).content().body()).isEmpty();
    }
}
