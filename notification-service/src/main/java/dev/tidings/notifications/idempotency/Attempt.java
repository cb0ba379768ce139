package dev.tidings.notifications.idempotency;

import dev.tidings.notifications.log.Earlier;
import java.util.Optional;
import java.util.UUID;

/**
 * One go at a call.
 *
 * @param id what it publishes under; all attempts at a call have the first one's
 * @param earlier when others were made whose outcome nobody knows, if there were any
 */
public record Attempt(UUID id, Optional<Earlier> earlier) {

    static Attempt first(UUID id) {
        return new Attempt(id, Optional.empty());
    }
}
