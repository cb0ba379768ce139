package dev.tidings.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;

class KeysFileTest {

    @Test
    void readsAllAndSignsWithOne() throws Exception {
        KeySet keys = read(ec("a", "ES256", "next"), rsa("b", 2048, "signing"), ec("c", "ES256", "retired"));
        assertThat(keys.signing().kid()).isEqualTo("b");
        assertThat(keys.signing().algorithm()).isEqualTo("RS256");
        assertThat(keys.find("a")).isPresent();
        assertThat(keys.published())
                .contains("\"a\"", "\"b\"", "\"c\"")
                .doesNotContain("\"d\":", "\"p\":", "\"q\":", "state");
    }

    @Test
    void refusesInOneLineWithoutShowingAKey() throws Exception {
        refuses("exactly one key", ec("a", "ES256", "next"));
        refuses("there are 2", ec("a", "ES256", "signing"), ec("b", "ES256", "signing"));
        refuses("a is there twice", ec("a", "ES256", "signing"), ec("a", "ES256", "next"));
        refuses("no state", ec("a", "ES256", "young"));
        refuses("must have alg", ec("a", "ES512", "signing"));
        refuses("2048 bits", rsa("a", 1024, "signing"));
        refuses("no private part", ec("a", "ES256", "signing").replaceAll(",?\"d\":\"[^\"]*\"", ""));
        refuses("key 1 has no kid", ec("a", "ES256", "signing").replace("\"kid\"", "\"id\""));
        refuses("can't be read as a JWK", "{\"kid\":\"a\",\"state\":\"signing\",\"kty\":\"EC\",\"crv\":7}");
    }

    @Test
    void aRetiredKeyNeedsItsPublicPartAlone() throws Exception {
        KeySet keys =
                read(ec("a", "ES256", "signing"), ec("b", "ES256", "retired").replaceAll(",?\"d\":\"[^\"]*\"", ""));
        assertThat(keys.find("b")).isPresent();
        assertThat(keys.signing("b")).isEmpty();
    }

    @Test
    void refusesAPairThatIsNone() throws Exception {
        String one = ec("a", "ES256", "signing");
        String other = ec("a", "ES256", "signing");
        String mixed = one.replaceAll("\"d\":\"[^\"]*\"", other.replaceAll(".*(\"d\":\"[^\"]*\").*", "$1"));
        refuses("does not belong", mixed);
    }

    @Test
    void refusesWhatIsNoKeySet() throws Exception {
        assertThatThrownBy(() -> new KeysFile(Path.of("bad.json")).read("hunter2".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bad.json")
                .hasMessageNotContaining("hunter2");
    }

    private KeySet read(String... keys) throws Exception {
        String content = "{\"keys\":[" + String.join(",", keys) + "]}";
        return new KeysFile(Path.of("keys.json")).read(content.getBytes(StandardCharsets.UTF_8));
    }

    private void refuses(String why, String... keys) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    private static String ec(String kid, String algorithm, String state) throws Exception {
        return json(EcJwkGenerator.generateJwk(EllipticCurves.P256), kid, algorithm, state);
    }

    private static String rsa(String kid, int bits, String state) throws Exception {
        return json(RsaJwkGenerator.generateJwk(bits), kid, "RS256", state);
    }

    private static String json(PublicJsonWebKey key, String kid, String algorithm, String state) {
        key.setKeyId(kid);
        key.setAlgorithm(algorithm);
        key.setOtherParameter("state", state);
        return key.toJson(OutputControlLevel.INCLUDE_PRIVATE);
    }
}
