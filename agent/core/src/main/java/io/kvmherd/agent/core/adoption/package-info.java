/**
 * Guests that somebody else defined, and what they become when kvmherd takes them over.
 *
 * <p><b>libvirt's definition stays the truth.</b> A survey reads it once into a specification, which is what placement
 * counts with, and into hindrances, which say why the guest cannot move live and what would change that. What a
 * specification cannot say stays in the definition and travels with the guest; nothing here writes a definition.
 *
 * <p><b>A doubt is a hindrance.</b> A disk whose place is not known, a device of the host, a cache that another host does
 * not see: each blocks, because a guest that is moved by mistake is destroyed, and one that stays only stays.
 */
@NullMarked
package io.kvmherd.agent.core.adoption;

import org.jspecify.annotations.NullMarked;
