package dev.tidings.contract.revocation;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user's tokens, or those of one session, that count no more: the ones issued before or in the second {@code
 * issuedBefore}. As {@code iat} is in whole seconds, a token issued later in that same second can't be told from an
 * earlier one and is refused too; a new one works from the next second on. Immutable.
 *
 * @param issuedBefore a whole second; the last whose tokens are refused
 * @param expiresAt from then on nothing that it could refuse is still good, and it may be forgotten
 */
public record Revocation(String app, String user, Optional<String> session, Instant issuedBefore, Instant expiresAt) {

    /** The topic's usual name. */
    public static final String TOPIC = "tidings.revocations";

    /** The longest that a token issued before it can matter: the longest {@code cxp}, and the clocks' leeway twice. */
    public static final Duration LONGEST = Duration.ofHours(24).plusMinutes(1);

    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Revocation {
        if (!AppChannel.isApp(app)
                || !Channel.isName(user)
                || !session.map(Revocation::isSession).orElse(true)
                || !issuedBefore.equals(issuedBefore.truncatedTo(ChronoUnit.SECONDS))
                || expiresAt.isBefore(issuedBefore)) {
            throw new IllegalArgumentException("not a revocation");
        }
    }

    /** Of everything issued up to now. */
    public static Revocation at(Instant now, String app, String user, Optional<String> session) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Revocation(app, user, session, second, second.plus(LONGEST));
    }

    /** Whether a session's id may be written so. */
    public static boolean isSession(String text) {
        return SESSION.matcher(text).matches();
    }

    /** Whether it refuses a token or closes a connection of that kind. */
    public boolean covers(String app, String user, String session, Instant issuedAt) {
        return this.app.equals(app)
                && this.user.equals(user)
                && (this.session.isEmpty() || this.session.get().equals(session))
                && !issuedAt.isAfter(issuedBefore);
    }

    /** The record's key; a later revocation of the same takes the place of an earlier one when the topic is compacted. */
    public byte[] key() {
        return (app + "/" + user + session.map(id -> "/" + id).orElse("")).getBytes(StandardCharsets.UTF_8);
    }
}
