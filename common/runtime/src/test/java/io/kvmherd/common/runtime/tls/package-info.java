/** Tests of the certificate files and of the identity in a certificate. */
@NullMarked
package io.kvmherd.common.runtime.tls;

import org.jspecify.annotations.NullMarked;
