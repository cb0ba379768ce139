package dev.tidings.notifications.idempotency;

/** What asking for a key came to. */
sealed interface Claim {

    /** The call is ours to make. */
    record Granted(Attempt attempt) implements Claim {}

    /** It was made; this was the answer. */
    record Answered(Answer answer) implements Claim {}

    /** Another is making it. */
    record Running() implements Claim {}

    /** The key belongs to another call. */
    record Mismatch() implements Claim {}
}
