package dev.tidings.local.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.local.frontdoor.Route.Service;
import org.junit.jupiter.api.Test;
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

    @Test
    void theRootIsThePlayground() {
        assertThat(Route.of("/")).isEqualTo(new Route.Page(Route.Content.PLAYGROUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/q/health/ready", "/q/metrics", "/v2/stream", "/oauth2"})
    void theRestLeadsNowhere(String path) {
        assertThat(Route.of(path)).isEqualTo(new Route.Nowhere());
    }
}
