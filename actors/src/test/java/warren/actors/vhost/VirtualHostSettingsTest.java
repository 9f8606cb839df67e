package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.StoreConfig;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.journal.StoreExtension;
import warren.routing.message.FieldTable;

class VirtualHostSettingsTest {
    @TempDir
    private Path directory;

    private ActorTestKit kit;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(StoreConfig.in(directory));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<VirtualHostActor.Command> host(long id) {
        TestProbe<String> started = kit.createTestProbe(String.class);
        ActorRef<VirtualHostActor.Command> host = kit.spawn(VirtualHostActor.create(
                new VirtualHostSettings("host " + id, id, (vhost, name) -> Behaviors.ignore()), started.ref()));
        started.expectMessage("host " + id);
        return host;
    }

    private boolean hasExchange(ActorRef<VirtualHostActor.Command> host) {
        TestProbe<VirtualHostActor.Reply> client = kit.createTestProbe(VirtualHostActor.Reply.class);
        host.tell(new VirtualHostActor.FindExchange("x", client.ref()));
        return client.expectMessageClass(VirtualHostActor.ExchangeFound.class)
                .exchange()
                .isPresent();
    }

    private ActorRef<VirtualHostActor.Command> withExchange(long id) {
        ActorRef<VirtualHostActor.Command> host = host(id);
        TestProbe<VirtualHostActor.Reply> client = kit.createTestProbe(VirtualHostActor.Reply.class);
        var definition = new ExchangeDefinition("x", "fanout", true, false, false, FieldTable.EMPTY);
        host.tell(new VirtualHostActor.DeclareExchange(definition, client.ref()));
        client.expectMessageClass(VirtualHostActor.ExchangeDeclared.class);
        return host;
    }

    @Test
    void forgettingAHostLeavesThoseWhoseNumbersBeginLikeItsOwn() {
        kit.stop(withExchange(1));
        kit.stop(withExchange(10));
        VirtualHostSettings.purge(StoreExtension.get(kit.system()), 1);

        assertThat(hasExchange(host(1))).isFalse();
        assertThat(hasExchange(host(10))).isTrue();
    }
}
