package dev.tidings.notifications.preferences;

import dev.tidings.notifications.access.UserCallers;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shapes;
import dev.tidings.problems.body.StrictJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.TreeSet;

/** {@code /v1/preferences}: what a user does not want to hear of. Event loop. */
@Path("/v1/preferences")
@Produces(MediaType.APPLICATION_JSON)
class PreferencesResource {

    private static final int MAX_MUTED = 100;
    private static final int MAX_CATEGORY = 100;

    private final UserCallers callers;
    private final Preferences preferences;

    /** Each category once, in their order. */
    @RegisterForReflection
    record Said(List<String> muted) {}

    PreferencesResource(UserCallers callers, Preferences preferences) {
        this.callers = callers;
        this.preferences = preferences;
    }

    @GET
    public Uni<Said> read(@Context HttpHeaders headers) {
        return callers.require(headers)
                .chain(caller -> preferences.muted(caller.app(), caller.user()))
                .map(Said::new);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Said> write(@Context HttpHeaders headers, byte[] body) {
        return callers.require(headers).chain(caller -> {
            TreeSet<String> muted = new TreeSet<>(muted(body));
            return preferences.mute(caller.app(), caller.user(), muted).replaceWith(() -> new Said(List.copyOf(muted)));
        });
    }

    private static List<String> muted(byte[] body) {
        Fields fields = Fields.of(StrictJson.read(new ByteArrayInputStream(body)));
        List<String> muted = fields.required("muted", Shapes.list(Shapes.text(MAX_CATEGORY), 0, MAX_MUTED));
        fields.done();
        return muted;
    }
}
