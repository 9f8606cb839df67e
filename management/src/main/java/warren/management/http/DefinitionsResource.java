package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.info.OperatorError;
import warren.management.broker.Broker;
import warren.management.definitions.DefinitionsExport;
import warren.management.definitions.DefinitionsImport;
import warren.management.json.Json;

/** All that is defined, to take away and to bring in: for administrators. */
final class DefinitionsResource implements Resource {
    private final DefinitionsExport export;
    private final DefinitionsImport imports;

    DefinitionsResource(DefinitionsExport export, DefinitionsImport imports) {
        this.export = export;
        this.imports = imports;
    }

    @Override
    public void addTo(Routes routes) {
        for (String path : new String[] {"definitions", "all-configuration"}) {
            routes.at(path, Guard.ADMINISTRATOR)
                    .get(call -> export.whole().thenApply(Answers::ok))
                    .post(call -> answer(imports(call).whole(document(call))));
        }
        routes.at("definitions/{vhost}", Guard.ADMINISTRATOR)
                .get(call -> {
                    if (call.visitor().access().virtualHost(call.virtualHost()).isEmpty()) {
                        throw Refusal.badRequest("vhost_not_found");
                    }
                    return export.ofHost(call.virtualHost()).thenApply(Answers::ok);
                })
                .post(call -> {
                    Resource.requireHost(call);
                    return answer(imports(call).ofHost(call.virtualHost(), document(call)));
                });
    }

    private DefinitionsImport imports(Call call) {
        return imports.inNameOf(call.visitor().name());
    }

    private static JsonNode document(Call call) {
        try {
            return Json.read(call.bytes());
        } catch (IOException malformed) {
            throw Refusal.badRequest("failed_to_parse_json");
        }
    }

    private static CompletionStage<HttpResponse> answer(CompletionStage<org.apache.pekko.Done> imported) {
        return imported.handle((done, failure) -> {
            if (failure == null) {
                return Answers.done();
            }
            Throwable cause = Broker.cause(failure);
            if (cause instanceof OperatorError refused) {
                throw Refusal.badRequest(String.valueOf(refused.getMessage()));
            }
            throw new java.util.concurrent.CompletionException(cause);
        });
    }
}
