package dev.tidings.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of {@code POST /oauth2/token} as the OpenAPI document shows it; {@link Form} reads it. */
@Schema(name = "OAuthTokenRequest")
record FormBody(
        @JsonProperty("grant_type") @Schema(required = true, enumeration = "client_credentials")
        String grantType,

        @JsonProperty("scope")
        @Schema(description = "Narrows what the client has; blanks between", examples = "tokens:issue events:write")
        String scope) {}
