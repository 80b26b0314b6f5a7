/**
 * The durable memory of one controller: SQLite in write-ahead mode with a full sync at every commit.
 *
 * <p>Invariant: what {@code SqlStore.commit} returned from survives the death of the process and of the machine, and no
 * commit succeeds under an epoch that is not the newest. One process holds the folder, by a lock of the operating system;
 * within it one thread writes. The tables are laid out for several controllers from the first day, so that a larger
 * database can take their place without another thought about what is stored.
 *
 * <p>A start looks through the write-ahead file ({@code WriteAheadCheck}) and the pages ({@code IntegrityCheck}) before
 * anything is read or written. What is damaged is reported and left as it is: a database with a hole in it would start a
 * guest a second time.
 */
@NullMarked
package io.kvmherd.controller.store;

import org.jspecify.annotations.NullMarked;
