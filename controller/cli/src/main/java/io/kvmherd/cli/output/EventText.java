package io.kvmherd.cli.output;

import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.model.ManagementMode;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One event on one line. */
public final class EventText {
    private EventText() {}

    public static String line(EventResource event) {
        return Units.shortTime(event.at()) + "  " + pad(Units.word(event.type())) + "  " + what(event);
    }

    private static String what(EventResource event) {
        return switch (event.type()) {
            case HOST ->
                event.host().map(EventText::host).orElse(event.subject())
                        + event.message().map(message -> ": " + words(message)).orElse("");
            case CLUSTER -> event.message().map(EventText::words).orElse(event.subject());
            case GUEST ->
                event.guest()
                        .map(guest -> guest.name() + ": " + Units.word(guest.state())
                                + guest.host().map(host -> " on " + host).orElse(""))
                        .orElse(event.subject() + ": gone");
            case OPERATION ->
                event.operation()
                        .map(operation -> OperationText.what(operation) + ": " + OperationText.state(operation) + "  "
                                + operation.id())
                        .orElse(event.subject());
            case PROGRESS ->
                event.progress()
                        .map(progress -> event.subject() + ": " + ProgressText.words(progress))
                        .orElse(event.subject());
            case OUTSIDE ->
                event.guest().map(guest -> guest.name()).orElse(event.subject())
                        + event.outside()
                                .map(change -> ": " + OutsideText.words(change) + "; kvmherd had not asked for it")
                                .orElse("");
            case ALARM ->
                event.alarm()
                        .map(alarm -> alarm.code() + ": " + alarm.message().what() + " "
                                + alarm.message().next())
                        .orElse(event.subject());
        };
    }

    private static String host(HostResource host) {
        return host.name() + ": " + Units.word(host.duty())
                + (host.mode() == ManagementMode.OBSERVE ? ", observed, " : ", ") + Units.word(host.reachability())
                + ", " + Units.count(host.guests(), "guest");
    }

    private static String words(MessageResource message) {
        return Stream.of(message.what(), message.why(), message.next())
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String pad(String type) {
        return type + " ".repeat(Math.max(0, 9 - type.length()));
    }
}
