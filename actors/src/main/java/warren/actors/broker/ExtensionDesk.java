package warren.actors.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.apache.pekko.Done;
import org.apache.pekko.pattern.StatusReply;
import warren.actors.extension.ExtensionException;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.extension.LoadedExtension;
import warren.actors.info.ExchangeTypeInfo;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.routing.ExchangeType;

/** Operators' requests about exchange types. Part of the root actor. */
final class ExtensionDesk {
    private static final String BUILT_IN = "built-in";

    private final ExtensionRegistry registry;

    ExtensionDesk(ExtensionRegistry registry) {
        this.registry = registry;
    }

    /** False when the request is about something else. */
    boolean handle(Operator request) {
        if (request instanceof Operator.ListExchangeTypes list) {
            list.replyTo().tell(types());
        } else if (request instanceof Operator.LoadExtension load) {
            load(load);
        } else if (request instanceof Operator.UnloadExtension unload) {
            unload(unload);
        } else {
            return false;
        }
        return true;
    }

    private List<ExchangeTypeInfo> types() {
        List<ExchangeTypeInfo> all = new ArrayList<>();
        for (ExchangeType type : ExchangeType.values()) {
            all.add(new ExchangeTypeInfo(type.wireName(), "", BUILT_IN));
        }
        registry.all().forEach(loaded -> all.add(info(loaded)));
        return List.copyOf(all);
    }

    private static ExchangeTypeInfo info(LoadedExtension loaded) {
        return new ExchangeTypeInfo(loaded.type(), loaded.description(), loaded.origin());
    }

    /** Elsewhere: it reads files and runs the extension's constructors. */
    private void load(Operator.LoadExtension command) {
        ForkJoinPool.commonPool().execute(() -> {
            try {
                List<LoadedExtension> loaded = registry.load(Path.of(command.file()));
                command.replyTo()
                        .tell(StatusReply.success(
                                loaded.stream().map(ExtensionDesk::info).toList()));
            } catch (ExtensionException refused) {
                command.replyTo().tell(StatusReply.error(error(refused)));
            }
        });
    }

    private void unload(Operator.UnloadExtension command) {
        try {
            registry.unload(command.type());
            command.replyTo().tell(StatusReply.success(Done.getInstance()));
        } catch (ExtensionException refused) {
            command.replyTo().tell(StatusReply.error(error(refused)));
        }
    }

    private static OperatorError error(ExtensionException refused) {
        return new OperatorError(Reason.REFUSED, String.valueOf(refused.getMessage()));
    }
}
