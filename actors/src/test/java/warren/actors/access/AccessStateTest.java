package warren.actors.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PermissionInfo;
import warren.actors.info.UserInfo;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.UserDefinition;
import warren.persistence.event.VirtualHostDefinition;

class AccessStateTest {
    private final AccessState state = new AccessState();

    @Test
    void grantsNothingBeforeAnythingIsSet() throws OperatorError {
        carryOut(new ChangeRequest.AddUser("u", hashed("p")));
        carryOut(new ChangeRequest.AddVirtualHost("v", "", List.of()));

        assertThat(state.grant("u", "v")).isEmpty();
        assertThat(state.grant("nobody", "v")).isEmpty();
    }

    @Test
    void grantsWhatWasSet_untilItIsCleared() throws OperatorError {
        carryOut(new ChangeRequest.AddUser("u", hashed("p")));
        carryOut(new ChangeRequest.AddVirtualHost("v", "", List.of()));
        carryOut(permissions("u", "v", "c"));
        assertThat(state.grant("u", "v")).contains(new Grant("u", "v", "c", "w", "r", false));
        assertThat(state.grant("u", "other")).isEmpty();

        carryOut(permissions("u", "v", "changed"));
        assertThat(state.grant("u", "v")).map(Grant::configure).contains("changed");

        carryOut(new ChangeRequest.ClearPermissions("u", "v"));
        assertThat(state.grant("u", "v")).isEmpty();
    }

    @Test
    void takesPermissionsAwayWithTheirUser_andWithTheirVirtualHost() throws OperatorError {
        for (String user : List.of("a", "b")) {
            carryOut(new ChangeRequest.AddUser(user, hashed("p")));
        }
        for (String host : List.of("v", "w")) {
            carryOut(new ChangeRequest.AddVirtualHost(host, "", List.of()));
            carryOut(permissions("a", host, "c"));
            carryOut(permissions("b", host, "c"));
        }

        carryOut(new ChangeRequest.DeleteUser("a"));
        carryOut(new ChangeRequest.DeleteVirtualHost("w"));

        assertThat(state.permissions()).containsExactly(new PermissionInfo("v", "b", "c", "w", "r"));
        assertThat(state.users()).extracting(UserInfo::name).containsExactly("b");
        assertThat(state.virtualHosts()).extracting(VirtualHostDefinition::name).containsExactly("v");
    }

    @Test
    void keepsTagsWhenThePasswordChanges_andThePasswordWhenTagsDo() throws OperatorError {
        carryOut(new ChangeRequest.AddUser("u", hashed("old")));
        carryOut(new ChangeRequest.SetTags("u", List.of("impersonator")));
        assertThat(hasPassword("old")).isTrue();

        carryOut(new ChangeRequest.ChangePassword("u", hashed("new")));

        assertThat(hasPassword("new")).isTrue();
        assertThat(hasPassword("old")).isFalse();
        assertThat(state.users()).extracting(UserInfo::tags).containsExactly(List.of("impersonator"));
    }

    @Test
    void letsAnImpersonatorBeAnybody() throws OperatorError {
        carryOut(new ChangeRequest.AddUser("u", hashed("p")));
        carryOut(new ChangeRequest.AddVirtualHost("v", "", List.of()));
        carryOut(permissions("u", "v", "c"));
        carryOut(new ChangeRequest.SetTags("u", List.of("impersonator")));

        assertThat(state.grant("u", "v")).map(Grant::impersonator).contains(true);
    }

    @Test
    void neverGivesAVirtualHostsIdTwice() throws OperatorError {
        carryOut(new ChangeRequest.AddVirtualHost("v", "", List.of()));
        carryOut(new ChangeRequest.DeleteVirtualHost("v"));
        carryOut(new ChangeRequest.AddVirtualHost("v", "", List.of()));

        assertThat(state.virtualHosts()).extracting(VirtualHostDefinition::id).containsExactly(2L);
    }

    @Test
    void refusesInRabbitMqsWords() throws OperatorError {
        carryOut(new ChangeRequest.AddUser("u", hashed("p")));
        carryOut(new ChangeRequest.AddVirtualHost("v", "", List.of()));

        assertRefused(new ChangeRequest.AddUser("u", hashed("p")), Reason.USER_EXISTS, "User \"u\" already exists");
        assertRefused(new ChangeRequest.DeleteUser("x"), Reason.NO_SUCH_USER, "User \"x\" does not exist");
        assertRefused(
                new ChangeRequest.ChangePassword("x", hashed("")), Reason.NO_SUCH_USER, "User \"x\" does not exist");
        assertRefused(new ChangeRequest.SetTags("x", List.of()), Reason.NO_SUCH_USER, "User \"x\" does not exist");
        assertRefused(permissions("x", "v", ""), Reason.NO_SUCH_USER, "User \"x\" does not exist");
        assertRefused(permissions("u", "x", ""), Reason.NO_SUCH_VIRTUAL_HOST, "Virtual host 'x' does not exist");
        assertRefused(
                new ChangeRequest.AddVirtualHost("v", "", List.of()),
                Reason.VIRTUAL_HOST_EXISTS,
                "Virtual host 'v' already exists");
        assertRefused(
                new ChangeRequest.DeleteVirtualHost("x"),
                Reason.NO_SUCH_VIRTUAL_HOST,
                "Virtual host 'x' does not exist");
        assertThatExceptionOfType(OperatorError.class)
                .isThrownBy(() -> permissions("u", "v", "(").facts(state))
                .withMessageStartingWith("Invalid regular expression '('")
                .matches(error -> error.reason() == Reason.INVALID);
    }

    private static ChangeRequest permissions(String user, String virtualHost, String configure) {
        return new ChangeRequest.SetPermissions(new PermissionInfo(virtualHost, user, configure, "w", "r"));
    }

    private void carryOut(ChangeRequest request) throws OperatorError {
        for (DefinitionEvent fact : request.facts(state)) {
            state.apply(fact);
        }
    }

    private void assertRefused(ChangeRequest request, Reason reason, String text) {
        assertThatExceptionOfType(OperatorError.class)
                .isThrownBy(() -> request.facts(state))
                .withMessage(text)
                .matches(error -> error.reason() == reason);
    }

    private static Password hashed(String password) {
        return PasswordHash.of(password, PasswordHash.SHA_256);
    }

    private boolean hasPassword(String password) {
        UserDefinition user = state.user("u");
        return user != null && new Password.Hashed(user.passwordHash(), user.hashingAlgorithm()).matches(password);
    }
}
