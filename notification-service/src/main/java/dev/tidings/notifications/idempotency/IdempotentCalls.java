package dev.tidings.notifications.idempotency;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.notifications.store.StoreFailure;
import dev.tidings.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Makes a call that has a key happen once, and gives its answer again for a day. Without a key it stays out of the way:
 * then the database is not asked. Event loop.
 */
@ApplicationScoped
public class IdempotentCalls {

    private static final Logger LOG = Logger.getLogger(IdempotentCalls.class);

    private final CallStore store;

    IdempotentCalls(CallStore store) {
        this.store = store;
    }

    /**
     * Makes the call, or gives the answer it had. The call fails with {@code log-unavailable}, or with anything that is no
     * {@link ProblemException}, where it may have happened all the same: the next attempt then has the same id, and looks
     * first. Any other refusal says that nothing happened, and uses no key up; unless of an earlier attempt nobody knows.
     */
    public Uni<Answer> once(Optional<KeyedCall> keyed, UUID newId, Function<Attempt, Uni<Answer>> call) {
        if (keyed.isEmpty()) {
            return call.apply(Attempt.first(newId));
        }
        CallKey key = keyed.get().key();
        Uni<Answer> once = store.claim(key, keyed.get().hash(), newId)
                .onFailure(StoreFailure.class)
                .transform(IdempotentCalls::storeUnavailable)
                .chain(claim -> switch (claim) {
                    case Claim.Granted(Attempt attempt) -> make(key, attempt, call);
                    case Claim.Answered(Answer answer) -> Uni.createFrom().item(answer);
                    case Claim.Running() -> refused(running());
                    case Claim.Mismatch() -> refused(mismatch());
                });
        return Uncancelled.of(once);
    }

    /** For a call that is refused now: the answer of its first time, if it had one, else the refusal. */
    public Uni<Answer> answerOrElse(Optional<KeyedCall> keyed, ProblemException refusal) {
        if (keyed.isEmpty()) {
            return refused(refusal);
        }
        return store.find(keyed.get().key(), keyed.get().hash())
                .onFailure(StoreFailure.class)
                .recoverWithItem(Optional.empty())
                .map(held -> {
                    if (held.isPresent() && held.get() instanceof Claim.Answered(Answer answer)) {
                        return answer;
                    }
                    throw refusal;
                });
    }

    private Uni<Answer> make(CallKey key, Attempt attempt, Function<Attempt, Uni<Answer>> call) {
        return Uni.createFrom()
                .deferred(() -> call.apply(attempt))
                .onFailure()
                .call(failure -> quietly(
                        attempt.earlier().isPresent() || mayHaveHappened(failure)
                                ? store.unclear(key, attempt.id())
                                : store.forget(key, attempt.id())))
                // It is on the log: that the answer can't be kept doesn't make it less true. A repeat will look there.
                .call(answer -> quietly(store.answered(key, attempt.id(), answer)));
    }

    private static boolean mayHaveHappened(Throwable failure) {
        return !(failure instanceof ProblemException refusal) || refusal.code() == ProblemCode.LOG_UNAVAILABLE;
    }

    /** Where this fails the row keeps its lease, and the next attempt waits until that is over. */
    private static Uni<Void> quietly(Uni<Void> note) {
        return note.onFailure(StoreFailure.class)
                .invoke(failure -> LOG.debugf("The outcome of a call was not noted: %s", failure))
                .onFailure(StoreFailure.class)
                .recoverWithNull();
    }

    private static ProblemException storeUnavailable(Throwable failure) {
        return StoreFailure.refusal("Idempotency-Key can't be looked up; nothing was published.");
    }

    private static ProblemException running() {
        return new ProblemException(
                ProblemCode.IDEMPOTENCY_RUNNING, "Call again in a moment.", List.of(), Map.of("Retry-After", "1"));
    }

    private static ProblemException mismatch() {
        return new ProblemException(
                ProblemCode.IDEMPOTENCY_MISMATCH, "A key belongs to one call for 24 hours. Use another key.");
    }

    private static <T> Uni<T> refused(ProblemException refusal) {
        return Uni.createFrom().failure(refusal);
    }
}
