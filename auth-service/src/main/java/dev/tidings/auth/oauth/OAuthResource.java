package dev.tidings.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tidings.auth.AuthConfig;
import dev.tidings.auth.client.Address;
import dev.tidings.auth.client.AddressRate;
import dev.tidings.auth.client.Client;
import dev.tidings.auth.client.Clients;
import dev.tidings.auth.token.TokenMint;
import dev.tidings.contract.token.Scope;
import dev.tidings.problems.credentials.Credentials;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The token endpoint of RFC 6749; its errors are OAuth's, not problems. On worker threads, because secrets are hashed. */
@Path("/oauth2/token")
@Tag(name = "OAuth 2.0")
public class OAuthResource {

    /** RFC 6749, section 5.1. */
    @RegisterForReflection
    @Schema(name = "ServiceToken")
    public record Issued(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("scope") String scope) {}

    /** RFC 6749, section 5.2. */
    @RegisterForReflection
    @Schema(name = "OAuthError")
    public record Refused(
            @JsonProperty("error") String error,
            @JsonProperty("error_description") String description) {}

    private final Clients clients;
    private final TokenMint mint;
    private final TokenExchange exchange;
    private final AddressRate rate;
    private final AuthConfig config;

    OAuthResource(Clients clients, TokenMint mint, TokenExchange exchange, AddressRate rate, AuthConfig config) {
        this.clients = clients;
        this.exchange = exchange;
        this.rate = rate;
        this.mint = mint;
        this.config = config;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Issue a service token, or exchange a user's token",
            description = "client_credentials: the client authenticates by HTTP Basic; scope may narrow what it has."
                    + " Token exchange (RFC 8693): a user's JWT of a trusted issuer becomes a connection token.")
    @APIResponse(
            responseCode = "200",
            description = "A service token, or a connection token",
            content = @Content(schema = @Schema(oneOf = {Issued.class, TokenExchange.Issued.class})))
    @APIResponse(
            responseCode = "400",
            description =
                    "invalid_request, invalid_scope, invalid_target, unauthorized_client or unsupported_grant_type",
            content = @Content(schema = @Schema(implementation = Refused.class)))
    @APIResponse(
            responseCode = "401",
            description = "invalid_client",
            content = @Content(schema = @Schema(implementation = Refused.class)))
    public CompletionStage<Response> issue(
            @Context HttpServerRequest request,
            @RequestBody(content = @Content(schema = @Schema(implementation = FormBody.class))) InputStream body) {
        Form form = Form.read(body);
        String grantType = form.get("grant_type")
                .orElseThrow(() -> new OAuthException(OAuthError.INVALID_REQUEST, "grant_type is missing."));
        return switch (grantType) {
            case "client_credentials" -> CompletableFuture.completedStage(clientCredentials(request, form));
            case TokenExchange.GRANT_TYPE -> exchange(request, form);
            default -> throw new OAuthException(OAuthError.UNSUPPORTED_GRANT_TYPE, "This grant type is not offered.");
        };
    }

    private Response clientCredentials(HttpServerRequest request, Form form) {
        Client client = client(request, form);
        Set<Scope> scopes = form.get("scope").map(text -> narrow(client, text)).orElse(client.scopes());
        String token = mint.service(client, scopes, config.serviceTokenTtl());
        return answer(200, new Issued(token, "Bearer", config.serviceTokenTtl().toSeconds(), TokenMint.text(scopes)));
    }

    /** Its answer may have to wait for an issuer's keys; no thread does. */
    private CompletionStage<Response> exchange(HttpServerRequest request, Form form) {
        rate.take(Address.of(request));
        boolean authenticates = request.headers().contains(HttpHeaders.AUTHORIZATION) || form.has("client_secret");
        Optional<Client> client = authenticates ? Optional.of(client(request, form)) : Optional.empty();
        return exchange.exchange(form, client)
                .thenApply(issued -> answer(200, issued))
                .exceptionally(OAuthResource::refused);
    }

    private static Response refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof OAuthException refusal) {
            return answer(refusal.error().status(), new Refused(refusal.error().text(), refusal.getMessage()));
        }
        throw new CompletionException(cause);
    }

    private Client client(HttpServerRequest request, Form form) {
        List<String> values = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (!values.isEmpty() && form.has("client_secret")) {
            throw new OAuthException(OAuthError.INVALID_REQUEST, "The client authenticates in two ways.");
        }
        return switch (Credentials.of(values)) {
            case Credentials.Basic basic ->
                clients.authenticate(basic, Address.of(request))
                        .orElseThrow(() -> invalidClient("The client is unknown or its secret wrong."));
            case Credentials.Missing() -> throw invalidClient("The client authenticates by HTTP Basic.");
            case Credentials.Bearer(String token) -> throw invalidClient("The client authenticates by HTTP Basic.");
            case Credentials.Unreadable() -> throw invalidClient("The Authorization header can't be read.");
        };
    }

    private static Set<Scope> narrow(Client client, String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : text.split(" ", -1)) {
            scopes.add(Scope.parse(word)
                    .filter(client.scopes()::contains)
                    .orElseThrow(() ->
                            new OAuthException(OAuthError.INVALID_SCOPE, "The client does not have these scopes.")));
        }
        return scopes;
    }

    private static OAuthException invalidClient(String description) {
        return new OAuthException(OAuthError.INVALID_CLIENT, description);
    }

    @ServerExceptionMapper
    Response refusedAtOnce(OAuthException e) {
        return refused(e);
    }

    private static Response answer(int status, Object body) {
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Pragma", "no-cache")
                // Nothing here goes by a cookie: what a page gets, it has the user's token for already. A page of
                // another
                // origin can't send a client's secret, as nobody answers the preflight that this takes.
                .header("Access-Control-Allow-Origin", "*");
        if (status == RestResponse.StatusCode.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"tidings\", charset=\"UTF-8\"");
        }
        return response.build();
    }
}
