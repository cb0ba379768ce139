package dev.tidings.auth.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The clients of one reading of the file, and a hash that takes as long as theirs and is nobody's. Immutable. */
final class ClientTable {

    private final Map<String, Client> byId;
    private final SecretHash decoy;

    ClientTable(List<Client> clients) {
        this.byId = clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
        this.decoy = SecretHash.decoy(clients.stream()
                .mapToInt(client -> client.secret().iterations())
                .max()
                .orElseThrow());
    }

    Optional<Client> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** For a client that there is not. */
    SecretHash decoy() {
        return decoy;
    }

    int size() {
        return byId.size();
    }
}
