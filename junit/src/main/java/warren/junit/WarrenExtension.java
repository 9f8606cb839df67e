package warren.junit;

import com.rabbitmq.client.ConnectionFactory;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a broker: each test that has a parameter of type {@link ConnectionFactory} or {@link TestBroker} gets a virtual host of its
 * own, which is deleted after it. (A parameter of a constructor or of {@code @BeforeAll} stands for one that all tests of the class
 * share.) The broker starts with the first test that asks, keeps its data in a temporary directory, and ends with the run.
 *
 * <pre>{@code
 * @ExtendWith(WarrenExtension.class)
 * class OrdersTest {
 *     @Test
 *     void arrive(ConnectionFactory factory) throws Exception { ... }
 * }
 * }</pre>
 *
 * <p>Registered with {@code @RegisterExtension} it takes settings; extensions with the same settings share a broker.
 */
public final class WarrenExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(WarrenExtension.class);

    private final Map<String, Object> settings;

    /** With a free port for AMQP, and no other. */
    public WarrenExtension() {
        this(Map.of());
    }

    private WarrenExtension(Map<String, Object> settings) {
        this.settings = settings;
    }

    /** With these settings above that, by the names in {@code application.conf}, such as {@code warren.management.port}. */
    public static WarrenExtension with(Map<String, ?> settings) {
        return new WarrenExtension(Map.copyOf(settings));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ConnectionFactory.class || type == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestBroker broker = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(TestBroker.class, key -> virtualHost(context), TestBroker.class);
        return parameter.getParameter().getType() == TestBroker.class ? broker : broker.factory();
    }

    private TestBroker virtualHost(ExtensionContext context) {
        SharedBroker shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(settings, SharedBroker::start, SharedBroker.class);
        if (shared == null) {
            throw new ParameterResolutionException("no broker");
        }
        return new TestBroker(shared);
    }
}
