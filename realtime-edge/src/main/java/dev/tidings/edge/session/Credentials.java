package dev.tidings.edge.session;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.revocation.Revocations;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.GrantToken;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.Verdict;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** The tokens that come in over an open connection: good, and not revoked. Safe for use by any thread; never blocks. */
@Singleton
final class Credentials {

    private final TokenVerifier verifier;
    private final Revocations revocations;

    @Inject
    Credentials(TokenVerifier verifier, Revocations revocations) {
        this.verifier = verifier;
        this.revocations = revocations;
    }

    /** A revoked one is as invalid as any other that is no good. */
    CompletionStage<Verdict<ConnectionToken>> connection(String text) {
        return verifier.connection(text).thenApply(verdict -> switch (verdict) {
            case Verdict.Accepted<ConnectionToken>(ConnectionToken token)
            when isRevoked(token) -> new Verdict.Refused<>(ProblemCode.TOKEN_INVALID);
            case Verdict.Accepted<ConnectionToken> accepted -> accepted;
            case Verdict.Refused<ConnectionToken> refused -> refused;
        });
    }

    /** For the connection that was opened with that token. */
    CompletionStage<Verdict<GrantToken>> grant(String text, ConnectionToken of) {
        return verifier.grant(text).thenApply(verdict -> switch (verdict) {
            case Verdict.Accepted<GrantToken>(GrantToken grant)
            when revocations.isRevoked(grant.app(), grant.user(), of.session(), grant.issuedAt()) ->
                new Verdict.Refused<>(ProblemCode.TOKEN_INVALID);
            case Verdict.Accepted<GrantToken> accepted -> accepted;
            case Verdict.Refused<GrantToken> refused -> refused;
        });
    }

    boolean isRevoked(ConnectionToken token) {
        return revocations.isRevoked(token.app(), token.user(), token.session(), token.issuedAt());
    }
}
