package dev.tidings.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which key signs, as the file's states change. One that is to sign waits until it has been published for the lead time,
 * so that everybody who checks has had time to fetch it; until then the one before goes on, as long as the file still has
 * it. So a rotation in one step refuses no token either. Not safe for use by several threads.
 */
final class Rotation {

    private final Duration lead;
    /** Since when each key that is in the file has been published. */
    private final Map<String, Instant> since = new HashMap<>();

    private Optional<SigningKey> signing = Optional.empty();

    Rotation(Duration lead) {
        this.lead = lead;
    }

    /** The key to sign with from now on, of these. */
    SigningKey next(KeySet keys, Instant now) {
        since.keySet().retainAll(keys.kids());
        keys.kids().forEach(kid -> since.putIfAbsent(kid, now));
        SigningKey wanted = keys.signing();
        boolean known = !since.get(wanted.kid()).plus(lead).isAfter(now);
        SigningKey chosen = known
                ? wanted
                : signing.flatMap(before -> keys.signing(before.kid())).orElse(wanted);
        signing = Optional.of(chosen);
        return chosen;
    }
}
