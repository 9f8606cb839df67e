package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A raw connection that sorts what comes by channel and answers closes. */
final class ObservedConnection implements AutoCloseable {
    private final RawConnection raw;
    private final Map<Integer, ObservedChannel> channels = new TreeMap<>();
    private Optional<String> error = Optional.empty();

    ObservedConnection(BrokerUnderTest broker) throws IOException {
        raw = RawConnection.openWithCancelNotify(broker);
    }

    /** How the broker closed the connection, if it did. */
    Optional<String> error() {
        return error;
    }

    ObservedChannel channel(int number) {
        return channels.computeIfAbsent(number, ObservedChannel::new);
    }

    Iterable<ObservedChannel> channels() {
        return channels.values();
    }

    boolean isOpen(int channel) {
        return error.isEmpty() && channel(channel).open;
    }

    void send(int channel, Method method) throws IOException {
        raw.send(channel, method);
    }

    void publish(int channel, AMQImpl.Basic.Publish method, BasicProperties properties, String body)
            throws IOException {
        raw.publish(channel, method, properties, Wire.bytes(body));
    }

    /** Sends a method and waits for its answer; none when the channel or the connection was closed instead. */
    Optional<ObservedChannel.Reply> ask(int channel, Method method) throws IOException {
        ObservedChannel observed = channel(channel);
        send(channel, method);
        pumpUntil(() -> !observed.replies.isEmpty() || !observed.open);
        return Optional.ofNullable(observed.replies.poll());
    }

    void open(int channel) throws IOException {
        ObservedChannel observed = channel(channel);
        observed.open = true;
        ask(channel, new AMQImpl.Channel.Open(""));
    }

    void closeChannel(int channel) throws IOException {
        ObservedChannel observed = channel(channel);
        ask(channel, new AMQImpl.Channel.Close(200, "", 0, 0));
        observed.open = false;
        observed.forget();
    }

    /** Reads frames until this holds or the connection is closed. */
    void pumpUntil(BooleanSupplier condition) throws IOException {
        while (error.isEmpty() && !condition.getAsBoolean()) {
            pump();
        }
    }

    private void pump() throws IOException {
        RawConnection.RawFrame frame = raw.read();
        ObservedChannel channel = channel(frame.channel());
        switch (frame.type()) {
            case RawConnection.METHOD -> method(channel, frame.method());
            case RawConnection.HEADER -> channel.header(frame.contentHeader().getBodySize());
            case RawConnection.BODY -> channel.body(frame.payload());
            default -> {}
        }
    }

    private void method(ObservedChannel channel, Method method) throws IOException {
        if (method instanceof AMQImpl.Channel.Close close) {
            raw.send(channel.number, new AMQImpl.Channel.CloseOk());
            channel.replies.clear();
            channel.closed("channel.close " + close.getReplyCode() + " " + close.getReplyText() + " ("
                    + close.getClassId() + "," + close.getMethodId() + ")");
        } else if (method instanceof AMQImpl.Connection.Close close) {
            raw.send(0, new AMQImpl.Connection.CloseOk());
            error = Optional.of("connection.close " + close.getReplyCode() + " " + close.getReplyText() + " ("
                    + close.getClassId() + "," + close.getMethodId() + ")");
            channels.values().forEach(each -> each.open = false);
            raw.endsSilently();
        } else {
            channel.method(method);
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
