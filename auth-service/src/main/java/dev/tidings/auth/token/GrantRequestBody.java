package dev.tidings.auth.token;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /v1/grants} as the OpenAPI document shows it; {@link GrantRequest} reads it. */
@Schema(name = "GrantRequest")
record GrantRequestBody(
        @Schema(required = true, pattern = "[A-Za-z0-9_.\\-=+@,]{1,160}", examples = "ann")
        String user,

        @Schema(required = true, description = "A private: or presence: channel", examples = "private:orders.17")
        String channel,

        @Schema(description = "Seconds to subscribe with it", minimum = "1", maximum = "3600", defaultValue = "60")
        int ttl) {}
