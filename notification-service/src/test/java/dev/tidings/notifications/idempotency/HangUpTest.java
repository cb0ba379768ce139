package dev.tidings.notifications.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.KeyTable;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class HangUpTest {

    private final String app = Calls.newApp();

    @TestHTTPResource
    URL service;

    /** With the call cut off in its middle its key would stay leased, and the repeats be refused for half a minute. */
    @Test
    void aCallWhoseClientHangsUpIsFinishedAllTheSame() throws Exception {
        KeyTable.awaitSchema();
        for (int i = 0; i < 10; i++) {
            sendAndHangUp("k" + i);
        }
        for (int i = 0; i < 10; i++) {
            String key = "k" + i;
            Await.that(() -> Calls.publishWithKey(app, key, Calls.to("ann")).statusCode() == 202);
        }

        assertThat(Log.of(app + "/user:ann")).hasSize(10);
    }

    private void sendAndHangUp(String key) throws Exception {
        String body = Calls.to("ann");
        String request = """
                POST /v1/notifications HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Idempotency-Key: %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(Tokens.service(app), key, body.length(), body);
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        }
    }
}
