package dev.tidings.edge.support;

import dev.tidings.contract.position.Epoch;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test of the running edge starts from: a log to write to, tokens, and a user nobody else uses. */
@QuarkusTestResource(EdgeBackends.class)
public abstract class EdgeTest {

    protected static final String APP = "demo";

    @TestHTTPResource("/v1/stream")
    URI http;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "test.signing-key")
    String signingKey;

    protected final String user = "u" + UUID.randomUUID().toString().replace("-", "");
    protected final String channel = "user:" + user;
    protected TestLog log;
    protected TestIssuer.Signer signer;

    @BeforeEach
    void open() {
        log = new TestLog(bootstrapServers);
        signer = TestIssuer.Signer.of(signingKey);
    }

    @AfterEach
    void close() {
        log.close();
        StreamContract.assertKept();
    }

    protected URI stream() {
        return URI.create(http.toString().replaceFirst("^http", "ws"));
    }

    protected URI http() {
        return http;
    }

    protected TestSocket connect(String... channels) {
        return TestSocket.connect(stream(), token(channels));
    }

    protected TestSocket resume(Epoch epoch, long offset) {
        return TestSocket.connect(stream(), token(), epoch + ";" + channel + "~" + offset);
    }

    protected String token(String... channels) {
        return signer.connectionToken(APP, user, channels);
    }
}
