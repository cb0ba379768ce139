package dev.tidings.auth.revocation;

import dev.tidings.auth.client.Caller;
import dev.tidings.auth.client.Callers;
import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.token.Scope;
import dev.tidings.problems.body.StrictJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** A backend signs its user out everywhere. On worker threads: it waits for the log. */
@Path("/v1/revocations")
@Tag(name = "Revocations")
public class RevocationResource {

    private static final Logger LOG = Logger.getLogger(RevocationResource.class);

    private final Callers callers;
    private final RevocationLog log;
    private final MeterRegistry metrics;

    RevocationResource(Callers callers, RevocationLog log, MeterRegistry metrics) {
        this.callers = callers;
        this.log = log;
        this.metrics = metrics;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Revoke a user's tokens, or one session's",
            description = "Tokens issued before or in the same second are refused everywhere within two seconds, and"
                    + " their connections closed. A new token works from the next second on. Needs users:admin.")
    @APIResponse(responseCode = "202", description = "The log has it; the edges follow")
    @APIResponse(responseCode = "400", description = "validation, with all faults in errors, or malformed")
    @APIResponse(responseCode = "401", description = "token-missing, token-invalid or token-expired")
    @APIResponse(responseCode = "403", description = "scope-missing")
    @APIResponse(responseCode = "503", description = "log-unavailable: nothing was revoked for certain")
    public RestResponse<Void> revoke(
            @Context HttpServerRequest request,
            @RequestBody(content = @Content(schema = @Schema(implementation = RevocationRequestBody.class)))
                    InputStream body) {
        Caller caller = callers.of(request).require(Scope.USERS_ADMIN);
        RevocationRequest asked = RevocationRequest.read(StrictJson.read(body));
        log.append(Revocation.at(Instant.now(), caller.app(), asked.user(), asked.session()));
        metrics.counter("tidings.auth.revocations").increment();
        // Who took whose access away is asked for later; ids are of letters that can't forge a log line.
        LOG.infof(
                "Client %s revoked %s of user %s/%s",
                caller.client(), asked.session().isPresent() ? "a session" : "all", caller.app(), asked.user());
        return RestResponse.status(RestResponse.Status.ACCEPTED);
    }
}
