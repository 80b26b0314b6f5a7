package io.kvmherd.common.model;

/**
 * What counts as a host's size: the whole machine, or one control group of it.
 *
 * @param kind machine or control group
 * @param name path of the control group below its hierarchy's root ("/lab/h1"), empty for the machine
 */
public record ResourceScope(Kind kind, String name) {
    public static final ResourceScope MACHINE = new ResourceScope(Kind.MACHINE, "");

    /** What the numbers describe. */
    public enum Kind {
        MACHINE,
        CONTROL_GROUP
    }

    public ResourceScope {
        if (kind == Kind.CONTROL_GROUP) {
            Names.requirePath("control group", name);
        }
    }
}
