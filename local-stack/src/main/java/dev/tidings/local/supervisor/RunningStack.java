package dev.tidings.local.supervisor;

import dev.tidings.local.process.ProcessIdentity;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A stack whose supervisor is another process: what a command at a shell talks to. */
public final class RunningStack {

    private static final Duration SUPERVISOR_END = Duration.ofSeconds(60);

    private final RunState state;

    private RunningStack(RunState state) {
        this.state = state;
    }

    public static Optional<RunningStack> find(StackLayout layout) {
        return RunState.read(layout.runState())
                .filter(state -> state.supervisor().running().isPresent())
                .map(RunningStack::new);
    }

    /** The running stack, or the failure that a person is told. */
    public static RunningStack require(StackLayout layout) {
        return find(layout).orElseThrow(() -> new StackFailure("nothing runs: start it with ./tidings up"));
    }

    public String url() {
        return state.url();
    }

    public StackStatus status() throws IOException, InterruptedException {
        return StackStatus.fromJson(send("GET", "/status", ""));
    }

    public void stop(String name) throws IOException, InterruptedException {
        send("POST", "/stop", name);
    }

    public void kill(String name) throws IOException, InterruptedException {
        send("POST", "/kill", name);
    }

    public void start(String name) throws IOException, InterruptedException {
        send("POST", "/start", name);
    }

    /** Ends what runs, also what a killed supervisor left behind; says what it did. */
    public static String down(StackLayout layout) throws IOException, InterruptedException {
        Optional<RunningStack> running = find(layout);
        if (running.isPresent()) {
            running.get().end();
        }
        try (StackLock _ = StackLock.tryAcquire(layout.lock())
                .orElseThrow(() -> new StackFailure("a supervisor is just starting: try again when it is up"))) {
            int leftovers = Leftovers.end(layout.runState());
            if (leftovers > 0) {
                return "Ended " + leftovers + " processes that an earlier run left behind";
            }
        }
        return running.isPresent() ? "Tidings is down" : "Nothing runs";
    }

    private void end() throws InterruptedException {
        ProcessIdentity supervisor = state.supervisor();
        try {
            send("POST", "/down", "");
        } catch (IOException _) {
            // It may have been on its way out already; what counts is that it ends.
        }
        if (!supervisor.awaitEnd(SUPERVISOR_END)) {
            throw new StackFailure("the supervisor (pid " + supervisor.pid() + ") does not end");
        }
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(state.control() + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + state.secret())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new StackFailure(response.body());
            }
            return response.body();
        }
    }
}
