package io.kvmherd.controller.http;

/** Who may do what. Every route asks it, once, before anything else is done. */
@FunctionalInterface
public interface Authorizer {
    /**
     * @param principal who asks
     * @param action the operation's name in the API's description ("cordonHost")
     * @param object path of what it is about
     * @throws io.kvmherd.common.failure.KvmherdException DENIED
     */
    void authorize(String principal, String action, String object);

    /** For the Unix socket: who could open it is root or of its group, and may do everything. The kernel has asked already. */
    static Authorizer ofSocket() {
        return (principal, action, object) -> {};
    }
}
