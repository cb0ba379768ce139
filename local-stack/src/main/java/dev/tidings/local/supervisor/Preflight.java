package dev.tidings.local.supervisor;

import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What would otherwise fail later and darker. */
final class Preflight {

    private static final long LEAST_FREE_BYTES = 1L << 30;

    private Preflight() {}

    static void check(StackLayout layout) {
        Path home = layout.home();
        try {
            Files.createDirectories(home);
            Files.delete(Files.createTempFile(home, "writable", null));
            long free = Files.getFileStore(home).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new StackFailure(
                        "too little disk: %s has %d MB free, and 1024 are needed".formatted(home, free >> 20));
            }
        } catch (IOException e) {
            throw new StackFailure("cannot write to " + home + ": " + e, e);
        }
    }
}
