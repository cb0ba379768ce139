package dev.tidings.local.supervisor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a supervisor leaves for others to find it, and to clean up after it if it was killed. The launcher script reads
 * the supervisor's pid, so that stays first.
 *
 * @param control where the supervisor listens, on loopback
 * @param secret what it wants to see before it obeys
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunState(ProcessIdentity supervisor, String control, String secret, String url, List<ProcessIdentity> children) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The state in the file; none where there is no file or nothing of ours in it. */
    static Optional<RunState> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), RunState.class));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void write(Path file) {
        try {
            OwnedFiles.write(file, JSON.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers is always JSON", e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
