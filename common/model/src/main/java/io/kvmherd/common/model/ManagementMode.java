package io.kvmherd.common.model;

/** Whether kvmherd may change anything on a host. Of several words about one host, the stricter one holds. */
public enum ManagementMode {
    /** Commands are sent and carried out. */
    MANAGE,
    /** The host reports and answers questions; nothing on it is changed. */
    OBSERVE
}
