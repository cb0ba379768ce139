package dev.tidings.auth.revocation;

import dev.tidings.contract.revocation.Revocation;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where revocations are written. */
@ConfigMapping(prefix = "tidings.revocations")
interface RevocationConfig {

    /** Acknowledged by all in-sync replicas. Everything else works while they are away. */
    @WithDefault(Revocation.TOPIC)
    String topic();
}
