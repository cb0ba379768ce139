package dev.tidings.e2e.observability;

import static io.restassured.RestAssured.given;

import dev.tidings.e2e.ProductBackend;
import io.restassured.specification.RequestSpecification;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** A little of everything that clients do, over and over, whatever becomes of it. A thread of its own. */
final class Traffic {

    private static final Logger LOG = Logger.getLogger(Traffic.class);
    private static final long PAUSE_NANOS = 100_000_000;

    private final String url;
    private final ProductBackend backend;
    private final Thread thread = Thread.ofPlatform().daemon().name("traffic").unstarted(this::run);
    private volatile boolean stopping;

    Traffic(String url) {
        this.url = url;
        this.backend = new ProductBackend(url);
        thread.start();
    }

    private void run() {
        for (int i = 0; !stopping; i++) {
            try {
                String user = "user" + i % 3;
                String token = backend.connectionToken(user);
                backend.notify(user, "n" + i);
                as(token).header("Accept", "application/json").get("/v1/stream?wait=0");
                as(token).get("/v1/feed");
                as("no-token").get("/v1/feed");
                // Refused: a title is missing.
                backend.notify(user, "");
            } catch (RuntimeException | AssertionError e) {
                LOG.debugf("As expected in trouble: %s", e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private RequestSpecification as(String token) {
        return given().baseUri(url).header("Authorization", "Bearer " + token);
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
