package dev.tidings.local.supervisor;

import dev.tidings.local.process.RepositoryRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A repository whose services are stubs, and whose Kafka and PostgreSQL are the real ones. */
final class StubRepository {

    private static final List<String> MODULES = List.of("auth-service", "notification-service", "realtime-edge");

    private StubRepository() {}

    static Path make(Path root) throws IOException {
        Files.createDirectories(root);
        Files.createSymbolicLink(
                root.resolve("local-stack"), RepositoryRoot.find().resolve("local-stack"));
        for (String module : MODULES) {
            packageStub(jar(root, module));
        }
        return root;
    }

    static Path jar(Path root, String module) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private static void packageStub(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubService.class.getName());
        String entry = StubService.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream compiled = StubService.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            compiled.transferTo(out);
        }
    }
}
