package warren.management.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import warren.actors.info.OperatorError;
import warren.actors.info.PolicyInfo;
import warren.management.json.Json;
import warren.routing.message.FieldValue;

/** Each complaint was copied from a RabbitMQ 3.10.8. */
class PolicyRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"max-length\":\"x\"} | <<\"x\">> is not a valid maximum length",
                "{\"max-length\":-1} | -1 is not a valid maximum length",
                "{\"max-length\":1.5} | 1.5 is not a valid maximum length",
                "{\"max-length\":null} | null is not a valid maximum length",
                "{\"max-length\":{\"a\":1}} | #{<<\"a\">> => 1} is not a valid maximum length",
                "{\"max-length-bytes\":-1} | -1 is not a valid maximum length in bytes",
                "{\"message-ttl\":\"a\"} | <<\"a\">> is not a valid message TTL",
                "{\"expires\":0} | 0 is not a valid queue expiry",
                "{\"dead-letter-exchange\":1} | 1 is not a valid dead letter exchange name",
                "{\"dead-letter-routing-key\":1} | 1 is not a valid dead letter routing key",
                "{\"dead-letter-strategy\":\"x\"} | <<\"x\">> is not a valid dead letter strategy",
                "{\"alternate-exchange\":1} | 1 is not a valid alternate exchange name",
                "{\"queue-mode\":\"x\"} | <<\"x\">> is not a valid queue-mode value",
                "{\"queue-version\":3} | 3 is not a valid queue-version value",
                "{\"overflow\":1} | 1 is not a valid overflow value",
                "{\"delivery-limit\":-1} | -1 is not a valid delivery limit",
                "{\"delayed-retry-type\":\"x\"} | <<\"x\">> is not a valid delayed retry type. Must be one of: all, failed, returned, disabled",
                "{\"delayed-retry-min\":0} | 0 is not a valid delayed retry minimum delay. Must be a positive integer",
                "{\"delayed-retry-max\":\"x\"} | <<\"x\">> is not a valid delayed retry maximum delay. Must be a positive integer",
                "{\"delayed-retry-type\":\"all\"} | delayed-retry-min is required when delayed-retry-type is all",
                "{\"delayed-retry-min\":5,\"delayed-retry-max\":4} | delayed-retry-max (4) must not be smaller than delayed-retry-min (5)",
                "{\"max-age\":\"1x\"} | <<\"1x\">> is not a valid max age",
                "{\"queue-master-locator\":\"x\"} | <<\"x\">> invalid queue-master-locator value",
                "{\"queue-leader-locator\":\"x\"} | <<\"x\">> is not a valid queue leader locator value",
                "{\"nosuch\":1,\"a\":[1,\"x\",true,null]} | [{<<\"a\">>,[1,<<\"x\">>,true,null]},{<<\"nosuch\">>,1}] are not recognised policy settings",
                "{} | no policy provided",
                "{\"ha-mode\":\"bad\"} | <<\"bad\">> is not a valid ha-mode value",
                "{\"ha-params\":2} | ha-mode must be specified to specify ha-params, ha-sync-mode or ha-promote-on-shutdown",
                "{\"ha-mode\":\"exactly\"} | ha-mode=\"exactly\" takes an integer, none given",
                "{\"ha-mode\":\"exactly\",\"ha-params\":\"x\"} | ha-mode=\"exactly\" takes an integer, <<\"x\">> given",
                "{\"ha-mode\":\"all\",\"ha-params\":2} | ha-mode=\"all\" does not take parameters",
                "{\"ha-mode\":\"nodes\",\"ha-params\":\"rabbit@a\"} | ha-mode=\"nodes\" takes a list, <<\"rabbit@a\">> given",
                "{\"ha-mode\":\"all\",\"ha-sync-mode\":\"foo\"} | ha-sync-mode must be \"manual\" or \"automatic\", got <<\"foo\">>",
                "{\"ha-mode\":\"all\",\"ha-sync-batch-size\":0} | ha-sync-batch-size takes an integer greater than 0, 0 given",
                "{\"ha-mode\":\"all\",\"ha-promote-on-failure\":\"never\"} | ha-promote-on-failure must be \"always\" or \"when-synced\", got <<\"never\">>",
                "{\"max-length\":-1,\"zzz\":1,\"ha-mode\":\"x\"} | <<\"x\">> is not a valid ha-mode value",
            })
    void complainsInRabbitMqsWords(String definition, String complaint) throws JsonProcessingException {
        assertThat(PolicyRules.complaint(Json.read(definition), false)).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"ha-mode\":\"all\"}",
                "{\"ha-mode\":\"exactly\",\"ha-params\":2,\"ha-sync-mode\":\"automatic\"}",
                "{\"ha-mode\":\"nodes\",\"ha-params\":[\"rabbit@a\"]}",
                "{\"delayed-retry-type\":\"all\",\"delayed-retry-min\":5,\"delayed-retry-max\":5}",
                "{\"max-length\":10,\"message-ttl\":99999999999999,\"overflow\":\"reject-publish\",\"max-age\":\"7D\"}",
            })
    void acceptsWhatRabbitMqAccepts(String definition) throws JsonProcessingException {
        assertThat(PolicyRules.complaint(Json.read(definition), false)).isEmpty();
    }

    @Test
    void namesEverythingThatIsWrong_definitionBeforeTargetBeforePattern() {
        ObjectNode parameters = parameters("{\"zzz\":-1}").put("pattern", "(").put("apply-to", "z");

        assertThatThrownBy(() -> PolicyRules.read(parameters, false))
                .isInstanceOf(OperatorError.class)
                .hasMessage("""
                        Validation failed

                        [{<<"zzz">>,-1}] are not recognised policy settings
                        apply-to 'z' unrecognised; should be 'queues', 'exchanges' or 'all'
                        pattern should be regular expression but is invalid: {"missing )",1}
                        """);
    }

    @Test
    void letsOperatorPoliciesHoldNumbersAlone() throws JsonProcessingException {
        assertThat(PolicyRules.complaint(Json.read("{\"max-length\":1,\"expires\":1}"), true))
                .isEmpty();
        assertThat(PolicyRules.complaint(Json.read("{\"max-length\":-1}"), true))
                .contains("-1 is not a valid maximum length");
        assertThat(PolicyRules.complaint(Json.read("{\"ha-mode\":\"all\"}"), true))
                .contains("[{<<\"ha-mode\">>,<<\"all\">>}] are not recognised policy settings");
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> PolicyRules.read(parameters("{bad"), false))
                .hasMessage("JSON decoding error. Reason: badarg");
    }

    @Test
    void keepsWholeNumbersAsSuch() throws OperatorError {
        PolicyInfo policy = PolicyRules.read(parameters("{\"max-length\":10}"), false);

        assertThat(policy.definition().get("max-length")).contains(FieldValue.of(10L));
        assertThat(policy.applyTo()).isEqualTo("all");
    }

    private static ObjectNode parameters(String definition) {
        ObjectNode parameters = Json.object().put("vhost", "/").put("name", "p").put("pattern", "^a");
        return parameters.put("definition", definition).put("priority", 0);
    }
}
