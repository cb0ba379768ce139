package dev.tidings.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of {@code POST /oauth2/token} as the OpenAPI document shows it; {@link Form} reads it. */
@Schema(name = "OAuthTokenRequest")
record FormBody(
        @JsonProperty("grant_type")
        @Schema(
                required = true,
                enumeration = {"client_credentials", TokenExchange.GRANT_TYPE})
        String grantType,

        @JsonProperty("scope")
        @Schema(description = "Narrows what the client has; blanks between", examples = "tokens:issue events:write")
        String scope,

        @JsonProperty("subject_token") @Schema(description = "Of an exchange: the user's JWT of a trusted issuer")
        String subjectToken,

        @JsonProperty("subject_token_type")
        @Schema(description = "Of an exchange", examples = "urn:ietf:params:oauth:token-type:jwt")
        String subjectTokenType,

        @JsonProperty("requested_token_type")
        @Schema(description = "That of a JWT, which it is without this, or of an access token")
        String requestedTokenType) {}
