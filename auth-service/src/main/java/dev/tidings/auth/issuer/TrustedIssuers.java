package dev.tidings.auth.issuer;

import dev.tidings.auth.AuthConfig;
import dev.tidings.auth.TokenConfig;
import dev.tidings.auth.file.ConfigFile;
import dev.tidings.auth.file.ConfigFiles;
import dev.tidings.auth.issuer.TrustedIssuer.KeySource;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The issuers in force and their keys. When the file changes, keys that are still asked for go on; those of issuers that
 * left are closed. Finding is for any thread and never blocks.
 */
@Startup
@Singleton
class TrustedIssuers {

    private static final Logger LOG = Logger.getLogger(TrustedIssuers.class);

    /** An issuer and what its tokens are checked with. */
    record Trusted(TrustedIssuer issuer, IssuerKeys keys) {}

    private record InForce(List<Trusted> issuers, Map<KeySource, IssuerKeys> keys) {
        static final InForce NOBODY = new InForce(List.of(), Map.of());
    }

    private final ConfigFiles files;
    private final Duration pollEvery;
    private final Optional<ConfigFile<InForce>> file;
    /** Of the file's last good content; the watching thread's own, once the constructor is done. */
    private InForce before = InForce.NOBODY;

    TrustedIssuers(AuthConfig config, TokenConfig token, ConfigFiles files) {
        this.files = files;
        this.pollEvery = config.pollIssuerKeysEvery();
        this.file = config.issuersFile()
                .map(path -> files.watch(IssuersFile.SETTING, path, content -> read(path, content, token.issuer())));
        file.ifPresent(read -> read.onChange(now -> tell(now)));
        tell(inForce());
    }

    /** All that are trusted under that name: the same provider may serve several apps, told apart by audience. */
    List<Trusted> named(String issuer) {
        return inForce().issuers().stream()
                .filter(trusted -> trusted.issuer().issuer().equals(issuer))
                .toList();
    }

    private InForce inForce() {
        return file.map(ConfigFile::current).orElse(InForce.NOBODY);
    }

    private InForce read(Path path, byte[] content, String self) {
        List<TrustedIssuer> issuers = IssuersFile.read(path, content, self);
        Map<KeySource, IssuerKeys> keys = new HashMap<>();
        try {
            for (TrustedIssuer issuer : issuers) {
                keys.computeIfAbsent(
                        issuer.keySource(),
                        source -> Optional.ofNullable(before.keys().get(source))
                                .orElseGet(() -> IssuerKeys.of(source, files, pollEvery)));
            }
        } catch (ConfigurationException e) {
            closeAllBut(before.keys(), keys);
            throw e;
        }
        closeAllBut(keys, before.keys());
        before = new InForce(
                issuers.stream()
                        .map(issuer -> new Trusted(issuer, keys.get(issuer.keySource())))
                        .toList(),
                Map.copyOf(keys));
        return before;
    }

    private static void closeAllBut(Map<KeySource, IssuerKeys> stay, Map<KeySource, IssuerKeys> all) {
        all.forEach((source, keys) -> {
            if (!stay.containsKey(source)) {
                keys.close();
            }
        });
    }

    private static void tell(InForce now) {
        for (Trusted trusted : now.issuers()) {
            LOG.infof(
                    "Trusting %s for app %s",
                    trusted.issuer().issuer(), trusted.issuer().app());
            if (trusted.issuer().keySource() instanceof KeySource.Address(var uri) && "http".equals(uri.getScheme())) {
                LOG.warnf("Its keys come from %s unprotected: whoever is in between can sign for it", uri);
            }
        }
    }

    @PreDestroy
    void stop() {
        closeAllBut(Map.of(), inForce().keys());
    }
}
