package dev.tidings.auth.client;

import dev.tidings.contract.token.Scope;
import java.util.Set;

/** A product team's backend. It belongs to one app and gets tokens for no other. Immutable. */
public record Client(String id, String app, SecretHash secret, Set<Scope> scopes) {

    public Client {
        scopes = Set.copyOf(scopes);
    }
}
