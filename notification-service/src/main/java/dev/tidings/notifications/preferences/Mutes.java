package dev.tidings.notifications.preferences;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The mutes of users, one by one. Within a transaction, on an event loop. */
@ApplicationScoped
class Mutes implements PanacheRepository<Mute> {

    /** Of a user: what is over is kept for the broadcasts of its time, but who plays with a switch fills no table. */
    private static final int MOST_OVER = 500;

    /** So many at once: a user has no more of them than one change brings. */
    private static final int FORGOTTEN_AT_ONCE = 200;

    /** Until the transaction ends nobody else changes what this user muted. */
    Uni<Void> lock(String app, String user) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select 1 from pg_advisory_xact_lock(hashtextextended(?1, 0))", Integer.class)
                        .setParameter(1, "mute " + app + "/" + user)
                        .getSingleResult())
                .replaceWithVoid();
    }

    Uni<List<Mute>> present(String app, String user) {
        return list("#" + Mute.PRESENT, app, user);
    }

    Uni<Void> forgetOldest(String app, String user) {
        return find("#" + Mute.OVER, app, user)
                .range(MOST_OVER, MOST_OVER + FORGOTTEN_AT_ONCE - 1)
                .list()
                .chain(this::deleteEach);
    }

    Uni<Void> forget(String app, String user) {
        return list("#" + Mute.ALL, app, user).chain(this::deleteEach);
    }

    /** One after the other, as a session asks for. */
    Uni<Void> deleteEach(List<Mute> mutes) {
        return Multi.createFrom()
                .iterable(mutes)
                .onItem()
                .transformToUniAndConcatenate(this::delete)
                .onItem()
                .ignoreAsUni();
    }

    Uni<Void> persistEach(List<Mute> mutes) {
        return Multi.createFrom()
                .iterable(mutes)
                .onItem()
                .transformToUniAndConcatenate(this::persist)
                .onItem()
                .ignoreAsUni();
    }
}
