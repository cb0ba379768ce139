package dev.tidings.auth.token;

import dev.tidings.auth.TokenConfig;
import dev.tidings.auth.client.Caller;
import dev.tidings.auth.client.Client;
import dev.tidings.auth.key.KeyRing;
import dev.tidings.auth.key.SigningKey;
import dev.tidings.contract.channel.ChannelPattern;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.TokenKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes and signs tokens; the contract says which claim each kind has. Safe for use by any thread. */
@Singleton
public class TokenMint {

    private static final int RANDOM_BYTES = 16;

    private final KeyRing keys;
    private final String issuer;
    private final MeterRegistry metrics;
    private final SecureRandom random = new SecureRandom();

    TokenMint(KeyRing keys, TokenConfig config, MeterRegistry metrics) {
        this.keys = keys;
        this.issuer = config.issuer();
        this.metrics = metrics;
    }

    public String service(Client client, Set<Scope> scopes, Duration ttl) {
        Instant now = Instant.now();
        JwtClaimsBuilder claims = claims(now, ttl, client.app(), client.id())
                .claim(Claim.CLIENT, client.id())
                .claim(Claim.SCOPE, text(scopes));
        return sign(claims, TokenKind.SERVICE);
    }

    /** For a user of that app, which is the caller's own or the issuer's: there is no way to ask for another. */
    public String connection(String app, ConnectionRequest request) {
        Instant now = Instant.now();
        JwtClaimsBuilder claims = claims(now, request.ttl(), app, request.user())
                .claim(Claim.SESSION, randomId())
                .claim(
                        Claim.CONNECTION_EXPIRY,
                        now.plus(request.connectionTtl()).getEpochSecond());
        if (!request.channels().isEmpty()) {
            claims.claim(Claim.CHANNELS, texts(request.channels()));
        }
        if (!request.publish().isEmpty()) {
            claims.claim(Claim.PUBLISH, texts(request.publish()));
        }
        if (!request.info().isEmpty()) {
            claims.claim(Claim.INFO, request.info());
        }
        request.joined().ifPresent(joined -> claims.claim(Claim.JOINED, joined.toString()));
        return sign(claims, TokenKind.CONNECTION);
    }

    /** For one subscription of a user of the caller's own app. */
    String grant(Caller caller, GrantRequest request) {
        JwtClaimsBuilder claims = claims(Instant.now(), request.ttl(), caller.app(), request.user())
                .claim(Claim.CHANNEL, request.channel().name());
        return sign(claims, TokenKind.GRANT);
    }

    /** Scopes as RFC 6749 writes them, in one order. */
    public static String text(Set<Scope> scopes) {
        return new TreeSet<>(scopes).stream().map(Scope::text).collect(Collectors.joining(" "));
    }

    private JwtClaimsBuilder claims(Instant now, Duration ttl, String app, String subject) {
        return Jwt.claims()
                .issuer(issuer)
                .audience(Claim.AUDIENCE)
                .subject(subject)
                .issuedAt(now.getEpochSecond())
                .expiresAt(now.getEpochSecond() + ttl.toSeconds())
                .claim("jti", randomId())
                .claim(Claim.APP, app);
    }

    private String sign(JwtClaimsBuilder claims, TokenKind kind) {
        SigningKey key = keys.signing();
        String token = claims.jws()
                .algorithm(SignatureAlgorithm.fromAlgorithm(key.algorithm()))
                .header("typ", kind.typ())
                .keyId(key.kid())
                .sign(key.privateKey());
        metrics.counter("tidings.auth.tokens.issued", "kind", kind.typ()).increment();
        return token;
    }

    private String randomId() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static List<String> texts(List<ChannelPattern> patterns) {
        return patterns.stream().map(ChannelPattern::text).toList();
    }
}
