package io.kvmherd.common.model;

/** What a caller of the API may do. Each role may do what the ones before it may. */
public enum AccessRole {
    /** Look at everything, change nothing. */
    VIEWER,
    /** Also change hosts, guests and operations. */
    OPERATOR,
    /** Also hand out and withdraw access. */
    ADMIN;

    public boolean includes(AccessRole needed) {
        return compareTo(needed) >= 0;
    }
}
