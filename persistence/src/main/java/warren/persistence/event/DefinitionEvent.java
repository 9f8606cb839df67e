package warren.persistence.event;

/** A fact about what is defined. Facts are idempotent: told twice in the same order, they leave the same state. */
public sealed interface DefinitionEvent {

    /** The host is there, or is there with new values. */
    record VirtualHostAdded(VirtualHostDefinition virtualHost) implements DefinitionEvent {}

    /** The host is gone. */
    record VirtualHostDeleted(String name) implements DefinitionEvent {}

    /** The user is there, or is there with new values. */
    record UserPut(UserDefinition user) implements DefinitionEvent {}

    /** The user is gone. */
    record UserDeleted(String name) implements DefinitionEvent {}

    /** The permissions of one user in one host are these. */
    record PermissionsSet(PermissionDefinition permission) implements DefinitionEvent {}

    /** The user has no permissions in the host. */
    record PermissionsCleared(String user, String virtualHost) implements DefinitionEvent {}

    /** The topic permissions of one user on one exchange are these. */
    record TopicPermissionsSet(TopicPermissionDefinition permission) implements DefinitionEvent {}

    /** The user has no topic permissions on this exchange. */
    record TopicPermissionsCleared(String user, String virtualHost, String exchange) implements DefinitionEvent {}

    /** The global parameter has this value, a text in JSON. */
    record GlobalParameterSet(String name, String value) implements DefinitionEvent {}

    /** The global parameter is gone. */
    record GlobalParameterCleared(String name) implements DefinitionEvent {}

    /** The limits of one virtual host or user are these; none when there are none in it. */
    record LimitsSet(LimitsDefinition limits) implements DefinitionEvent {}

    /** The exchange is there. */
    record ExchangeDeclared(ExchangeDefinition exchange) implements DefinitionEvent {}

    /** The exchange is gone. */
    record ExchangeDeleted(String name) implements DefinitionEvent {}

    /** The queue is there. */
    record QueueDeclared(QueueDefinition queue) implements DefinitionEvent {}

    /** The queue is gone. */
    record QueueDeleted(String name) implements DefinitionEvent {}

    /** The binding is there. */
    record Bound(BindingDefinition binding) implements DefinitionEvent {}

    /** The binding is gone. */
    record Unbound(BindingDefinition binding) implements DefinitionEvent {}

    /** The policy is there, or is there with new values. */
    record PolicySet(PolicyDefinition policy) implements DefinitionEvent {}

    /** The policy, or the operator policy, of this name is gone. */
    record PolicyCleared(String name, boolean operator) implements DefinitionEvent {}
}
