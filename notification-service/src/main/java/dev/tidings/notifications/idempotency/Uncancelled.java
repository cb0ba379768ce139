package dev.tidings.notifications.idempotency;

import io.smallrye.mutiny.Uni;

/** A client that hangs up cancels its request; what must come to its end all the same goes through here. */
final class Uncancelled {

    private Uncancelled() {}

    static <T> Uni<T> of(Uni<T> work) {
        return Uni.createFrom().emitter(out -> work.subscribe().with(out::complete, out::fail));
    }
}
