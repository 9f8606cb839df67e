package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import warren.actors.info.OperatorError;
import warren.management.broker.Broker;
import warren.management.definitions.DefinitionsExport;
import warren.management.definitions.DefinitionsImport;
import warren.management.json.Json;

/** All that is defined, to take away and to bring in: for administrators. */
final class DefinitionsResource implements Resource {
    private static final String NO_JSON = "failed_to_parse_json";

    private record Upload(JsonNode document, Optional<String> redirect) {}

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
                    .loggingInBy(Credentials.Place.QUERY)
                    .get(call -> export.whole().thenApply(Answers::ok))
                    .post(call -> {
                        Upload upload = upload(call);
                        return answer(imports(call).whole(upload.document()), upload);
                    });
        }
        routes.at("definitions/{vhost}", Guard.ADMINISTRATOR)
                .loggingInBy(Credentials.Place.QUERY)
                .get(call -> {
                    if (call.visitor().access().virtualHost(call.virtualHost()).isEmpty()) {
                        throw Refusal.badRequest("vhost_not_found");
                    }
                    return export.ofHost(call.virtualHost()).thenApply(Answers::ok);
                })
                .post(call -> {
                    Resource.requireHost(call);
                    Upload upload = upload(call);
                    return answer(imports(call).ofHost(call.virtualHost(), upload.document()), upload);
                });
    }

    private DefinitionsImport imports(Call call) {
        return imports.inNameOf(call.visitor().name());
    }

    /** As the body, or as the field {@code file} of a form, where a browser would then go elsewhere. */
    private static Upload upload(Call call) {
        String type = call.headers().getOrDefault("content-type", "");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (media.equals("application/json")) {
            return new Upload(document(call.bytes()), Optional.empty());
        }
        if (!media.equals("multipart/form-data")) {
            throw Refusal.bare(StatusCodes.UNSUPPORTED_MEDIA_TYPE.intValue());
        }
        UploadedForm form = UploadedForm.read(type, call.bytes())
                .orElseThrow(() -> Refusal.bare(StatusCodes.BAD_REQUEST.intValue()));
        byte[] file = form.field("file").orElseThrow(() -> Refusal.badRequest(NO_JSON));
        return new Upload(
                document(file), form.field("redirect").map(place -> new String(place, StandardCharsets.UTF_8)));
    }

    private static JsonNode document(byte[] bytes) {
        if (bytes.length == 0) {
            return Json.object();
        }
        try {
            return Json.read(bytes);
        } catch (IOException malformed) {
            throw Refusal.badRequest(NO_JSON);
        }
    }

    private static CompletionStage<HttpResponse> answer(CompletionStage<Done> imported, Upload upload) {
        return imported.handle((done, failure) -> {
            if (failure == null) {
                return upload.redirect().map(Answers::seeOther).orElseGet(Answers::done);
            }
            Throwable cause = Broker.cause(failure);
            if (cause instanceof OperatorError refused) {
                throw Refusal.badRequest(String.valueOf(refused.getMessage()));
            }
            throw new CompletionException(cause);
        });
    }
}
