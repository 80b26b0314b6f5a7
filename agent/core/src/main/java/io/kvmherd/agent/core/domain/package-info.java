/**
 * A guest as libvirt's domain XML, written from a typed model and read into one.
 *
 * <p><b>Writing.</b> Nothing from outside becomes markup: a StAX writer escapes every value, the values were narrowed when
 * the specification was built, and there is no way to pass XML through. What is not in the model (graphics, host devices,
 * command line options of QEMU) cannot be in the result. The domain is persistent, does not start by itself, carries our
 * metadata, and looks the same wherever it is defined: machine type with a version, one exact CPU model, explicit disk
 * formats, network addresses derived from the guest's id.
 *
 * <p><b>Reading.</b> libvirt's XML may come from another host: it is bounded, document types are refused and nothing is
 * fetched. Only what rules ask for is read; elements that are not known are skipped.
 *
 * <p>The result follows libvirt's schema, which {@code xmllint --noout --relaxng
 * /usr/share/libvirt/schemas/domain.rng FILE} checks.
 */
@NullMarked
package io.kvmherd.agent.core.domain;

import org.jspecify.annotations.NullMarked;
