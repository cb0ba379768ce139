package dev.tidings.auth;

import io.smallrye.config.ConfigMapping;

/** Set alike for every service: who issues the tokens. */
@ConfigMapping(prefix = "tidings.token")
public interface TokenConfig {

    String issuer();
}
