package dev.tidings.operations;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Looks at the file of log levels at the start and now and then, on a worker thread and never twice at once. */
@Singleton
class LogLevelsWatch {

    private final OperationsConfig config;
    private final Vertx vertx;

    LogLevelsWatch(OperationsConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        config.logLevelsFile().map(LogLevelsFile::new).ifPresent(file -> {
            file.look();
            vertx.setPeriodic(
                    config.logLevelsEvery().toMillis(),
                    tick -> vertx.executeBlocking(() -> {
                        file.look();
                        return null;
                    }));
        });
    }
}
