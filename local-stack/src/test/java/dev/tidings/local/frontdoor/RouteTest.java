package dev.tidings.local.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.local.frontdoor.Route.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/stream, EDGES",
        "/oauth2/token, AUTH",
        "/.well-known/jwks.json, AUTH",
        "/v1/tokens, AUTH",
        "/v1/grants, AUTH",
        "/v1/revocations, AUTH",
        "/v1/notifications, NOTIFICATIONS",
        "/v1/notifications:batch, NOTIFICATIONS",
        "/v1/feed/items/17, NOTIFICATIONS",
        "/v1/streams, NOTIFICATIONS",
    })
    void aPathBelongsToOneService(String path, Service service) {
        assertThat(Route.of(path)).isEqualTo(new Route.To(service));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/playground/playground.js", "/playground/status"})
    void theRootIsThePlayground(String path) {
        assertThat(Route.of(path)).isEqualTo(new Route.Page());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/q/health/ready", "/q/metrics", "/v2/stream", "/oauth2"})
    void theRestLeadsNowhere(String path) {
        assertThat(Route.of(path)).isEqualTo(new Route.Nowhere());
    }
}
