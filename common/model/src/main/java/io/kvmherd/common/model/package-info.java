/**
 * The vocabulary that agents and controllers share: hosts, guests, what they have, what they need, and why something
 * can or cannot be done.
 *
 * <p>Everything here is an immutable value that checks itself when it is built, so a value that exists is valid. All
 * quantities carry their unit in the name: memory in MiB, CPU in threads or milli-CPU (a thousandth of one thread),
 * time in milliseconds.
 *
 * <table>
 * <caption>The words</caption>
 * <tr><td>host</td><td>a machine with libvirt and an agent; its id is its name, unique in the cluster</td></tr>
 * <tr><td>guest</td><td>a virtual machine; its id is the UUID of the libvirt domain, its name is unique too</td></tr>
 * <tr><td>facts</td><td>what a host is and has; changes only when somebody changes the machine</td></tr>
 * <tr><td>load</td><td>what a host uses right now</td></tr>
 * <tr><td>resource scope</td><td>what counts as a host's size: the machine or a control group</td></tr>
 * <tr><td>duty</td><td>what the operator wants of a host</td></tr>
 * <tr><td>mode</td><td>whether kvmherd may change a host or only observes it</td></tr>
 * <tr><td>reachability</td><td>what the controller sees of a host</td></tr>
 * <tr><td>link</td><td>a network interface of a host that guests can hang on: a bridge, a NIC, a bond</td></tr>
 * <tr><td>wish</td><td>what the operator asked a guest to be, as against what it is</td></tr>
 * <tr><td>outside change</td><td>what happened to a guest without kvmherd having asked for it</td></tr>
 * <tr><td>adoption</td><td>taking over a guest that somebody else defined, as it is; its end is the release</td></tr>
 * <tr><td>survey</td><td>what an agent read out of a foreign definition: a specification and its hindrances</td></tr>
 * <tr><td>chain</td><td>what a disk rests on: its own file and all that lies below an overlay</td></tr>
 * <tr><td>own guest</td><td>a guest in which a controller of this cluster runs</td></tr>
 * <tr><td>evacuation policy</td><td>what emptying its host does with a guest that runs</td></tr>
 * <tr><td>policy source</td><td>whose word a policy is: the guest's, the cluster's, or the configuration's</td></tr>
 * <tr><td>migration limits</td><td>how many migrations a host lets go and takes at a time, otherwise than the cluster says</td></tr>
 * <tr><td>restore scope</td><td>which of the guests that were taken from a host come back to it</td></tr>
 * <tr><td>copy</td><td>a disk's file on another host, made for one migration and filled while the guest runs</td></tr>
 * <tr><td>claim</td><td>the hidden second name by which a host knows a file as the copy that one operation made</td></tr>
 * <tr><td>hindrance</td><td>what in a definition is in the way of live migration, or narrows where to</td></tr>
 * <tr><td>definition</td><td>what libvirt keeps of a guest; the accepted one is what the operator last agreed to</td></tr>
 * <tr><td>drift</td><td>the difference between a guest's accepted definition and the one that it has</td></tr>
 * <tr><td>shape</td><td>what a definition, or what runs of it, is made of, in a few comparable lines</td></tr>
 * <tr><td>tuning</td><td>what somebody wants otherwise in one migration than its policy says</td></tr>
 * <tr><td>relocation</td><td>an offline move: the definition of a guest that is off goes to another host</td></tr>
 * <tr><td>cold move</td><td>a relocation as a part of emptying or restoring a host; a guest that runs is stopped and started for it</td></tr>
 * <tr><td>transport</td><td>how a guest travels between hosts: in the clear or over TLS</td></tr>
 * <tr><td>verdict</td><td>one rule's answer about one host: yes, wait or no</td></tr>
 * <tr><td>reason</td><td>why: a code with names and numbers; never a sentence, those are made at the edge</td></tr>
 * </table>
 */
@NullMarked
package io.kvmherd.common.model;

import org.jspecify.annotations.NullMarked;
