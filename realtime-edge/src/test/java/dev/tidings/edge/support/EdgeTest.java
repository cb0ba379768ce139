package dev.tidings.edge.support;

import dev.tidings.contract.position.Epoch;
import dev.tidings.local.testing.TestIssuer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test of the running edge starts from: a log to write to, tokens, and a user nobody else uses. */
@QuarkusTestResource(EdgeBackends.class)
public abstract class EdgeTest {

    protected static final String APP = "demo";

    @TestHTTPResource("/v1/stream")
    URI http;

    protected final String user = "u" + UUID.randomUUID().toString().replace("-", "");
    protected final String channel = "user:" + user;
    protected TestLog log;
    protected TestIssuer.Signer signer;

    @BeforeEach
    void open() {
        log = new TestLog(configured("kafka.bootstrap.servers"));
        signer = TestIssuer.Signer.of(configured("test.signing-key"));
    }

    @AfterEach
    void close() {
        log.close();
        StreamContract.assertKept();
    }

    /** Asked for and not injected: there is nothing to inject from where the service is a process of its own. */
    private static String configured(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
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
