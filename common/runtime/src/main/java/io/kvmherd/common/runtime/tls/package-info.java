/**
 * Who is at the other end of a connection: certificate files, checked before they are used, and the identity that a
 * certificate states.
 *
 * <p><b>Invariant.</b> An identity comes from a certificate's subject alternative name and from nowhere else: not from
 * an address, a subject or a message. The name has the form {@code spiffe://CLUSTER/ROLE/NAME} with the role
 * {@code agent} or {@code controller}; a certificate without exactly one such name is nobody.
 */
@NullMarked
package io.kvmherd.common.runtime.tls;

import org.jspecify.annotations.NullMarked;
