package dev.tidings.problems;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemsTest {

    @Test
    void aGoodBodyIsTaken() {
        json("{\"title\":\"Hi\",\"channel\":\"user:ann\",\"more\":[1]}")
                .post("/echo")
                .then()
                .statusCode(200);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        problem(json("{\"title\":7,\"channel\":\"nonsense\"}"), 400, "validation")
                .body("errors.field", hasItems("title", "channel"))
                .body("title", equalTo("Some fields are not valid"))
                .body("type", equalTo("about:blank"))
                .body("status", equalTo(400));
    }

    @Test
    void aChannelNameAsTheOnlyFaultHasItsOwnCode() {
        problem(json("{\"title\":\"Hi\",\"channel\":\"nonsense\"}"), 400, "bad-channel")
                .body("errors.field", hasItems("channel"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"title\":\"Hi\",\"channel\":\"user:ann\"}}",
                "{} {}",
                "{\"title\":1,\"title\":2}",
                "\uFEFF{}",
                "{'title':1}",
                "{\"title\":NaN}",
                "nonsense"
            })
    void whatIsNotOneJsonValueIsMalformed(String body) {
        problem(json(body), 400, "malformed").body("errors", nullValue());
    }

    @Test
    void noBodyAtAllIsMalformed() {
        problem(given().contentType("application/json"), 400, "malformed");
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        byte[] body = {'{', '"', 't', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        problem(given().contentType("application/json").body(body), 400, "malformed");
    }

    @Test
    void aDepthBombIsMalformed() {
        problem(json("[".repeat(5_000)), 400, "malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"text\""})
    void aBodyThatIsNoObjectIsAFault(String body) {
        problem(json(body), 400, "validation");
    }

    @Test
    void anUnknownPathIsAProblem() {
        given().get("/nowhere")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%ff", "/%00", "/echo/%2e%2e/nowhere"})
    void aPathThatMakesNoSenseIsAProblem(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(anyOf(equalTo(400), equalTo(404)))
                .contentType("application/problem+json");
    }

    @Test
    void anotherMethodIsAProblemThatNamesTheRightOnes() {
        String allowed = given().delete("/echo")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .body("code", equalTo("method-not-allowed"))
                .extract()
                .header("Allow");
        assertThat(allowed).isEqualTo("POST");
    }

    @Test
    void anotherMediaTypeIsAProblem() {
        problem(given().contentType("text/plain").body("{}"), 415, "unsupported-media-type");
    }

    @Test
    void anAcceptThatNothingMeetsIsAProblem() {
        problem(json("{}").accept("image/png"), 406, "not-acceptable");
    }

    @Test
    void aRefusalHasItsHeaders() {
        given().get("/echo/refused/LOG_UNAVAILABLE")
                .then()
                .statusCode(503)
                .header("Retry-After", "7")
                .contentType("application/problem+json")
                .body("code", equalTo("log-unavailable"));
    }

    @Test
    void a401AsksForAToken() {
        given().get("/echo/refused/TOKEN_MISSING")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"tidings\"");
        given().get("/echo/refused/TOKEN_EXPIRED")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer realm=\"tidings\", error=\"invalid_token\"");
    }

    @Test
    void whatNobodyExpectedShowsOnlyAnIdThatTheLogHas() {
        try (LogCapture log = LogCapture.start()) {
            String body = given().get("/echo/broken?token=the-query-secret")
                    .then()
                    .statusCode(500)
                    .contentType("application/problem+json")
                    .body("code", equalTo("internal"))
                    .extract()
                    .asString();
            assertThat(body).doesNotContain("the-inner-secret", "IllegalState");
            String id = body.replaceAll(".*error ([0-9a-f]{16}).*", "$1");
            assertThat(log.text()).contains("Internal error " + id + " at GET /echo/broken");
            assertThat(log.text()).contains("the-inner-secret").doesNotContain("the-query-secret");
        }
    }

    private static RequestSpecification json(String body) {
        return given().contentType("application/json").body(body);
    }

    private static ValidatableResponse problem(RequestSpecification request, int status, String code) {
        return request.post("/echo")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }
}
