package dev.tidings.local.supervisor;

import dev.tidings.client.backend.UserRights;
import dev.tidings.client.problem.TidingsException;
import dev.tidings.local.client.DemoBackend;
import dev.tidings.local.frontdoor.Backends;
import dev.tidings.local.frontdoor.Route;
import dev.tidings.local.process.ProgramState;
import dev.tidings.local.process.StackFailure;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** Tells the front door who is there. */
record StackBackends(Stack stack, Supplier<StackStatus> status) implements Backends {

    @Override
    public List<Integer> readyPorts(Route.Service service) {
        String name = switch (service) {
            case EDGES -> "realtime-edge-";
            case AUTH -> "auth-service";
            case NOTIFICATIONS -> "notification-service";
        };
        return stack.status().stream()
                .filter(process -> process.name().startsWith(name))
                .filter(process -> process.state().equals(ProgramState.READY.wireName()))
                .map(process -> URI.create(process.url()).getPort())
                .toList();
    }

    @Override
    public String statusJson() {
        return status.get().toJson();
    }

    @Override
    public String connectionToken(String user) {
        try {
            return DemoBackend.at(status.get().url()).connectionToken(UserRights.of(user));
        } catch (TidingsException e) {
            throw new StackFailure(e.getMessage(), e);
        }
    }

    @Override
    public void kill(String edge) {
        stack.named(edge).kill();
    }

    @Override
    public void start(String edge) throws InterruptedException {
        stack.named(edge).start();
    }
}
