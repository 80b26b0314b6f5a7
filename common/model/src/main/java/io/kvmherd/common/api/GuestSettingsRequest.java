package io.kvmherd.common.api;

/**
 * Body of a request to set what holds for one guest.
 *
 * @param evacuation what evacuations do with it. Never left out: a request that sets nothing is a mistake, and must not
 *     take away what was set before
 * @param reason why, for those who read it later; empty if missing
 */
public record GuestSettingsRequest(EvacuationSetting evacuation, String reason) {}
