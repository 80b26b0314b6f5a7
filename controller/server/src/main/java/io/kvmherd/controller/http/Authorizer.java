package io.kvmherd.controller.http;

/** Who may do what. Every route asks it, once, before anything else is done. */
@FunctionalInterface
interface Authorizer {
    /**
     * @param principal who asks, proved
     * @param action the operation's name in the API's description ("cordonHost")
     * @param object path of what it is about
     * @throws io.kvmherd.common.failure.KvmherdException DENIED
     */
    void authorize(Principal principal, String action, String object);
}
