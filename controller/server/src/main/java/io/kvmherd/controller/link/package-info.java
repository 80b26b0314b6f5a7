/**
 * The command link: one WebSocket over mutual TLS from each agent, the only way by which commands reach a host.
 *
 * <p>Invariant: a link belongs to the host that its certificate names, and nothing that is said on it speaks for another.
 * Each host has one link at a time; the loop hears of the old one's end before it hears of the new one. What cannot be
 * read, is too large, comes too fast, or stays silent too long ends its link; the agent dials again. Everything here runs on
 * event loops and waits for nothing.
 */
@NullMarked
package io.kvmherd.controller.link;

import org.jspecify.annotations.NullMarked;
