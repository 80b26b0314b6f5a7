/**
 * What somebody edited in a guest's definition, told apart from what changes by itself. A definition is read into a
 * normal form with a fingerprint; two of them are equal exactly if nobody has edited.
 *
 * <p><b>The persistent half</b> is libvirt's own text (inactive, migratable, without secrets), an element a line with its
 * attributes in order of name, without:
 *
 * <ul>
 *   <li>the name: a domain that was renamed is told as one, and nothing else of it has changed;
 *   <li>metadata, ours and other tools': they write there whenever they like, and no guest is another for it;
 *   <li>comments, white space, the domain's number;
 *   <li>aliases that libvirt gives to devices (those that begin with {@code ua-} are a person's);
 *   <li>backing chains, which libvirt reads from the image and writes down as it finds them;
 *   <li>security labels that libvirt makes up, and names of host devices like {@code vnet3} that last as long as a run.
 * </ul>
 *
 * <p>Addresses of devices stay. libvirt gives them once, when a device is defined, and keeps them from then on, through
 * starts and migrations; whoever changes one has put other hardware into the guest. A machine type without a version and a
 * CPU "like the host's" are resolved when the domain is defined or in what runs, never again in the persistent half.
 *
 * <p><b>The running half</b> differs from the persistent one in hundreds of places without anybody having done anything:
 * expanded CPUs, ports, labels, addresses, chains, the balloon. So it is not text without exceptions but a list of what is
 * looked at, the {@code GuestShape}: virtual CPUs, the most memory, and where each disk, interface and device comes from.
 * How much memory the balloon leaves to the guest at the moment is none of it.
 *
 * <p><b>Another libvirt</b> may write the same definition down otherwise. The version is told along; whoever compares takes
 * a text that is new under a new version, in the same shape, for the same definition.
 *
 * <p>Invariant: reading a normal form again gives the same normal form, and with a name and metadata it is a definition
 * that libvirt takes.
 */
@NullMarked
package io.kvmherd.agent.core.drift;

import org.jspecify.annotations.NullMarked;
