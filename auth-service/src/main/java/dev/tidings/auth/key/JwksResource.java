package dev.tidings.auth.key;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The public keys. Polled by every edge, so an unchanged set costs a 304. */
@Path("/.well-known/jwks.json")
@Tag(name = "Keys")
public class JwksResource {

    /** Far below the time a key is published before it signs. */
    private static final int MAX_AGE_SECONDS = 60;

    private final KeyRing keys;

    JwksResource(KeyRing keys) {
        this.keys = keys;
    }

    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The public keys that tokens are checked with", description = "A JWK Set (RFC 7517).")
    @APIResponse(responseCode = "200", description = "The keys, the next and the retired ones included")
    @APIResponse(responseCode = "304", description = "They are what If-None-Match names")
    public Response keys(@Context Request request) {
        String published = keys.published();
        EntityTag tag = new EntityTag(digest(published));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder response = unchanged == null ? Response.ok(published) : unchanged;
        CacheControl cache = new CacheControl();
        cache.setMaxAge(MAX_AGE_SECONDS);
        cache.setMustRevalidate(true);
        cache.setNoTransform(false);
        return response.tag(tag)
                .cacheControl(cache)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
