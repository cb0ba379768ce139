package dev.tidings.edge.handshake;

import dev.tidings.contract.origin.OriginPolicy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which pages may connect, as it is configured. */
final class Origins {

    @Produces
    @Singleton
    OriginPolicy policy(AppsConfig config) {
        return new OriginPolicy(config.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, app -> app.getValue().origins().orElse(List.of()))));
    }
}
