package dev.tidings.e2e.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RelayTest {

    private ServerSocket server;
    private Relay relay;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = Ports.free();
        relay = new Relay(port, server.getLocalPort());
        near = new Socket(InetAddress.getLoopbackAddress(), port);
        far = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        relay.close();
        server.close();
    }

    @Test
    void whatIsSaidWhileItIsCutArrivesWhenItIsMended() throws IOException {
        relay.cut();
        near.getOutputStream().write('a');
        far.setSoTimeout(200);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        relay.mend();
        far.setSoTimeout(0);
        assertThat(far.getInputStream().read()).isEqualTo('a');
    }

    @Test
    void aSlowOneTakesItsTime() throws IOException {
        relay.slow(Duration.ofMillis(200), 1024);
        long began = System.nanoTime();
        far.getOutputStream().write('a');

        assertThat(near.getInputStream().read()).isEqualTo('a');
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void anEndIsPassedOn() throws IOException {
        near.close();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }
}
