package warren.actors.access;

import com.typesafe.config.Config;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Stands in for the threads of slow hashes: counts what they are given, and can hold it back. One actor system at a time. */
public final class HeldThreads extends ExecutorServiceConfigurator {
    private static final Queue<Runnable> HELD = new ArrayDeque<>();
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor();
    private static boolean holding;
    private static int count;

    /** Called by Pekko. */
    public HeldThreads(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
    }

    static synchronized void reset() {
        HELD.clear();
        holding = false;
        count = 0;
    }

    static synchronized void hold() {
        holding = true;
    }

    static synchronized void release() {
        holding = false;
        HELD.forEach(THREAD::execute);
        HELD.clear();
    }

    /** How much they have been given. */
    static synchronized int count() {
        return count;
    }

    private static synchronized void take(Runnable task) {
        count++;
        if (holding) {
            HELD.add(task);
        } else {
            THREAD.execute(task);
        }
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return () -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads) {
            @Override
            public void execute(Runnable task) {
                take(task);
            }
        };
    }
}
