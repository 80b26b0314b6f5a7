package io.kvmherd.controller.engine.operation;

/** One phase of an operation: one command to one host, or a wait. */
public enum Phase {
    /** CreateGuest. */
    DEFINE(Role.OWNER),
    /** StartGuest. */
    START(Role.OWNER),
    /** InspectGuest, until the guest runs. */
    CONFIRM_RUNNING(Role.OWNER),
    /** ShutDownGuest. */
    ASK_SHUT_DOWN(Role.OWNER),
    /** DestroyGuest. */
    SWITCH_OFF(Role.OWNER),
    /** InspectGuest, until the guest is off. */
    CONFIRM_OFF(Role.OWNER),
    /** DeleteGuest. */
    UNDEFINE(Role.OWNER),
    /** InspectGuest, until the guest is absent. */
    CONFIRM_ABSENT(Role.OWNER),
    /** BuryGuest: the deleted guest may never run there again. */
    BURY_DELETED(Role.OWNER),
    /** AdoptGuest: our mark on a guest that somebody else defined. */
    MARK(Role.OWNER),
    /** ReleaseGuest: our mark goes, autostart comes back. */
    UNMARK(Role.OWNER),
    /** RedefineGuest: the accepted definition, name and autostart. */
    REDEFINE(Role.OWNER),
    /** InspectGuest, until the guest is defined. */
    CONFIRM_DEFINED(Role.OWNER),

    /** WritePoolProof for the next pool that is not proved yet; skipped when there is none. */
    PROVE_WRITE(Role.OWNER),
    /** ReadPoolProof for the same pool. */
    PROVE_READ(Role.DESTINATION),
    /** DescribeGuest: the live CPU. */
    DESCRIBE(Role.OWNER),
    /** CheckArrival. */
    CHECK(Role.DESTINATION),
    /** ExpectArrival. */
    EXPECT(Role.DESTINATION),
    /** Announced: waits until both hosts can be reached at once. Nothing that moves the guest was sent. */
    STAND_BY(Role.NONE),
    /** MigrateGuest, or RelocateGuest for a guest that is off; its answer is a hint. */
    SEND(Role.OWNER),
    /** FollowMigration: the source watches over a migration that goes on without a command that waits for it. */
    FOLLOW(Role.OWNER),
    /** InspectGuest on the source. */
    INSPECT_SOURCE(Role.OWNER),
    /** InspectGuest on the destination; then the outcome is judged. */
    INSPECT_DESTINATION(Role.DESTINATION),
    /** DestroyGuest on the source: the destination owns the guest, the source's copy hangs paused. */
    REMOVE_SOURCE_COPY(Role.OWNER),
    /** WithdrawArrival before the source may go on: nothing can start at the destination any more. */
    CLOSE_DESTINATION(Role.DESTINATION),
    /** ResumeGuest on the source. */
    RESUME_SOURCE(Role.OWNER),
    /** AdoptArrival: the new owner writes its generation into the guest's metadata. Ownership is committed on entry. */
    ADOPT(Role.DESTINATION),
    /** BuryGuest on the former owner. */
    BURY(Role.OWNER),
    /** WithdrawArrival after a migration that did not happen. */
    WITHDRAW(Role.DESTINATION),

    /** Waits for its child operations. */
    COORDINATE(Role.NONE),
    /** Ended. */
    ENDED(Role.NONE);

    private final Role role;

    Phase(Role role) {
        this.role = role;
    }

    public Role role() {
        return role;
    }

    public boolean sendsCommand() {
        return role != Role.NONE;
    }
}
