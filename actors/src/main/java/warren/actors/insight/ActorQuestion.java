package warren.actors.insight;

/**
 * A part of the tree of actors.
 *
 * @param path of the actor at the top, {@code /user} for all of the broker
 * @param depth levels below it
 * @param offset so many of its children are left out
 * @param count children of each actor that are shown one by one, at most
 */
public record ActorQuestion(String path, int depth, int offset, int count) {}
