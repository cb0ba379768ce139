package dev.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published of the client can be read up. */
class JavadocTest {

    /** All of the tool's checks but for tags that would say a second time what the sentence and the signature say. */
    private static final String CHECKS = "-Xdoclint:all,-missing";

    @Test
    void theDocumentationIsBuiltWithoutAWarning(@TempDir Path folder) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int exit = ToolProvider.findFirst("javadoc")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "-quiet",
                        "-Werror",
                        CHECKS,
                        "--release",
                        "17",
                        "-d",
                        folder.toString(),
                        "--module-source-path",
                        "dev.tidings.client=src/main/java",
                        "--module",
                        "dev.tidings.client");
        assertThat(said.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(folder.resolve("dev.tidings.client/dev/tidings/client/stream/EventStream.html"))
                .exists();
    }
}
