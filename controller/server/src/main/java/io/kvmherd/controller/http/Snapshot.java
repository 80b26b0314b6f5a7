package io.kvmherd.controller.http;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.GuestId;
import io.kvmherd.common.model.HostId;
import io.kvmherd.controller.app.state.ControllerState;
import io.kvmherd.controller.app.state.GuestRecord;
import io.kvmherd.controller.app.state.Moment;
import io.kvmherd.controller.engine.view.ClusterView;
import io.kvmherd.controller.engine.view.GuestView;
import io.kvmherd.controller.engine.view.HostView;
import java.util.Optional;

/**
 * What one request is answered from.
 *
 * @param state durable
 * @param view made of it
 * @param now when it was made
 */
public record Snapshot(ControllerState state, ClusterView view, Moment now) {
    /** @throws KvmherdException NOT_FOUND */
    HostView host(HostId id) {
        return view.host(id).orElseThrow(() -> missing("Host", id.value(), "kvmherd host list"));
    }

    /**
     * @param idOrName as the caller gave it
     * @throws KvmherdException NOT_FOUND
     */
    GuestView guest(String idOrName) {
        return find(idOrName)
                .flatMap(found -> view.guest(found.id()))
                .orElseThrow(() -> missing("Guest", idOrName, "kvmherd guest list"));
    }

    String guestName(GuestId id) {
        GuestRecord guest = state.guests().get(id);
        return guest == null ? nameOfGone(id) : guest.spec().name();
    }

    static KvmherdException missing(String kind, String name, String list) {
        return new KvmherdException(
                ErrorCode.NOT_FOUND,
                kind + " \"" + name
                        + "\" does not exist.\nWhy: there is none of that name or id.\nNext: see what there is"
                        + " with: " + list);
    }

    /** A guest that is gone is still named by the events that tell of it, as long as they are kept in memory. */
    private String nameOfGone(GuestId id) {
        return state.events().reversed().stream()
                .filter(event -> event.guest().equals(Optional.of(id)))
                .flatMap(event -> Optional.ofNullable(event.details().get("name")).stream())
                .findFirst()
                .orElse("");
    }

    private Optional<GuestRecord> find(String idOrName) {
        try {
            GuestRecord byId = state.guests().get(GuestId.of(idOrName));
            return Optional.ofNullable(byId);
        } catch (KvmherdException notAnId) {
            return state.guestNamed(idOrName);
        }
    }
}
