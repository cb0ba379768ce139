package dev.tidings.auth.revocation;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /v1/revocations} as the OpenAPI document shows it; {@link RevocationRequest} reads it. */
@Schema(name = "RevocationRequest")
record RevocationRequestBody(
        @Schema(required = true, pattern = "[A-Za-z0-9_.\\-=+@,]{1,160}", examples = "ann")
        String user,

        @Schema(description = "The sid of a token; without it, all sessions of the user", maxLength = 64)
        String session) {}
