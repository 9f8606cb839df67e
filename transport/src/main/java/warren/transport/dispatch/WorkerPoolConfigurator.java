package warren.transport.dispatch;

import com.typesafe.config.Config;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** What a dispatcher's {@code executor} setting names. {@code worker-pool.workers}: how many threads; 0 = as many as there are cores. */
public final class WorkerPoolConfigurator extends ExecutorServiceConfigurator {
    private final int workers;

    /** Called by Pekko with the dispatcher's settings. */
    public WorkerPoolConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        int wanted = config.getInt("worker-pool.workers");
        workers = wanted > 0 ? wanted : Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return new ExecutorServiceFactory() {
            @Override
            public ExecutorService createExecutorService() {
                return new WorkerPool(workers, threads);
            }
        };
    }
}
