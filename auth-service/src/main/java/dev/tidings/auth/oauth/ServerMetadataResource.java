package dev.tidings.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.auth.TokenConfig;
import dev.tidings.contract.token.Scope;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** RFC 8414: where a client finds everything, knowing only the issuer. */
@Path("/.well-known/oauth-authorization-server")
@Tag(name = "OAuth 2.0")
public class ServerMetadataResource {

    private static final String CACHE = "public, max-age=3600";

    /** RFC 8414, section 2. */
    @Schema(name = "ServerMetadata")
    public record Metadata(
            @JsonProperty("issuer") String issuer,
            @JsonProperty("token_endpoint") String tokenEndpoint,
            @JsonProperty("jwks_uri") String jwksUri,
            @JsonProperty("grant_types_supported") List<String> grantTypes,

            @JsonProperty("token_endpoint_auth_methods_supported")
            List<String> authMethods,

            @JsonProperty("scopes_supported") List<String> scopes,
            @JsonProperty("response_types_supported") List<String> responseTypes) {}

    private final Metadata metadata;

    ServerMetadataResource(TokenConfig config) {
        String base = config.issuer().replaceAll("/+$", "");
        this.metadata = new Metadata(
                config.issuer(),
                base + "/oauth2/token",
                base + "/.well-known/jwks.json",
                List.of("client_credentials", TokenExchange.GRANT_TYPE),
                // Token exchange needs no client.
                List.of("client_secret_basic", "none"),
                Arrays.stream(Scope.values()).map(Scope::text).toList(),
                // Required by the RFC; there is no authorization endpoint.
                List.of());
    }

    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What this server offers and where", description = "RFC 8414.")
    @APIResponse(responseCode = "200", description = "The metadata")
    public RestResponse<Metadata> metadata() {
        return RestResponse.ResponseBuilder.ok(metadata)
                .header(HttpHeaders.CACHE_CONTROL, CACHE)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
