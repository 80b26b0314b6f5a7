package io.kvmherd.common.model;

/** Whose word a policy is; the first of these that says something holds. */
public enum PolicySource {
    /** The guest has its own. */
    GUEST,
    /** An operator set it for the cluster while it runs. */
    CLUSTER,
    /** The controller's configuration says so, or nobody does. */
    DEFAULT
}
