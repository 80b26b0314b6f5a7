package io.kvmherd.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test class that has a lab of its own, of these machine hosts and no others. That lab is made before the first test of the
 * class and taken down after its last one, also when tests failed; then nothing of it may be left.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface MachineHosts {
    /** Names, as {@code lab up --machines} takes them. */
    String[] value();
}
