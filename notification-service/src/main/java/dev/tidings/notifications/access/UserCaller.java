package dev.tidings.notifications.access;

import dev.tidings.contract.token.ConnectionToken;
import java.time.Instant;
import java.util.Optional;

/**
 * A user who calls for what is theirs, and nobody else's. Immutable.
 *
 * @param joined broadcasts from before it are not in this user's feed
 * @param session the {@code sid} of the token
 * @param issuedAt the {@code iat} of the token
 */
public record UserCaller(String app, String user, Optional<Instant> joined, String session, Instant issuedAt) {

    static UserCaller of(ConnectionToken token) {
        return new UserCaller(token.app(), token.user(), token.joined(), token.session(), token.issuedAt());
    }
}
