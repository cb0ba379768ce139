package dev.tidings.auth.file;

import dev.tidings.auth.AuthConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at all configuration files every few seconds, on one thread of its own. Safe for use by any thread. */
@Singleton
public class ConfigFiles {

    private static final Logger LOG = Logger.getLogger(ConfigFiles.class);

    private final Queue<ConfigFile<?>> files = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> rounds = new ConcurrentLinkedQueue<>();
    private final MeterRegistry metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("config-files").daemon().factory());

    ConfigFiles(AuthConfig config, MeterRegistry metrics) {
        this.metrics = metrics;
        long every = config.reloadEvery().toMillis();
        thread.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /** Reads it now, and throws what its reader throws; afterwards it is looked at until it is closed. */
    public <T> ConfigFile<T> watch(String setting, Path path, ConfigFile.Reader<T> reader) {
        ConfigFile<T> file = new ConfigFile<>(setting, path, reader, this, metrics);
        files.add(file);
        return file;
    }

    /** Done after each look at the files, on the same thread: what time alone changes. */
    public void everyRound(Runnable task) {
        rounds.add(task);
    }

    void forget(ConfigFile<?> file) {
        files.remove(file);
    }

    private void look() {
        files.forEach(ConfigFile::look);
        for (Runnable task : rounds) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A round over the configuration failed", e);
            }
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
