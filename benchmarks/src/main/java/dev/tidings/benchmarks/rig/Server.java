package dev.tidings.benchmarks.rig;

import dev.tidings.benchmarks.load.Clock;
import dev.tidings.local.process.DiesWithJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A server under load: where it is, and what it takes. */
public final class Server implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final DiesWithJvm process;
    private final InetSocketAddress address;

    Server(DiesWithJvm process, int port) {
        this.process = process;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public InetSocketAddress address() {
        return address;
    }

    public MeasuredProcess process() {
        return new MeasuredProcess(process.pid());
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM; the future is done when the process has ended. */
    public CompletableFuture<Long> terminate() {
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
        CompletableFuture<Long> ended = handle.onExit().thenApply(_ -> Clock.micros());
        handle.destroy();
        return ended;
    }

    /** What an edge says of itself, by the metric's name. */
    public double gauge(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/q/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HTTP.send(request, BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Override
    public void close() {
        process.close();
    }
}
