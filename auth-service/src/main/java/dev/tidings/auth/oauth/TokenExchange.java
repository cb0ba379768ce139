package dev.tidings.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.auth.TokenConfig;
import dev.tidings.auth.client.Client;
import dev.tidings.auth.issuer.Subject;
import dev.tidings.auth.issuer.SubjectTokens;
import dev.tidings.auth.issuer.TrustedIssuer;
import dev.tidings.auth.token.ConnectionRequest;
import dev.tidings.auth.token.TokenMint;
import dev.tidings.contract.token.Claim;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * RFC 8693: the user's JWT of a trusted issuer for a connection token. The user's own browser may ask, so no client has to
 * authenticate: the issuer's configuration says for which app its users are and what they may. One that does authenticate
 * must be of that app. Section 2.2.2 calls a subject token that is no good {@code invalid_request}.
 */
@Singleton
class TokenExchange {

    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";

    /** RFC 8693, section 2.2.1. */
    @RegisterForReflection
    @Schema(name = "ExchangedToken")
    record Issued(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("issued_token_type") String issuedTokenType,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {}

    private final SubjectTokens subjects;
    private final TokenMint mint;
    private final String issuer;

    TokenExchange(SubjectTokens subjects, TokenMint mint, TokenConfig config) {
        this.subjects = subjects;
        this.mint = mint;
        this.issuer = config.issuer();
    }

    /** Throws {@link OAuthException}, at once or in the stage. */
    CompletionStage<Issued> exchange(Form form, Optional<Client> client) {
        TokenType issued = requestedType(form);
        String subjectToken = required(form, "subject_token");
        if (TokenType.parse(required(form, "subject_token_type")).isEmpty()) {
            throw invalid("subject_token_type must be that of a JWT, an ID token or an access token.");
        }
        if (form.get("actor_token").isPresent() || form.get("actor_token_type").isPresent()) {
            throw invalid("Acting for somebody else is not offered.");
        }
        requireTarget(form, "audience", Set.of(Claim.AUDIENCE, issuer));
        requireTarget(form, "resource", Set.of(issuer));
        if (form.get("scope").isPresent()) {
            throw new OAuthException(OAuthError.INVALID_SCOPE, "A connection token has no scopes.");
        }
        return subjects.check(subjectToken).thenApply(subject -> switch (subject) {
            case Subject.Known(TrustedIssuer trusted, String user) -> issue(trusted, user, client, issued);
            case Subject.Refused(String why) -> throw invalid(why);
        });
    }

    private Issued issue(TrustedIssuer trusted, String user, Optional<Client> client, TokenType type) {
        if (client.isPresent() && !client.get().app().equals(trusted.app())) {
            throw new OAuthException(OAuthError.UNAUTHORIZED_CLIENT, "The subject token is for another app.");
        }
        ConnectionRequest request =
                ConnectionRequest.of(user, trusted.channels(), trusted.publish(), trusted.connectionTtl());
        // RFC 8693: what was not asked for as an access token is not said to be used as one.
        String tokenType = type == TokenType.ACCESS_TOKEN ? "Bearer" : "N_A";
        return new Issued(
                mint.connection(trusted.app(), request),
                type.uri(),
                tokenType,
                request.ttl().toSeconds());
    }

    private static TokenType requestedType(Form form) {
        return form.get("requested_token_type")
                .map(uri -> TokenType.parse(uri)
                        .filter(type -> type != TokenType.ID_TOKEN)
                        .orElseThrow(() -> invalid("requested_token_type must be that of a JWT or an access token.")))
                .orElse(TokenType.JWT);
    }

    private static void requireTarget(Form form, String name, Set<String> ours) {
        form.get(name).filter(target -> !ours.contains(target)).ifPresent(other -> {
            throw new OAuthException(OAuthError.INVALID_TARGET, "Tokens for this " + name + " are not issued here.");
        });
    }

    private static String required(Form form, String name) {
        return form.get(name).orElseThrow(() -> invalid(name + " is missing."));
    }

    private static OAuthException invalid(String why) {
        return new OAuthException(OAuthError.INVALID_REQUEST, why);
    }
}
