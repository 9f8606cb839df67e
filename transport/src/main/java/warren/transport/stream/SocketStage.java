package warren.transport.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SubscriptionWithCancelException;
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

        final Calls socket = new Calls();

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
                    // a reset shows here first, and only then at the other end
                    if (!(failure instanceof SubscriptionWithCancelException.NonFailureCancellation)) {
                        cause = Optional.of(failure);
                    }
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
            socket.stop();
            listener.closed(cause);
        }

        private void onChunk(ByteString chunk) {
            receivedSinceCheck = true;
            byte[] bytes = chunk.toArrayUnsafe();
            List<Inbound> commands = new ArrayList<>();
            decoder.decode(bytes, 0, bytes.length, commands);
            listener.received(commands, bytes.length);
        }

        private void onDemand() {
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
                send(first.bytes());
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
            send(all);
            sums.forEach(WriteListener::written);
        }

        private void send(ByteString bytes) {
            socket.count(bytes.size());
            push(out, bytes);
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

        private void onClose(boolean afterFlush) {
            closing = true;
            if (unsent.isEmpty() && isAvailable(out)) {
                completeStage();
            } else if (!afterFlush) {
                // completion would wait, perhaps for ever, until the client has read what is on the way
                failStage(new IOException("aborted with bytes unsent"));
            }
        }

        /**
         * Calls from any thread become calls on the stage's, in their order. One queue for all of them: Pekko keeps the order of what one
         * callback is told, but not that of several, and not while the stage starts.
         */
        private final class Calls implements Socket {
            private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
            private final AsyncCallback<Boolean> called = createAsyncCallback(signal -> runAll());
            private volatile boolean stopped;
            /** Written by the stage alone. */
            private volatile long sentBytes;

            private volatile long sentCount;

            @Override
            public long sentBytes() {
                return sentBytes;
            }

            @Override
            public long sentCount() {
                return sentCount;
            }

            @SuppressWarnings("NonAtomicVolatileUpdate")
            private void count(int bytes) {
                sentBytes += bytes;
                sentCount++;
            }

            @Override
            public void demand() {
                call(Logic.this::onDemand);
            }

            @Override
            public void send(ByteString bytes, WriteListener listener) {
                call(() -> onSend(new Write(bytes, listener)));
            }

            @Override
            public void startHeartbeat(Duration interval) {
                call(() -> onStartHeartbeat(interval));
            }

            @Override
            public void close() {
                call(() -> onClose(true));
            }

            @Override
            public void abort() {
                call(() -> onClose(false));
            }

            private void call(Runnable call) {
                if (!stopped) {
                    waiting.add(call);
                    called.invoke(true);
                }
            }

            private void runAll() {
                for (Runnable next = waiting.poll(); next != null && !stopped; next = waiting.poll()) {
                    next.run();
                }
            }

            private void stop() {
                stopped = true;
                waiting.clear();
            }
        }
    }
}
