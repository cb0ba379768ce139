package dev.tidings.auth.token;

import dev.tidings.auth.client.Caller;
import dev.tidings.auth.client.Callers;
import dev.tidings.contract.token.Scope;
import dev.tidings.problems.body.StrictJson;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** A backend lets a connected user into one more channel. On worker threads, as a secret may have to be hashed. */
@Path("/v1/grants")
@Tag(name = "Grants")
public class GrantResource {

    /** The answer: what the client sends with its subscription, and for how long it may. */
    @Schema(name = "Grant")
    public record Issued(String token, long expiresIn) {}

    private final Callers callers;
    private final TokenMint mint;

    GrantResource(Callers callers, TokenMint mint) {
        this.callers = callers;
        this.mint = mint;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Issue a grant for one subscription",
            description = "With a service token, or a client's id and secret by HTTP Basic; needs tokens:issue.")
    @APIResponse(
            responseCode = "200",
            description = "The grant",
            content = @Content(schema = @Schema(implementation = Issued.class)))
    @APIResponse(responseCode = "400", description = "validation or bad-channel, with all faults, or malformed")
    @APIResponse(responseCode = "401", description = "token-missing, token-invalid or token-expired")
    @APIResponse(responseCode = "403", description = "scope-missing")
    public RestResponse<Issued> issue(
            @Context HttpServerRequest request,
            @RequestBody(content = @Content(schema = @Schema(implementation = GrantRequestBody.class)))
                    InputStream body) {
        Caller caller = callers.of(request).require(Scope.TOKENS_ISSUE);
        GrantRequest asked = GrantRequest.read(StrictJson.read(body));
        Issued issued = new Issued(mint.grant(caller, asked), asked.ttl().toSeconds());
        return RestResponse.ResponseBuilder.ok(issued)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
