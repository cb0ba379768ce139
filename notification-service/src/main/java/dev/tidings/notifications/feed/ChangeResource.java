package dev.tidings.notifications.feed;

import dev.tidings.notifications.projection.Op;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** What a user says of all items up to a position, of one, and of several. Event loop. */
@Path("/v1/feed")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ChangeResource {

    private final Saying saying;
    private final Changes changes;
    private final UpTo upTo;

    ChangeResource(Saying saying, Changes changes, UpTo upTo) {
        this.saying = saying;
        this.changes = changes;
        this.upTo = upTo;
    }

    @POST
    @Path("/read")
    public Uni<RestResponse<String>> read(@Context HttpHeaders headers, byte[] body) {
        return upTo(headers, Op.READ, body);
    }

    @POST
    @Path("/seen")
    public Uni<RestResponse<String>> seen(@Context HttpHeaders headers, byte[] body) {
        return upTo(headers, Op.SEEN, body);
    }

    @PATCH
    @Path("/items/{id}")
    public Uni<RestResponse<String>> item(@Context HttpHeaders headers, @PathParam("id") String id, byte[] body) {
        return saying.by(headers, reader -> saying.of(reader, ChangeBody.readItem(Saying.json(body)), List.of(id)));
    }

    @POST
    @Path("/items:batch")
    public Uni<RestResponse<String>> items(@Context HttpHeaders headers, byte[] body) {
        return saying.by(headers, reader -> {
            ChangeBody.Batch batch = ChangeBody.readBatch(Saying.json(body));
            return saying.of(reader, batch.ops(), batch.ids());
        });
    }

    private Uni<RestResponse<String>> upTo(HttpHeaders headers, Op op, byte[] body) {
        return saying.by(headers, reader -> {
            ChangeBody.UpTo asked = ChangeBody.readUpTo(Saying.json(body));
            return upTo.resolve(reader.channel(), asked.upTo())
                    .chain(resume -> changes.upTo(reader.channel(), op, resume, asked.category()));
        });
    }
}
