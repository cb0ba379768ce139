package dev.tidings.auth.file;

import dev.tidings.auth.AuthConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Lets tests of other packages watch files without a running service. */
public final class ConfigFilesOfTest {

    private ConfigFilesOfTest() {}

    public static ConfigFiles of(AuthConfig config) {
        return new ConfigFiles(config, new SimpleMeterRegistry());
    }
}
