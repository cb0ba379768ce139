package dev.tidings.deploy.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidings.deploy.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing that opens a door lies in the repository. */
class NoSecretTest {

    private static final Pattern SECRET = Pattern.compile("BEGIN [A-Z ]*PRIVATE"
            + " KEY|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[opsu]_[A-Za-z0-9]{36}\\b|\"d\"\\s*:\\s*\"[A-Za-z0-9_-]{40,}\"");

    @Test
    void noFileHoldsOne() throws IOException {
        assumeThat(Repository.ROOT.resolve(".git")).exists();
        List<String> found = new ArrayList<>();
        for (String name : tracked()) {
            Path file = Repository.ROOT.resolve(name);
            if (Files.isRegularFile(file)) {
                Matcher matcher = SECRET.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (matcher.find()) {
                    found.add(name + " at " + matcher.start());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void oneWouldBeSeen() {
        assertThat(SECRET.matcher("{\"kty\":\"EC\",\"d\":\"" + "a".repeat(43) + "\"}")
                        .find())
                .isTrue();
        assertThat(SECRET.matcher("-----BEGIN RSA PRIVATE" + " KEY-----").find())
                .isTrue();
    }

    private static List<String> tracked() throws IOException {
        Process git = new ProcessBuilder("git", "ls-files", "-z")
                .directory(Repository.ROOT.toFile())
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of(names.split("\0", -1));
    }
}
