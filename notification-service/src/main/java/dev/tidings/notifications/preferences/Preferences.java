package dev.tidings.notifications.preferences;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Position;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.log.LogEnd;
import dev.tidings.notifications.store.StoreFailure;
import dev.tidings.notifications.store.StoreGuard;
import dev.tidings.problems.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What users want to hear of. Fails with {@code store-unavailable}, {@code log-unavailable} or {@code rate-limited}. Event loop. */
@ApplicationScoped
public class Preferences {

    private final Mutes mutes;
    private final LogEnd logEnd;
    private final StoreGuard guard;
    private final Turns turns;

    Preferences(Mutes mutes, LogEnd logEnd, StoreGuard guard, Turns turns) {
        this.mutes = mutes;
        this.logEnd = logEnd;
        this.turns = turns;
        this.guard = guard;
    }

    /** The categories, in their order. */
    Uni<List<String>> muted(String app, String user) {
        return guarded(() -> Panache.withSession(() -> mutes.present(app, user)))
                .map(present -> present.stream().map(Mute::category).toList());
    }

    /** These and no others, for what is published from now on. */
    Uni<Void> mute(String app, String user, Set<String> categories) {
        return turns.take(app + "/" + user, () -> muteNow(app, user, categories));
    }

    private Uni<Void> muteNow(String app, String user, Set<String> categories) {
        return logEnd.of(new AppChannel(app, Channel.EVERYONE))
                .onFailure(LogEnd.NotKnown.class)
                .transform(Preferences::logUnavailable)
                .chain(now -> guarded(() -> Panache.withTransaction(() -> mutes.lock(app, user)
                        .chain(() -> mutes.present(app, user))
                        .chain(present -> change(app, user, present, categories, now))
                        .chain(() -> mutes.forgetOldest(app, user)))));
    }

    /** As if the user had never said anything. */
    public Uni<Void> forget(String app, String user) {
        return guarded(() -> Panache.withTransaction(() -> mutes.lock(app, user).chain(() -> mutes.forget(app, user))));
    }

    private Uni<Void> change(String app, String user, List<Mute> present, Set<String> wanted, Position now) {
        Set<String> missing = new HashSet<>(wanted);
        List<Mute> empty = new ArrayList<>();
        for (Mute mute : present) {
            if (!missing.remove(mute.category())) {
                mute.end(now);
                if (mute.beganAt(now)) {
                    empty.add(mute);
                }
            }
        }
        List<Mute> begun = missing.stream()
                .map(category -> new Mute(app, user, category, now))
                .toList();
        return mutes.deleteEach(empty).chain(() -> mutes.persistEach(begun)).chain(mutes::flush);
    }

    private <T> Uni<T> guarded(Supplier<Uni<T>> work) {
        return guard.guarded(Uni.createFrom().deferred(work::get))
                .onFailure(StoreFailure.class)
                .transform(failure -> StoreFailure.refusal("Preferences can't be read or written now."));
    }

    private static ProblemException logUnavailable(Throwable failure) {
        return new ProblemException(
                ProblemCode.LOG_UNAVAILABLE,
                "It can't be said from where in the log on it holds; nothing was changed.",
                List.of(),
                Map.of("Retry-After", "2"));
    }
}
