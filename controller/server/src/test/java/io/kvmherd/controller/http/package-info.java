/** Tests of the API's parts that need no controller around them. */
@NullMarked
package io.kvmherd.controller.http;

import org.jspecify.annotations.NullMarked;
