package io.kvmherd.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;

/**
 * A test class that asks something of a machine host. These come first: an emulated machine takes most of a core also when
 * it has nothing to do, so it is taken out of the cluster before the first class that does not need it.
 */
@Order(1)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface NeedsMachineHost {}
