package dev.tidings.auth.token;

import dev.tidings.auth.AuthConfig;
import dev.tidings.auth.client.Caller;
import dev.tidings.auth.client.Callers;
import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Scope;
import dev.tidings.problems.ProblemException;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** A backend asks, its user connects. On worker threads, because a client's secret may have to be hashed. */
@Path("/v1/tokens")
@Tag(name = "Connection tokens")
public class ConnectionTokenResource {

    /** What {@code TokenVerifier} takes; a longer one would be refused by everybody. */
    private static final int MAX_TOKEN_CHARS = 8 * 1024;

    /** The answer: how long the token may be used to open a connection, and where. */
    @Schema(name = "ConnectionToken")
    public record Issued(String token, long expiresIn, String stream) {}

    private final Callers callers;
    private final TokenMint mint;
    private final String stream;

    ConnectionTokenResource(Callers callers, TokenMint mint, AuthConfig config) {
        this.callers = callers;
        this.mint = mint;
        this.stream = config.streamUrl().toString();
    }

    // The body is read here and not by the framework: who may not ask need not be read.
    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Issue a connection token",
            description = "With a service token, or a client's id and secret by HTTP Basic; needs tokens:issue.")
    @APIResponse(
            responseCode = "200",
            description = "The token, and where to connect with it",
            content = @Content(schema = @Schema(implementation = Issued.class)))
    @APIResponse(responseCode = "400", description = "validation, with all faults in errors, or malformed")
    @APIResponse(responseCode = "401", description = "token-missing, token-invalid or token-expired")
    @APIResponse(responseCode = "403", description = "scope-missing")
    public RestResponse<Issued> issue(
            @Context HttpServerRequest request,
            @RequestBody(content = @Content(schema = @Schema(implementation = ConnectionRequestBody.class)))
                    InputStream body) {
        Caller caller = callers.of(request).require(Scope.TOKENS_ISSUE);
        ConnectionRequest asked = ConnectionRequest.read(StrictJson.read(body));
        String token = mint.connection(caller.app(), asked);
        if (token.length() > MAX_TOKEN_CHARS) {
            throw tooLong();
        }
        return RestResponse.ResponseBuilder.ok(new Issued(token, asked.ttl().toSeconds(), stream))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static ProblemException tooLong() {
        String message = "make the token longer than " + MAX_TOKEN_CHARS + " characters, together";
        return new ProblemException(
                ProblemCode.VALIDATION,
                "The token would be too long to be accepted.",
                List.of(
                        new FieldError("channels", message),
                        new FieldError("publish", message),
                        new FieldError("info", message)));
    }
}
