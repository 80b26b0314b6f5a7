package io.kvmherd.common.api;

/**
 * Something that people should know, in three sentences. Each may be empty, {@code what} never is.
 *
 * @param what happened
 * @param why it happened
 * @param next what to do now
 */
public record MessageResource(String what, String why, String next) {}
