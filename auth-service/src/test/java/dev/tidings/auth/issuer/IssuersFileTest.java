package dev.tidings.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.auth.issuer.TrustedIssuer.KeySource;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IssuersFileTest {

    private static final String GOOD =
            "{\"issuer\":\"https://id\",\"app\":\"shop\",\"audiences\":[\"web\"],\"jwksUrl\":\"https://id/jwks\"}";

    @Test
    void whatMayBeLeftOutHasADefault() {
        TrustedIssuer issuer = read(GOOD).getFirst();
        assertThat(issuer.issuer()).isEqualTo("https://id");
        assertThat(issuer.app()).isEqualTo("shop");
        assertThat(issuer.audiences()).isEqualTo(Set.of("web"));
        assertThat(issuer.keySource()).isEqualTo(new KeySource.Address(URI.create("https://id/jwks")));
        assertThat(issuer.userClaim()).isEqualTo("sub");
        assertThat(issuer.algorithms()).isEqualTo(Set.of("RS256", "ES256"));
        assertThat(issuer.channels()).isEmpty();
        assertThat(issuer.connectionTtl()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aFileOfKeysIsLookedForBesideThisOne() {
        assertThat(read(GOOD.replace("\"jwksUrl\":\"https://id/jwks\"", "\"jwksFile\":\"keys.json\""))
                        .getFirst()
                        .keySource())
                .isEqualTo(new KeySource.InFile(Path.of("conf/keys.json").toAbsolutePath()));
    }

    @Test
    void nobodyIsTrustedWhereNobodyIsNamed() {
        assertThat(read("")).isEmpty();
    }

    @Test
    void refusesInOneLine() {
        refuses("issuers[0].audiences must have 1", GOOD.replace("[\"web\"]", "[]"));
        refuses("issuers[0].audiences is required", GOOD.replace("audiences", "audience"));
        refuses("issuers[0].app must be", GOOD.replace("\"shop\"", "\"the shop\""));
        refuses("issuers[0].jwksUrl must be an address", GOOD.replace("https://id/jwks", "ftp://id/jwks"));
        refuses("issuers[0].jwksUrl must be an address", GOOD.replace("https://id/jwks", "/etc/jwks"));
        refuses("issuers[0].jwksUrl or jwksFile", GOOD.replace("jwksUrl", "jwks"));
        refuses("issuers[0].jwksUrl or jwksFile", with("\"jwksFile\":\"x\""));
        refuses("issuers[0].algorithms[0] must be one of", with("\"algorithms\":[\"HS256\"]"));
        refuses("issuers[0].algorithms[0] must be one of", with("\"algorithms\":[\"none\"]"));
        refuses("issuers[0].channels[0] must be", with("\"channels\":[\"*\"]"));
        refuses("issuers[0].connectionTtl must be from 5 to 86400", with("\"connectionTtl\":86401"));
        refuses("twice with the same audience", GOOD + "," + GOOD);
        refuses("this service itself", GOOD.replace("https://id\"", "https://self\""));
        refuses("not one JSON object", "{");
    }

    private static String with(String member) {
        return GOOD.replace("}", "," + member + "}");
    }

    private static List<TrustedIssuer> read(String issuers) {
        return IssuersFile.read(
                Path.of("conf/issuers.json"),
                ("{\"issuers\":[" + issuers + "]}").getBytes(StandardCharsets.UTF_8),
                "https://self");
    }

    private static void refuses(String why, String issuers) {
        assertThatThrownBy(() -> read(issuers))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
