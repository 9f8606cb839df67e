@org.jspecify.annotations.NullMarked
package warren.cli;
