package dev.tidings.deploy.manifest;

import static org.assertj.core.api.Assertions.fail;

import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Renders manifests as an operator does: by {@code kubectl kustomize}, or kustomize alone. Where neither is installed the
 * tests that need it are skipped, and say so; in CI that is a failure.
 */
public final class Kustomize {

    private static final long PATIENCE_SECONDS = 60;
    private static final ConcurrentHashMap<Path, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    public static Manifests overlay(String name) {
        return render(Repository.KUBERNETES.resolve("overlays").resolve(name));
    }

    /** An overlay with components, put together as an operator's own would be. */
    public static Manifests with(String overlay, String... components) {
        StringBuilder kustomization = new StringBuilder(
                "namespace: tidings\nresources:\n  - ../../k8s/overlays/" + overlay + "\ncomponents:\n");
        for (String component : components) {
            kustomization.append("  - ../../k8s/components/").append(component).append('\n');
        }
        return of(overlay + "-" + String.join("-", components), kustomization.toString());
    }

    /** What the text of a kustomization in {@code deploy/target/NAME} gives. */
    static Manifests of(String name, String kustomization) {
        try {
            Path directory = Files.createDirectories(Repository.TARGET.resolve(name));
            Files.writeString(directory.resolve("kustomization.yaml"), kustomization);
            return render(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manifests render(Path directory) {
        return RENDERED.computeIfAbsent(directory, Kustomize::run);
    }

    private static Manifests run(Path directory) {
        List<String> command = new ArrayList<>(command());
        command.add(directory.toString());
        try {
            Path output = Files.createTempFile(Files.createDirectories(Repository.TARGET), "kustomize-", ".yaml");
            Path errors = Files.createTempFile(Repository.TARGET, "kustomize-", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail(command + " doesn't end");
            }
            // A warning is a failure too: what is deprecated today is refused tomorrow.
            String complaint = Files.readString(errors, StandardCharsets.UTF_8);
            if (process.exitValue() != 0 || !complaint.isBlank()) {
                fail(command + ": " + complaint);
            }
            return Manifests.read(Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<String> command() {
        if (isInstalled("kubectl")) {
            return List.of("kubectl", "kustomize");
        }
        if (isInstalled("kustomize")) {
            return List.of("kustomize", "build");
        }
        String missing = "neither kubectl nor kustomize is installed: the manifests are NOT tested";
        if (System.getenv("CI") != null) {
            fail(missing);
        }
        Assumptions.abort(missing);
        throw new AssertionError(missing);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
