/** Tests of the command link over real TLS on the loopback address, with test certificates that protect nothing. */
@NullMarked
package io.kvmherd.controller.link;

import org.jspecify.annotations.NullMarked;
