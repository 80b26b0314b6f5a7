/**
 * Carries host reports from agents to controllers: what is live, may be lost, and decides nothing by itself.
 *
 * <p>Controllers are members, agents are clients of one of them. Members' and clients' protocols have a port each, so
 * that a hypervisor can reach only the second. Everything else that the library can do is off: discovery, REST, code
 * deployment, Jet, statistics, telling its maker.
 *
 * <p><b>Invariant.</b> What lies in the map is the JSON of a {@code HostReport} under its host's name, as bytes; nothing
 * is ever deserialised into a class that the sender chose. Whoever can reach these ports can write what it likes, so a
 * reader believes a report only as far as the command link confirms it.
 */
@NullMarked
package io.kvmherd.common.runtime.hazelcast;

import org.jspecify.annotations.NullMarked;
