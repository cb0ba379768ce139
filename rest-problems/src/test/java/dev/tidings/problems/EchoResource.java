package dev.tidings.problems;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shapes;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** A service as small as it gets, to see its errors. */
@Path("/echo")
@NonBlocking
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EchoResource {

    @POST
    public String echo(JsonNode body) {
        Fields fields = Fields.of(body);
        String title = fields.required("title", Shapes.text(200));
        fields.required("channel", Shapes.channel());
        fields.done();
        return "\"" + title + "\"";
    }

    @POST
    @Path("large")
    public int large(JsonNode body) {
        return body.path("title").asText().length();
    }

    @GET
    @Path("refused/{code}")
    public String refused(String code) {
        throw new ProblemException(
                ProblemCode.valueOf(code), "Because of a test.", List.of(), Map.of("Retry-After", "7"));
    }

    @GET
    @Path("broken")
    public String broken() {
        throw new IllegalStateException("the-inner-secret");
    }
}
