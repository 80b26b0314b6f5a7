package io.kvmherd.common.api;

import java.util.OptionalLong;

/**
 * A disk that is copied along with its guest.
 *
 * @param disk name in the guest
 * @param pool where it lies, and where its copy will
 * @param path of the file, on both hosts
 * @param sizeMib what a copy may grow to
 * @param freeMib what is free in the pool there; of a plan only
 */
public record CopyResource(String disk, String pool, String path, long sizeMib, OptionalLong freeMib) {}
