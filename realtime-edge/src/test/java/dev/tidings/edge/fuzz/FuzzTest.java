package dev.tidings.edge.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.edge.support.EdgeGauges;
import dev.tidings.edge.support.EdgeTest;
import dev.tidings.edge.support.LogCapture;
import dev.tidings.edge.support.RawSocket;
import dev.tidings.edge.support.TestSocket;
import dev.tidings.edge.support.ThreeWays;
import dev.tidings.local.testing.TestIssuer;
import io.netty.util.ResourceLeakDetector;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in: nothing fails on our side, nobody else notices, and nothing of it stays. What comes is another each
 * time; the seed is in the log and in what fails, {@code -Dfuzz.seed} gives it again, and
 * {@code -Dfuzz.seconds} goes on for longer.
 */
@QuarkusTest
class FuzzTest extends EdgeTest {

    private static final Logger LOG = Logger.getLogger(FuzzTest.class);
    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 5));
    private static final int MESSAGES_A_CONNECTION = 15;
    private static final int CONNECTIONS_A_USER = 5;
    /** Who asks for what is far back is sent to notification-service first, and here nobody is it. */
    private static final String NOBODY_SERVES_PAGES = "Replay pages can't be had, reading the log instead";

    private static final int USERS = 20;
    private static final Pattern OUR_FAULT = Pattern.compile("HTTP/1\\.[01] 5\\d\\d[\\s\\S]*");

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HostileMessages messages = new HostileMessages(random);
    private final HostileFrames frames = new HostileFrames(random);

    private interface Attack {
        void once(int number) throws IOException;
    }

    @Test
    void framesOfEveryKind() throws Exception {
        String epoch = log.epoch().text();
        survives(number -> {
            try (RawSocket hostile = RawSocket.connect(http())) {
                hostile.handshake(tokenOf(number), epoch);
                if (random.nextInt(10) > 0) {
                    hostile.read(Duration.ofSeconds(5));
                }
                for (int i = random.nextInt(12); i >= 0; i--) {
                    hostile.write(frames.next());
                }
                leave(hostile);
            } catch (IOException e) {
                // It was shut out: that is an answer too.
            }
        });
    }

    @Test
    void messagesOfEveryKindAreAnsweredAndTheConnectionStays() throws Exception {
        survives(number -> {
            try (TestSocket hostile = TestSocket.connect(stream(), tokenOf(number))) {
                List<String> sent = new ArrayList<>();
                for (int i = 0; i < MESSAGES_A_CONNECTION; i++) {
                    String message = messages.next();
                    sent.add(message);
                    hostile.sendUnchecked(message);
                }
                hostile.send("{\"type\":\"unsubscribe\",\"channel\":\"public:never\",\"ref\":\"the last\"}");
                assertThat(hostile.next(answer -> answer.path("ref").asText().equals("the last")))
                        .as("seed %d, after %s", seed, sent)
                        .isNotNull();
            }
        });
    }

    @Test
    void requestsOfEveryKind() throws Exception {
        HostileRequests requests = new HostileRequests(random, log.epoch().text());
        survives(number -> {
            String request = requests.next(tokenOf(number));
            try (RawSocket hostile = RawSocket.connect(http())) {
                hostile.write(request);
                assertThat(hostile.read(Duration.ofMillis(20)))
                        .as("seed %d, to %s", seed, request)
                        .doesNotMatch(OUR_FAULT);
                leave(hostile);
            } catch (IOException e) {
                // It was shut out.
            }
        });
    }

    /** So often as the time allows; meanwhile others are served, and afterwards all is as it was. */
    private void survives(Attack attack) throws Exception {
        LOG.infof("fuzzing with seed %d", seed);
        double sockets = EdgeGauges.sockets();
        double subscriptions = EdgeGauges.subscriptions();
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        AtomicBoolean over = new AtomicBoolean();
        try (LogCapture logged = LogCapture.start()) {
            try (ThreeWays bystander = ThreeWays.open(http(), token(), channel)) {
                FutureTask<List<Long>> publisher = new FutureTask<>(() -> publishUntil(over));
                Thread.ofPlatform().daemon().start(publisher);
                try {
                    int times = 0;
                    for (long end = System.nanoTime() + EACH.toNanos(); System.nanoTime() < end; times++) {
                        attack.once(times);
                    }
                    LOG.infof("%d times", times);
                } finally {
                    over.set(true);
                }
                bystander.assertReceived(publisher.get());
            }
            EdgeGauges.await(() -> EdgeGauges.sockets() <= sockets && EdgeGauges.subscriptions() <= subscriptions);
            everyUserHasAllItsPlaces();
            System.gc();
            assertThat(logged.faults())
                    .as("seed %d", seed)
                    .filteredOn(fault -> !isOfACloseThatCameWithTheHandshake(fault))
                    .filteredOn(fault -> !fault.contains(NOBODY_SERVES_PAGES))
                    .isEmpty();
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    /**
     * Who sends a close, or what is as good as one, in one go with its handshake ends the socket before the framework has
     * set it up, and the framework logs what it finds then. It takes a good token each time, and nothing of it stays.
     */
    private static boolean isOfACloseThatCameWithTheHandshake(String fault) {
        return fault.contains("VertxCoreRecorder") && fault.contains("IllegalStateException: WebSocket is closed");
    }

    private List<Long> publishUntil(AtomicBoolean over) {
        List<Long> offsets = new ArrayList<>();
        while (!over.get()) {
            offsets.add(log.publish(APP, channel, "n" + offsets.size()).offset());
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        offsets.add(log.publish(APP, channel, "the last").offset());
        return offsets;
    }

    /** Of the users that the hostile ones are, one after the other; to one channel each may publish. */
    private String tokenOf(int number) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user + "-" + number % USERS, "private:free.*");
        claims.setStringListClaim(Claim.PUBLISH, List.of("private:free.*"));
        return signer.sign(TokenKind.CONNECTION, claims);
    }

    /** With a goodbye, without one, or after a while. */
    private void leave(RawSocket socket) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> socket.reset();
            case 1 -> socket.read(Duration.ofMillis(10));
            default -> socket.close();
        }
    }

    private void everyUserHasAllItsPlaces() {
        for (int number = 0; number < USERS; number++) {
            List<TestSocket> open = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS_A_USER; i++) {
                    open.add(TestSocket.connect(stream(), tokenOf(number)));
                }
            } catch (CompletionException e) {
                throw new AssertionError("a place of a user is still taken, seed " + seed, e);
            } finally {
                open.forEach(TestSocket::close);
            }
        }
    }
}
