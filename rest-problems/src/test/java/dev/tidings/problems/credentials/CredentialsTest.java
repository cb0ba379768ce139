package dev.tidings.problems.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void readsABearerToken() {
        assertThat(of("Bearer a.b-c_d")).isEqualTo(new Credentials.Bearer("a.b-c_d"));
        assertThat(of("bEARER a")).isEqualTo(new Credentials.Bearer("a"));
        assertThat(of("Bearer aZ09-._~+/==")).isEqualTo(new Credentials.Bearer("aZ09-._~+/=="));
    }

    @Test
    void readsBasicCredentials() {
        assertThat(of(basic("demo:a:b"))).isEqualTo(new Credentials.Basic("demo", "a:b"));
        assertThat(of(basic("demo:"))).isEqualTo(new Credentials.Basic("demo", ""));
    }

    @Test
    void tellsNothingFromSomethingUnreadable() {
        assertThat(Credentials.of(List.of())).isEqualTo(new Credentials.Missing());
        assertThat(Credentials.of(List.of("Bearer a", "Bearer a"))).isEqualTo(new Credentials.Unreadable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer  a",
                "Bearer a b",
                "Bearer a,b",
                "Bearer =",
                "Bearer a=b",
                "Bearer \u00e9",
                "Digest a",
                "a.b.c",
                "Basic",
                "Basic ",
                "Basic %%%",
                "Basic ZGVtbw==",
                "Basic OmE=",
                "Basic ZGVtbzph ZGVtbzph",
                "Basic ZGVtbzo",
                "Basic gIA6YQ==",
                "Basic YTpiCg=="
            })
    void whatIsNotOfTheFormIsUnreadable(String header) {
        assertThat(of(header)).isEqualTo(new Credentials.Unreadable());
    }

    @Test
    void aHeaderWithoutEndIsNotLookedInto() {
        assertThat(of("Bearer " + "a".repeat(9_000))).isEqualTo(new Credentials.Unreadable());
    }

    @Test
    void noSecretIsPrinted() {
        assertThat(of(basic("demo:hunter2")).toString()).doesNotContain("hunter2");
        assertThat(of("Bearer hunter2").toString()).doesNotContain("hunter2");
    }

    private static Credentials of(String header) {
        return Credentials.of(List.of(header));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
