package dev.tidings.local.client;

import dev.tidings.client.backend.Backend;
import dev.tidings.local.service.DemoClient;
import java.time.Duration;

/** The demo app's backend, for a person who waits at a shell. */
public final class DemoBackend {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private DemoBackend() {}

    public static Backend at(String url) {
        return Backend.at(url)
                .credentials(DemoClient.ID, DemoClient.SECRET)
                .patience(PATIENCE)
                .build();
    }
}
