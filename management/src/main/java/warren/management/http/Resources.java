package warren.management.http;

import java.util.List;
import warren.management.broker.Broker;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
import warren.management.definitions.DefinitionsExport;
import warren.management.definitions.DefinitionsImport;
import warren.management.rates.Rates;

/** All that the API has, put together. */
public final class Resources {
    private final List<Resource> all;

    /** What stands below {@code /api} of this broker. */
    public Resources(Broker broker, ManagementSettings settings, StatusReport status, Rates rates) {
        var rows = new ApiRows(settings.node(), rates);
        all = List.of(
                new NodeResource(broker, settings, status, rates),
                new HealthResource(broker, settings, status),
                new ConnectionResource(broker, rows),
                new ExchangeResource(broker, rows),
                new QueueResource(broker, rows),
                new BindingResource(broker),
                new MessageResource(broker),
                new InsightResource(broker),
                new VirtualHostResource(broker, rates, settings.node()),
                new UserResource(broker),
                new LoginResource(),
                new LoginAttemptsResource(broker, settings.node()),
                new ResetResource(rates, settings.node()),
                new PermissionResource(broker),
                new LimitResource(broker),
                new PolicyResource(broker),
                new ParameterResource(broker, settings.node()),
                new DefinitionsResource(
                        new DefinitionsExport(broker, settings.version()), new DefinitionsImport(broker)));
    }

    Routes routes() {
        var routes = new Routes();
        all.forEach(resource -> resource.addTo(routes));
        return routes;
    }
}
