/** The exchange type x-json: routes by what stands in JSON bodies. */
@NullMarked
package warren.examples.json;

import org.jspecify.annotations.NullMarked;
