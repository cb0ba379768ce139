package dev.tidings.auth.token;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /v1/tokens} as the OpenAPI document shows it; {@link ConnectionRequest} reads it. */
@Schema(name = "ConnectionTokenRequest")
record ConnectionRequestBody(
        @Schema(required = true, pattern = "[A-Za-z0-9_.\\-=+@,]{1,160}", examples = "ann")
        String user,

        @Schema(
                description = "What may be subscribed: names, or their beginnings with *",
                examples = "private:orders.*")
        List<String> channels,

        @Schema(description = "What may be published to by the client itself")
        List<String> publish,

        @Schema(description = "What other members of a presence channel see; at most 2 KiB, no null")
        Map<String, Object> info,

        @Schema(description = "Broadcasts from before it are not in the feed")
        OffsetDateTime joined,

        @Schema(description = "Seconds to open a connection", minimum = "1", maximum = "3600", defaultValue = "60")
        int ttl,

        @Schema(description = "Seconds a connection may stay", minimum = "5", maximum = "86400", defaultValue = "3600")
        int connectionTtl) {}
