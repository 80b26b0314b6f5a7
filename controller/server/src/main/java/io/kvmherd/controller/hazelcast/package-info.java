/**
 * Where the hosts' reports come from: the live map that agents write and controllers hold.
 *
 * <p>Invariant: what comes from here only ever becomes a report in its host's slot. Nothing that ends an operation, frees a
 * reservation or takes a lead reads this map, and membership is told to nobody but the log.
 */
@NullMarked
package io.kvmherd.controller.hazelcast;

import org.jspecify.annotations.NullMarked;
