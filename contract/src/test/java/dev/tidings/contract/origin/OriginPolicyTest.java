package dev.tidings.contract.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginPolicyTest {

    private final OriginPolicy policy = new OriginPolicy(Map.of(
            "shop",
            List.of("https://shop.example.com", "http://localhost:*"),
            "bank",
            List.of("https://bank.example")));

    @Test
    void anAppsOriginsAreItsOwn() {
        assertThat(allows("shop", "https://shop.example.com")).isTrue();
        assertThat(allows("bank", "https://shop.example.com")).isFalse();
        assertThat(allows("none", "https://shop.example.com")).isFalse();
        assertThat(policy.isKnown("https://bank.example")).isTrue();
        assertThat(policy.isKnown("https://evil.example")).isFalse();
    }

    @Test
    void aStarIsAnyPortAndNothingElse() {
        assertThat(allows("shop", "http://localhost")).isTrue();
        assertThat(allows("shop", "http://localhost:3000")).isTrue();
        for (String other : List.of(
                "https://localhost:3000",
                "http://localhost.evil.example",
                "http://localhost:",
                "http://localhost:1.x",
                "https://shop.example.com:8443",
                "https://shop.example.com.evil.example",
                "null",
                "")) {
            assertThat(allows("shop", other)).as(other).isFalse();
        }
    }

    @Test
    void whoSendsNoneIsNoBrowser() {
        assertThat(policy.allows("none", Optional.empty())).isTrue();
    }

    private boolean allows(String app, String origin) {
        return policy.allows(app, Optional.of(origin));
    }
}
