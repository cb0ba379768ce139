package dev.tidings.local.service;

import dev.tidings.local.process.OwnedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one product backend that the local stack knows, as auth-service reads it. Its secret is no secret. */
public final class DemoClient {

    public static final String ID = "demo";
    public static final String SECRET = "demo-secret";

    private DemoClient() {}

    static void writeIfMissing(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        OwnedFiles.write(file, """
                {"clients":[{"id":"%s","app":"demo","secret":"%s",
                  "scopes":["notifications:write","events:write","tokens:issue","users:admin"]}]}
                """.formatted(ID, ClientSecrets.hash(SECRET)));
    }
}
