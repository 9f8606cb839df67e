@org.jspecify.annotations.NullMarked
package warren.management;
