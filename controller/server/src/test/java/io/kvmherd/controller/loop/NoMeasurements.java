package io.kvmherd.controller.loop;

import io.kvmherd.controller.app.port.StoreWrite;
import io.kvmherd.controller.app.request.Response;

/** Counts nothing. */
public final class NoMeasurements implements Measurements {
    @Override
    public void turn(int inputs, long nanos) {}

    @Override
    public void committed(int turns, long nanos) {}

    @Override
    public void commandSent(String command) {}

    @Override
    public void stored(StoreWrite write) {}

    @Override
    public void answered(Response response) {}

    @Override
    public void reportAccepted() {}

    @Override
    public void reportDropped() {}

    @Override
    public void reportDamaged() {}

    @Override
    public void linkOpened() {}

    @Override
    public void linkClosed() {}
}
