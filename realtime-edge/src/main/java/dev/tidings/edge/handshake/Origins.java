package dev.tidings.edge.handshake;

import dev.tidings.contract.origin.OriginPolicy;
import dev.tidings.edge.config.EdgeConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which pages may connect, as it is configured. */
final class Origins {

    @Produces
    @Singleton
    OriginPolicy policy(EdgeConfig config) {
        return new OriginPolicy(config.apps().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, app -> app.getValue().origins().orElse(List.of()))));
    }
}
