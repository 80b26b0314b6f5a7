package io.kvmherd.controller.app.step;

/** The bounds of what a controller keeps and waits for. */
public final class AppLimits {
    /** Ended operations kept in memory besides the open ones. */
    public static final int OPERATIONS_KEPT = 1_000;

    /** Open operations at most; a request beyond is refused as BUSY. */
    public static final int OPERATIONS_OPEN = 10_000;

    /** Plans kept. */
    public static final int PLANS_KEPT = 100;

    /** How long a plan may be applied, in seconds. */
    public static final long PLAN_VALID_SECONDS = 15 * 60;

    /** Newest events kept in memory for those who watch. */
    public static final int EVENTS_KEPT = 1_000;

    /** Accepted requests remembered by key in memory; the store has the others. */
    public static final int IDEMPOTENCY_KEPT = 10_000;

    /** How long an accepted request is remembered by its key, in seconds. */
    public static final long IDEMPOTENCY_SECONDS = 24 * 60 * 60;

    /** Tokens at most, expired ones included. */
    public static final int TOKENS_KEPT = 200;

    /** A host without link or fresh report is suspect after this. */
    public static final long SUSPECT_MS = 15_000;

    /** A host without link and report is unreachable after this. */
    public static final long UNREACHABLE_MS = 30_000;

    /** Deadline of an operation that is one command, in ms. */
    public static final long COMMAND_DEADLINE_MS = 120_000;

    /** A command without an answer is sent again after this, as the same step. */
    public static final long SEND_AGAIN_MS = 60_000;

    /** Longest pause before an operation looks or tries again. */
    public static final long LOOK_AGAIN_MAX_MS = 30_000;

    /**
     * How long a migration that was not begun waits for a host: for both to be reachable before it is sent, and for the
     * destination to take back its announcement, which runs out by itself.
     */
    public static final long HOST_AWAITED_MS = 120_000;

    /** Deadline of an orderly shutdown, in ms. */
    public static final long SHUT_DOWN_DEADLINE_MS = 180_000;

    /** A migration may take this long for each GiB that it has to send, at least once. */
    public static final long MIGRATION_MS_PER_GIB = 800_000;

    /** A migration that sends no fewer bytes for this long is aborted by its source. */
    public static final long MIGRATION_NO_PROGRESS_MS = 150_000;

    /** How long an announced arrival holds. */
    public static final long ARRIVAL_TTL_MS = 900_000;

    /** How often an evacuation plans anew for what has changed meanwhile. */
    public static final int EVACUATION_ROUNDS = 3;

    /** Failed live moves of one guest after which an evacuation moves it cold, where its policy allows that. */
    public static final int LIVE_TRIES = 2;

    /** An evacuation that can begin nothing for this long, because everything waits, plans anew or gives up. */
    public static final long EVACUATION_STALL_MS = 300_000;

    /** Reasons that an ended operation keeps; the plan has them all. */
    public static final int REASONS_KEPT = 32;

    /** Guests that a message names; it counts the others. */
    public static final int GUESTS_NAMED = 10;

    /** Questions of readers that may wait for agents. */
    public static final int INQUIRIES_OPEN = 100;

    /** How long such a question waits. */
    public static final long INQUIRY_MS = 10_000;

    /** Guests that one request adopts at most; the answer says how many are left. */
    public static final int ADOPTIONS = 1_000;

    /** Guests that one request lets go at most; the answer says how many are left. */
    public static final int RELEASES = 1_000;

    /** Requests to adopt that may wait for agents. */
    public static final int SURVEYS_OPEN = 20;

    private AppLimits() {}
}
