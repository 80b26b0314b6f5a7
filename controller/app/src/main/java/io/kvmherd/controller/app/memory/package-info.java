/**
 * A store that lives in this process's memory only, for tests and for simulated clusters.
 *
 * <p><b>Promise.</b> It passes the same contract suite as the one that writes to a disk: a commit is taken wholly or not at
 * all, only under the newest epoch. What it holds can be copied, as a backup is taken, and the copy be used in its stead.
 */
@NullMarked
package io.kvmherd.controller.app.memory;

import org.jspecify.annotations.NullMarked;
