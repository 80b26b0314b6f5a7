/** Tests of the whole controller in one process: real files, real TLS, a real socket, and an agent that a test drives. */
@NullMarked
package io.kvmherd.controller;

import org.jspecify.annotations.NullMarked;
