package io.kvmherd.cli.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The commands below a command, in the order in which its help lists them. {@link CommandTree} makes them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Verbs {
    Class<?>[] value();
}
