/**
 * What an agent needs from the machine it runs on. The agent's rules are written against these interfaces only, so the
 * same rules run on real libvirt hosts and on simulated ones. Each port says whether it blocks and which failures it
 * reports; every adapter of a port passes the port's contract suite.
 */
@NullMarked
package io.kvmherd.agent.core.port;

import org.jspecify.annotations.NullMarked;
