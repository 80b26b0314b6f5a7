package io.kvmherd.controller.app.testing;

import io.kvmherd.controller.app.memory.MemoryStore;
import io.kvmherd.controller.app.port.Store;

final class MemoryStoreTest extends StoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected Store reopened() {
        return store;
    }
}
