/**
 * The shape of every decision: a value or a refusal, each with what every rule said about every host. "No host fits" is
 * an answer like any other, not an exception.
 */
@NullMarked
package io.kvmherd.controller.engine.decision;

import org.jspecify.annotations.NullMarked;
