package warren.transport.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import warren.transport.frame.DecoderLimits;
import warren.transport.frame.FrameDecoder;
import warren.transport.frame.FrameWriter;
import warren.transport.frame.Inbound;

/**
 * The one stage between a TCP flow and a connection. Inbound, a chunk becomes one list of commands, and no further chunk is read before
 * that is asked for. Outbound, all that was sent while the socket was busy leaves as one piece. Heartbeats are its business too, since
 * it sees every byte (RabbitMQ's rule: send after half an interval of own silence, give up after two full intervals without a byte).
 */
public final class SocketStage
        extends AbstractGraphStageWithMaterializedValue<FlowShape<ByteString, ByteString>, Socket> {
    private final Inlet<ByteString> in = Inlet.create("SocketStage.in");
    private final Outlet<ByteString> out = Outlet.create("SocketStage.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final DecoderLimits limits;
    private final SocketListener listener;

    /** A stage for one connection. */
    public SocketStage(DecoderLimits limits, SocketListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public Pair<GraphStageLogic, Socket> createLogicAndMaterializedValuePair(Attributes attributes) {
        var logic = new Logic();
        return Pair.create(logic, logic.socket);
    }

    private record Write(ByteString bytes, WriteListener listener) {}

    private enum Timer {
        SEND_HEARTBEAT,
        EXPECT_HEARTBEAT
    }

    private final class Logic extends TimerGraphStageLogic {
        private final FrameDecoder decoder = new FrameDecoder(limits);
        private final ArrayDeque<Write> unsent = new ArrayDeque<>();
        private Optional<Throwable> cause = Optional.empty();
        private boolean closing;
        private boolean receivedSinceCheck;
        private boolean sentSinceCheck;
        private int silentIntervals;

        final Socket socket = new CallbackSocket(
                createAsyncCallback(this::onDemand),
                createAsyncCallback(this::onSend),
                createAsyncCallback(this::onStartHeartbeat),
                createAsyncCallback(this::onClose));

        Logic() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    onChunk(grab(in));
                }

                @Override
                public void onUpstreamFailure(Throwable failure) {
                    cause = Optional.of(failure);
                    completeStage();
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    flush();
                }

                @Override
                public void onDownstreamFinish(Throwable failure) {
                    completeStage();
                }
            });
        }

        @Override
        public void preStart() {
            pull(in);
        }

        @Override
        public void postStop() {
            listener.closed(cause);
        }

        private void onChunk(ByteString chunk) {
            receivedSinceCheck = true;
            byte[] bytes = chunk.toArrayUnsafe();
            List<Inbound> commands = new ArrayList<>();
            decoder.decode(bytes, 0, bytes.length, commands);
            listener.received(commands, bytes.length);
        }

        private void onDemand(Boolean ignored) {
            if (!hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }

        private void onSend(Write write) {
            unsent.addLast(write);
            if (isAvailable(out)) {
                flush();
            }
        }

        private void flush() {
            if (unsent.isEmpty()) {
                if (closing) {
                    completeStage();
                }
                return;
            }
            sentSinceCheck = true;
            Write first = unsent.removeFirst();
            if (unsent.isEmpty()) {
                push(out, first.bytes());
                first.listener().written(first.bytes().size());
                return;
            }
            ByteString all = first.bytes();
            IdentityHashMap<WriteListener, Integer> sums = new IdentityHashMap<>();
            sums.put(first.listener(), first.bytes().size());
            for (Write next = unsent.pollFirst(); next != null; next = unsent.pollFirst()) {
                all = all.concat(next.bytes());
                sums.merge(next.listener(), next.bytes().size(), Integer::sum);
            }
            push(out, all);
            sums.forEach(WriteListener::written);
        }

        private void onStartHeartbeat(Duration interval) {
            scheduleWithFixedDelay(Timer.SEND_HEARTBEAT, interval.dividedBy(2), interval.dividedBy(2));
            scheduleWithFixedDelay(Timer.EXPECT_HEARTBEAT, interval, interval);
        }

        @Override
        public void onTimer(Object timer) {
            if (timer == Timer.SEND_HEARTBEAT) {
                if (!sentSinceCheck && unsent.isEmpty()) {
                    onSend(new Write(FrameWriter.heartbeat(), WriteListener.NONE));
                }
                sentSinceCheck = false;
                return;
            }
            // bytes that this side does not ask for cannot be missed
            boolean heard = receivedSinceCheck || !hasBeenPulled(in);
            receivedSinceCheck = false;
            silentIntervals = heard ? 0 : silentIntervals + 1;
            if (silentIntervals == 2) {
                listener.heartbeatLost();
            }
        }

        private void onClose(Boolean afterFlush) {
            closing = true;
            if (!afterFlush || (unsent.isEmpty() && isAvailable(out))) {
                completeStage();
            }
        }
    }

    /** Calls from any thread become calls on the stage's. */
    private record CallbackSocket(
            AsyncCallback<Boolean> demanded,
            AsyncCallback<Write> sent,
            AsyncCallback<Duration> heartbeat,
            AsyncCallback<Boolean> closed)
            implements Socket {
        @Override
        public void demand() {
            demanded.invoke(true);
        }

        @Override
        public void send(ByteString bytes, WriteListener listener) {
            sent.invoke(new Write(bytes, listener));
        }

        @Override
        public void startHeartbeat(Duration interval) {
            heartbeat.invoke(interval);
        }

        @Override
        public void close() {
            closed.invoke(true);
        }

        @Override
        public void abort() {
            closed.invoke(false);
        }
    }
}
