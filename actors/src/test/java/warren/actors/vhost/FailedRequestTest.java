package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.failure.Witness;
import warren.actors.vhost.VirtualHostActor.Command;

class FailedRequestTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<VirtualHostActor.Reply> replies = KIT.createTestProbe();
    private final List<Command> handled = new ArrayList<>();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aRequestIsRefused() {
        var request = new VirtualHostActor.FindQueues(List.of("q"), replies.getRef());
        failingOnce().tell(new VirtualHostActor.InNameOf("user", request));
        assertThat(replies.expectMessageClass(VirtualHostActor.Refused.class)
                        .error()
                        .code()
                        .code())
                .isEqualTo(541);
        assertThat(handled).isEmpty();
    }

    @Test
    void theQueuesOfAConnectionThatEndsAreReleasedAllTheSame() {
        failingOnce().tell(new VirtualHostActor.ReleaseConnection("connection", replies.getRef()));
        replies.expectMessage(new VirtualHostActor.Done());
    }

    @Test
    void aConsequenceEndsTheVirtualHost() {
        ActorRef<Command> host = failingOnce();
        host.tell(new VirtualHostActor.Restart(Optional.empty(), Optional.empty()));
        replies.expectTerminated(host);
    }

    /** Handles everything but the first command. */
    private ActorRef<Command> failingOnce() {
        var failed = new boolean[1];
        return KIT.spawn(Behaviors.setup(context -> Witness.steadfast(
                "virtual host",
                Behaviors.receiveMessage(command -> {
                    if (!failed[0]) {
                        failed[0] = true;
                        throw new IllegalStateException("the first");
                    }
                    handled.add(command);
                    ((VirtualHostActor.Request) command).replyTo().tell(new VirtualHostActor.Done());
                    return Behaviors.same();
                }),
                command -> FailedRequest.refuse(context, command))));
    }
}
