package warren.routing;

import java.util.List;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** Type fanout: a message goes to every destination, whatever the keys. */
public final class FanoutTable<D> extends IndexedTable<D> {
    private final Targets<D> targets = new Targets<>();

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        targets.add(destination);
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        targets.remove(destination);
    }

    @Override
    public List<D> route(Message message) {
        return targets.list();
    }
}
