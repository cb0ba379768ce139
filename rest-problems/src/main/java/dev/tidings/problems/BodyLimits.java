package dev.tidings.problems;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** How large a request's body may be: 1 MiB, and what a path is given of its own. */
@ConfigMapping(prefix = "tidings.http")
interface BodyLimits {

    @WithDefault("1M")
    MemorySize maxBody();

    /** By the whole path, quoted as a key: {@code tidings.http.max-body-of."/v1/notifications:batch"=16M}. */
    Map<String, MemorySize> maxBodyOf();

    default long of(String path) {
        return maxBodyOf().getOrDefault(path, maxBody()).asLongValue();
    }
}
