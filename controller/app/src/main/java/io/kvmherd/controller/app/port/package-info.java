/** What the controller's rules need from outside, and how what they want done is written down. */
@NullMarked
package io.kvmherd.controller.app.port;

import org.jspecify.annotations.NullMarked;
