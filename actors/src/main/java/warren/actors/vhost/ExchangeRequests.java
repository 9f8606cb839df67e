package warren.actors.vhost;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.AmqpError;
import warren.actors.extension.LoadedExtension;
import warren.actors.vhost.VirtualHostActor.Bind;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.actors.vhost.VirtualHostActor.DeclareExchange;
import warren.actors.vhost.VirtualHostActor.DeleteExchange;
import warren.actors.vhost.VirtualHostActor.Done;
import warren.actors.vhost.VirtualHostActor.ExchangeDeclared;
import warren.actors.vhost.VirtualHostActor.Refused;
import warren.actors.vhost.VirtualHostActor.Reply;
import warren.actors.vhost.VirtualHostActor.Unbind;
import warren.actors.vhost.VirtualHostActor.Validated;

/**
 * Declares, binds, unbinds and deletes exchanges. Where their type comes from an extension it is asked first, and the virtual host goes
 * on meanwhile: when the answer is there, the rules are looked at once more.
 */
final class ExchangeRequests {
    private final ActorContext<Command> context;
    private final VirtualHostBook book;

    ExchangeRequests(ActorContext<Command> context, VirtualHostBook book) {
        this.context = context;
        this.book = book;
    }

    void declare(DeclareExchange command) {
        String exchange = command.exchange().name();
        Optional<AmqpError> refusal = book.state.refuseExchange(command.exchange());
        Optional<LoadedExtension> type =
                book.extensions.named(command.exchange().type());
        if (refusal.isEmpty() && book.state.exchange(exchange) == null && type.isPresent()) {
            validate(command, type.get().validate(command.exchange().arguments()));
        } else {
            declareNow(command, refusal);
        }
    }

    private void declareNow(DeclareExchange command, Optional<AmqpError> refusal) {
        ExchangeEntry present = book.state.exchange(command.exchange().name());
        if (refusal.isPresent()) {
            command.replyTo().tell(new Refused(refusal.get()));
        } else if (present != null) {
            command.replyTo().tell(new ExchangeDeclared(present.ref));
        } else {
            book.declareExchange(
                    command.exchange(), exchange -> command.replyTo().tell(new ExchangeDeclared(exchange)));
        }
    }

    void bind(Bind command) {
        Optional<AmqpError> refusal = book.state.refuseBinding(command.binding(), command.connection());
        ExchangeEntry source = book.state.exchange(command.binding().source());
        Optional<LoadedExtension> type =
                Optional.ofNullable(source).flatMap(entry -> book.extensions.named(entry.definition.type()));
        if (refusal.isEmpty() && type.isPresent()) {
            validate(
                    command,
                    type.get()
                            .validateBinding(
                                    command.binding().routingKey(),
                                    command.binding().arguments()));
        } else {
            bindNow(command, refusal);
        }
    }

    private void bindNow(Bind command, Optional<AmqpError> refusal) {
        change(refusal, command.replyTo(), done -> book.bind(command.binding(), done));
    }

    private void validate(Command request, CompletionStage<Optional<String>> answer) {
        context.pipeToSelf(answer, (refusal, failure) -> new Validated(request, refusal));
    }

    void onValidated(Validated validated) {
        Optional<AmqpError> refusal = validated.refusal().map(AmqpError::preconditionFailed);
        if (validated.request() instanceof DeclareExchange declare) {
            declareNow(declare, refusal.or(() -> book.state.refuseExchange(declare.exchange())));
        } else if (validated.request() instanceof Bind bind) {
            bindNow(bind, refusal.or(() -> book.state.refuseBinding(bind.binding(), bind.connection())));
        }
    }

    void unbind(Unbind command) {
        Optional<AmqpError> refusal = book.state.refuseUnbinding(command.binding(), command.connection());
        change(refusal, command.replyTo(), done -> book.unbind(command.binding(), done));
    }

    void delete(DeleteExchange command) {
        Optional<AmqpError> refusal = book.state.refuseExchangeDeletion(command.name(), command.ifUnused());
        ExchangeEntry entry = book.state.exchange(command.name());
        change(refusal, command.replyTo(), done -> book.removeExchange(entry, done));
    }

    /** Does what is allowed and then answers. */
    static void change(Optional<AmqpError> refusal, ActorRef<Reply> replyTo, Consumer<Runnable> whenAllowed) {
        if (refusal.isPresent()) {
            replyTo.tell(new Refused(refusal.get()));
        } else {
            whenAllowed.accept(() -> replyTo.tell(new Done()));
        }
    }
}
