package dev.tidings.auth.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidings.auth.file.ConfigFile;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.StrictJson;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A JWK Set of private keys, each with {@code kid}, {@code alg} and {@code state}; a retired one needs only its public
 * part. A fault is one line that names the
 * key and never what is in it.
 */
final class KeysFile {

    static final String SETTING = "tidings.auth.keys-file";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MIN_RSA_BITS = 2048;

    private final Path path;

    KeysFile(Path path) {
        this.path = path;
    }

    KeySet read(byte[] content) {
        try {
            JsonNode keys = StrictJson.read(new ByteArrayInputStream(content)).path("keys");
            List<PublicJsonWebKey> all = new ArrayList<>();
            List<PublicJsonWebKey> signing = new ArrayList<>();
            Set<String> kids = new HashSet<>();
            for (int i = 0; i < keys.size(); i++) {
                PublicJsonWebKey key = key(keys.get(i), "key " + (i + 1));
                require(kids.add(key.getKeyId()), "the kid " + key.getKeyId() + " is there twice");
                all.add(key);
                if (KeyState.SIGNING
                        .text()
                        .equals(keys.get(i).path(KeyState.MEMBER).textValue())) {
                    signing.add(key);
                }
            }
            require(
                    signing.size() == 1,
                    "exactly one key must have \"state\":\"signing\", there are " + signing.size());
            return new KeySet(signing.getFirst(), all);
        } catch (ProblemException e) {
            throw fault("it is not one JSON object in UTF-8");
        }
    }

    private PublicJsonWebKey key(JsonNode member, String name) {
        require(
                member.path("kid").isTextual()
                        && !member.path("kid").textValue().isBlank(),
                name + " has no kid");
        require(
                member.path(KeyState.MEMBER).isTextual()
                        && KeyState.parse(member.path(KeyState.MEMBER).textValue())
                                .isPresent(),
                name + " has no state of next, signing, retired");
        PublicJsonWebKey key = parse(member, name);
        require(fits(key), name + " must have alg ES256 and be of P-256, or RS256 and of 2048 bits or more");
        boolean retired =
                KeyState.RETIRED.text().equals(member.path(KeyState.MEMBER).textValue());
        require(
                key.getPrivateKey() != null || retired,
                name + " has no private part, which only a retired one may lack");
        require(
                key.getPrivateKey() == null || isPair(key),
                name + ": its private part does not belong to its public part");
        return key;
    }

    private PublicJsonWebKey parse(JsonNode member, String name) {
        try {
            Map<String, Object> members = JSON.convertValue(
                    member, JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
            return PublicJsonWebKey.Factory.newPublicJwk(members);
        } catch (JoseException | IllegalArgumentException | ClassCastException e) {
            throw fault(name + " can't be read as a JWK");
        }
    }

    private static boolean fits(PublicJsonWebKey key) {
        return switch (key) {
            case EllipticCurveJsonWebKey ec -> "ES256".equals(ec.getAlgorithm()) && "P-256".equals(ec.getCurveName());
            case RsaJsonWebKey rsa ->
                "RS256".equals(rsa.getAlgorithm())
                        && ((RSAPublicKey) rsa.getPublicKey()).getModulus().bitLength() >= MIN_RSA_BITS;
            default -> false;
        };
    }

    /** A pair that doesn't match would sign tokens that nobody accepts; better seen now than by every client. */
    private static boolean isPair(PublicJsonWebKey key) {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setPayload("probe");
            signed.setAlgorithmHeaderValue(key.getAlgorithm());
            signed.setKey(key.getPrivateKey());
            JsonWebSignature checked = new JsonWebSignature();
            checked.setCompactSerialization(signed.getCompactSerialization());
            checked.setKey(key.getPublicKey());
            return checked.verifySignature();
        } catch (JoseException e) {
            return false;
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw fault(otherwise);
        }
    }

    private ConfigurationException fault(String what) {
        return ConfigFile.fault(SETTING, path, what);
    }
}
