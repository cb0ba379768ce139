package dev.tidings.contract.token;

import java.util.Set;

/** A verified service token: which backend of which app, and what it may do. Immutable. */
public record ServiceToken(String app, String client, Set<Scope> scopes) {

    public ServiceToken {
        scopes = Set.copyOf(scopes);
    }
}
