package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Response;

/** Who counts what happens. Called on the threads that it happens on, so it must not block. */
public interface Measurements {
    void turn(int inputs, long nanos);

    /** @param turns how many turns the commit holds */
    void committed(int turns, long nanos);

    /** @param command simple name of the command's type */
    void commandSent(String command);

    /** A write became durable. */
    void stored(StoreWrite write);

    void answered(Response response);

    /** A report took its host's slot. */
    void reportAccepted();

    /** There is no slot for the report's host. */
    void reportDropped();

    /** A report could not be read, or lies under another host's name. */
    void reportDamaged();

    void linkOpened();

    void linkClosed();
}
