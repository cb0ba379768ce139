package dev.tidings.local.frontdoor;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The page's files, and the client's as they are: read once, so that a request finds exactly these and touches no disk. */
final class PlaygroundFiles {

    private static final String ROOT = "/playground";

    private PlaygroundFiles() {}

    /** By the path of the request: {@code /playground/playground.js}. */
    static Map<String, Buffer> read() {
        try {
            URI root = PlaygroundFiles.class.getResource(ROOT).toURI();
            if (!root.getScheme().equals("jar")) {
                return read(Path.of(root));
            }
            try (FileSystem jar = FileSystems.newFileSystem(root, Map.of())) {
                return read(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path's own address", e);
        }
    }

    private static Map<String, Buffer> read(Path root) throws IOException {
        Map<String, Buffer> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String path = root.relativize(file).toString().replace('\\', '/');
                files.put(ROOT + "/" + path, Buffer.buffer(Files.readAllBytes(file)));
            }
        }
        return Map.copyOf(files);
    }
}
