package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses tokens: an address that failed too often within a minute is not answered until the minute is
 * over. A right token from the same address has to wait as well, otherwise the answer would tell that it was right. Knows a
 * bounded number of addresses; the one that began to fail first is forgotten first. Safe from any thread.
 */
final class FailedAttempts {
    static final int MOST = 10;
    static final long WINDOW_MS = 60_000;
    static final int ADDRESSES = 1_024;

    private final Map<String, Window> windows = new LinkedHashMap<>();

    /** @throws KvmherdException BUSY when the address failed too often */
    synchronized void requireFew(String address, long nowMs) {
        Window window = windows.get(address);
        if (window != null && nowMs - window.beganMs() < WINDOW_MS && window.count() >= MOST) {
            throw new KvmherdException(
                    ErrorCode.BUSY,
                    "This address is not answered for a while.\nWhy: " + window.count()
                            + " requests from it had no valid token within a minute.\nNext: wait a minute, then use a"
                            + " token that holds: kvmherd token list, on the controller's machine.");
        }
    }

    synchronized void count(String address, long nowMs) {
        Window window = windows.get(address);
        if (window == null || nowMs - window.beganMs() >= WINDOW_MS) {
            windows.remove(address);
            windows.put(address, new Window(nowMs, 1));
        } else {
            windows.put(address, new Window(window.beganMs(), window.count() + 1));
        }
        if (windows.size() > ADDRESSES) {
            windows.remove(windows.keySet().iterator().next());
        }
    }

    private record Window(long beganMs, int count) {}
}
