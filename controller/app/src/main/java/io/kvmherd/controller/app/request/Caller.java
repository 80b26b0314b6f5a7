package io.kvmherd.controller.app.request;

/**
 * Who asks.
 *
 * @param principal authenticated name ("root", "uid-1000")
 * @param idempotencyKey empty for none
 * @param requestHash of method, path and body
 */
public record Caller(String principal, String idempotencyKey, String requestHash) {}
