package warren.cli;

import picocli.CommandLine.Command;

/** The firehose: copies of all messages for {@code amq.rabbitmq.trace}. */
@Command(header = "Observability", addMethodSubcommands = false)
final class TraceCommands extends Family {
    @Command(
            name = "trace_on",
            customSynopsis = "trace_on [--vhost <vhost>]",
            description = "Enables the firehose: amq.rabbitmq.trace gets a copy of every message that is published or"
                    + " delivered",
            footer = {"firehose", "virtual-hosts"})
    Outcome traceOn() throws Problem, Refusal, Unreachable {
        return trace("Starting", "trace_on", "enabled");
    }

    @Command(
            name = "trace_off",
            customSynopsis = "trace_off [--vhost <vhost>]",
            description = "Disables the firehose",
            footer = {"firehose", "virtual-hosts"})
    Outcome traceOff() throws Problem, Refusal, Unreachable {
        return trace("Stopping", "trace_off", "disabled");
    }

    private Outcome trace(String verb, String request, String result) throws Problem, Refusal, Unreachable {
        whenRunning(verb + " tracing for vhost \"" + virtualHost() + "\" ...");
        try {
            ask(request, inVirtualHost(Json.object()));
            return new Outcome.Text("Trace " + result + " for vhost " + virtualHost());
        } catch (Refusal refusal) {
            return noVirtualHost(refusal, virtualHost());
        }
    }
}
