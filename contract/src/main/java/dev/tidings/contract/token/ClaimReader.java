package dev.tidings.contract.token;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.channel.ChannelPattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * From a checked token's claims to our types. A claim of another form than ours makes the whole token invalid: it throws
 * {@link IllegalArgumentException}.
 */
final class ClaimReader {

    private ClaimReader() {}

    static ConnectionToken connection(JwtClaims claims) throws MalformedClaimException {
        String user = claims.getSubject();
        require(Channel.isName(user));
        return new ConnectionToken(
                app(claims),
                user,
                required(claims.getStringClaimValue(Claim.SESSION)),
                Instant.ofEpochSecond(claims.getIssuedAt().getValue()),
                Instant.ofEpochSecond(required(claims.getNumericDateClaimValue(Claim.CONNECTION_EXPIRY))
                        .getValue()),
                patterns(claims, Claim.CHANNELS),
                patterns(claims, Claim.PUBLISH),
                info(claims),
                joined(claims));
    }

    static ServiceToken service(JwtClaims claims) throws MalformedClaimException {
        String scopes = claims.getStringClaimValue(Claim.SCOPE);
        return new ServiceToken(app(claims), claims.getSubject(), scopes == null ? Set.of() : scopes(scopes));
    }

    static GrantToken grant(JwtClaims claims) throws MalformedClaimException {
        String user = claims.getSubject();
        require(Channel.isName(user));
        Channel channel = Channel.parse(required(claims.getStringClaimValue(Claim.CHANNEL)))
                .orElseThrow(() -> new IllegalArgumentException("not a channel"));
        require(channel instanceof Channel.Private || channel instanceof Channel.Presence);
        return new GrantToken(
                app(claims),
                user,
                channel,
                Instant.ofEpochSecond(claims.getIssuedAt().getValue()));
    }

    private static Set<Scope> scopes(String text) {
        return Arrays.stream(text.split(" ", -1))
                .flatMap(scope -> Scope.parse(scope).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String app(JwtClaims claims) throws MalformedClaimException {
        String app = required(claims.getStringClaimValue(Claim.APP));
        require(AppChannel.isApp(app));
        return app;
    }

    private static List<ChannelPattern> patterns(JwtClaims claims, String claim) throws MalformedClaimException {
        return claims.hasClaim(claim)
                ? claims.getStringListClaimValue(claim).stream()
                        .map(ChannelPattern::new)
                        .toList()
                : List.of();
    }

    private static Map<String, Object> info(JwtClaims claims) throws MalformedClaimException {
        if (!claims.hasClaim(Claim.INFO)) {
            return Map.of();
        }
        @SuppressWarnings("unchecked") // A JSON object: its keys are strings.
        Map<String, Object> info = claims.getClaimValue(Claim.INFO, Map.class);
        return info;
    }

    private static Optional<Instant> joined(JwtClaims claims) throws MalformedClaimException {
        try {
            return Optional.ofNullable(claims.getStringClaimValue(Claim.JOINED)).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static <T> T required(T value) {
        require(value != null);
        return value;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("a claim is missing or not of its form");
        }
    }
}
