@org.jspecify.annotations.NullMarked
package warren.server;
