/**
 * The rules of the house, R1 to R12, as code that every module runs over itself.
 *
 * <p>{@link HouseRule} lists them, each with the sentence that tells what to do instead. A module takes this package from
 * the model's test jar and adds one class of its own that calls {@link HouseRule#testsOf}. Production code never sees it.
 *
 * <p>Invariant: a rule that has no fixture which breaks it is not a rule; {@code HouseRuleTest} holds one for each.
 */
@NullMarked
package io.kvmherd.architecture;

import org.jspecify.annotations.NullMarked;
