/**
 * What a change of a guest means that no operation of ours explains. Reads sightings and says what somebody did; it never
 * says what to do about it, because nobody's action is undone without being asked for.
 *
 * <p>Invariant: a guest that is seen twice alike has not changed, and every pair of sightings has one meaning.
 */
@NullMarked
package io.kvmherd.controller.engine.outside;

import org.jspecify.annotations.NullMarked;
