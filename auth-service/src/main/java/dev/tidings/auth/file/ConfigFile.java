package dev.tidings.auth.file;

import dev.tidings.contract.problem.Problem.FieldError;
import dev.tidings.problems.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One file and what was last read from it. A new content that is no good is refused with one line in the log, and what was
 * read before stays in force. Its content decides, not its time: a mount that swaps a link, an editor that replaces the
 * file and a copy over it are all seen. {@link #current} is for any thread; all else is {@link ConfigFiles}'.
 */
public final class ConfigFile<T> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ConfigFile.class);
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    /** Makes sense of a content. A fault is one line that repeats nothing of it. */
    public interface Reader<T> {
        /** Throws {@link ConfigurationException} for what is no good. */
        T read(byte[] content);
    }

    private final String setting;
    private final Path path;
    private final Reader<T> reader;
    private final ConfigFiles owner;
    private final AtomicInteger refused = new AtomicInteger();

    private volatile T current;
    private volatile Consumer<T> listener = value -> {};
    /** What was last looked at, good or not; the watching thread's own. */
    private byte[] seen;

    ConfigFile(String setting, Path path, Reader<T> reader, ConfigFiles owner, MeterRegistry metrics) {
        this.setting = setting;
        this.path = path;
        this.reader = reader;
        this.owner = owner;
        this.seen = content();
        this.current = reader.read(seen);
        metrics.gauge("tidings.auth.file.refused", List.of(Tag.of("setting", setting)), refused);
    }

    /** What is in force. */
    public T current() {
        return current;
    }

    /** Told of each new value after it is in force, on the watching thread. */
    public void onChange(Consumer<T> told) {
        this.listener = told;
    }

    /** On the watching thread. Never throws. */
    void look() {
        try {
            byte[] content = content();
            if (Arrays.equals(content, seen)) {
                return;
            }
            seen = content;
            current = reader.read(content);
            refused.set(0);
            LOG.infof("%s (%s) was read anew", setting, path);
            listener.accept(current);
        } catch (ConfigurationException e) {
            if (refused.getAndSet(1) == 0 || seen.length > 0) {
                LOG.errorf("%s What was read before stays in force.", e.getMessage());
            }
            if (!Files.isReadable(path)) {
                seen = new byte[0]; // Said once; the next readable content is looked at, whatever it is.
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s (%s) can't be taken up. What was read before stays in force.", setting, path);
        }
    }

    private byte[] content() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw fault(setting, path, "it is larger than " + MAX_BYTES + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw fault(setting, path, "it can't be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The one line that says what is wrong with a file. */
    public static ConfigurationException fault(String setting, Path path, String what) {
        return new ConfigurationException(setting + " (" + path + "): " + what + ".");
    }

    /** What a reader of bodies found wrong, as that one line says it. */
    public static String describe(ProblemException e) {
        List<FieldError> errors = e.problem().errors();
        return errors.isEmpty()
                ? "it is not one JSON object in UTF-8"
                : errors.stream()
                        .map(error -> (error.field() + " " + error.message()).strip())
                        .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        owner.forget(this);
    }
}
