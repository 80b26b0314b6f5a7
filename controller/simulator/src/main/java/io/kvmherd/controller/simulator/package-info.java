/**
 * Whole clusters in one process: the real controller's step function, the real agents' guard and commands, simulated
 * hypervisors, on one queue of events in virtual time.
 *
 * <p><b>Promise.</b> A seed and a list of faults decide everything: two runs are the same, event by event, and end with the
 * same hash. After every event the {@code Oracle} looks at the whole cluster as nobody in it can, and what it finds that must
 * never be ends the run, with the last events that led there.
 *
 * <p><b>What is real</b>: every decision of the controller, its journal's order, the agents' guard with its records, what an
 * agent does for each command. <b>What is simulated</b>: time, hypervisors and machines, the disk below the guard's log, the
 * database (in memory), the network. What an agent's daemon does with threads (hear, admit, carry out, answer, watch, report)
 * is done here by events in the same order; the few lines that do it are a twin of the daemon's and not the same code.
 *
 * <p><b>The network</b> is what TLS over TCP is: messages of a link arrive in order and once, after some time, until the
 * link breaks; then all that is under way is lost, and both ends notice, each in its own time. Reports are not links: each
 * may be late, lost, twice or in another order. Besides, a message may be heard a second time, much later, as from somebody
 * who recorded it.
 *
 * <p><b>Limits.</b> One controller leads at a time; a second one appears only as one that was frozen and thaws. There is no
 * fencing. Guests' disks are names, and nothing locks them. Nothing is adopted or changed by strangers; settings, tokens, plans by
 * hand, copies of disks and post-copy are not asked for. Of the daemon there are no queues with an end and no deadline for what
 * waits in them, no definitions read, no starts with the host, and no files for libvirt's hook. An agent that stands still still
 * paces a migration that it watches.
 */
@NullMarked
package io.kvmherd.controller.simulator;

import org.jspecify.annotations.NullMarked;
