/**
 * Which host takes a guest, and why the others do not.
 *
 * <p>Five kinds of rule answer with a verdict and reasons that carry numbers. All of them are always asked, so that an
 * operator sees everything that has to change and not one obstacle after the other.
 *
 * <table>
 * <caption>The rules</caption>
 * <tr><td>{@code HostRule}</td><td>may the host take guests at all</td></tr>
 * <tr><td>{@code EquipmentRule}</td><td>does it have what the guest asks for</td></tr>
 * <tr><td>{@code RoomRule}</td><td>is there room for one more</td></tr>
 * <tr><td>{@code DepartureRule}</td><td>can the guest leave where it is, live</td></tr>
 * <tr><td>{@code PassageRule}</td><td>can it go live from the one host to the other</td></tr>
 * </table>
 *
 * <p>Invariants: an accepted host is within every limit after the guest has arrived; a guest on the move weighs on both
 * ends; nobody is counted twice on one host; the same view and request give the same decision on every machine.
 * {@code Ledger} is the one mutable type: it belongs to one computation and never leaves it.
 */
@NullMarked
package io.kvmherd.controller.engine.placement;

import org.jspecify.annotations.NullMarked;
