package io.kvmherd.cli.client;

import java.util.function.Function;

/**
 * What a call brought.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {

    /** It is there. */
    record Given<T>(T value) implements Answer<T> {}

    /** It is not, and this is why. */
    record Refused<T>(Complaint complaint) implements Answer<T> {}

    /** The answer with its value turned into another; a complaint stays as it is. */
    default <U> Answer<U> map(Function<T, U> change) {
        return then(value -> new Given<>(change.apply(value)));
    }

    /** The next call, if this one brought something. */
    default <U> Answer<U> then(Function<T, Answer<U>> next) {
        return switch (this) {
            case Given<T> given -> next.apply(given.value());
            case Refused<T> refused -> new Refused<>(refused.complaint());
        };
    }
}
