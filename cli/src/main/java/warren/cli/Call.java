package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One use of a command: what was given, and the broker that it is for. */
record Call(List<String> arguments, Options options, Node node, Console console) {

    String argument(int index) {
        return arguments.get(index);
    }

    String virtualHost() {
        return options.virtualHost();
    }

    /** Asks the broker to do what the command says. */
    JsonNode ask(String command, ObjectNode parameters) throws Refusal, Unreachable {
        return node.client().call(command, parameters);
    }

    /** The first argument under a name, the usual shape of a request about one thing. */
    ObjectNode about(String parameter) {
        return Json.object().put(parameter, argument(0));
    }
}
