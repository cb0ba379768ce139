package dev.tidings.benchmarks.rig;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import dev.tidings.benchmarks.load.HttpCall;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.postgres.PostgresServer;
import dev.tidings.local.process.DiesWithJvm;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.RepositoryRoot;
import dev.tidings.local.testing.TestIssuer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jose4j.jwt.JwtClaims;

/** A real log and database, an issuer of tokens, and notification-service when it is asked for; gone when it is closed. */
public final class ViewRig implements AutoCloseable {

    /** As the local stack makes the topic. */
    private static final int PARTITIONS = 12;

    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration FILLING = Duration.ofSeconds(90);
    private static final String APP = Rig.APP;
    private static final int TOKEN_MINUTES = 60;

    private final Path home;
    private final TestIssuer issuer;
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private final ServerOptions options;

    private ViewRig(Path home, TestIssuer issuer, KafkaBroker kafka, PostgresServer postgres, ServerOptions options) {
        this.home = home;
        this.issuer = issuer;
        this.kafka = kafka;
        this.postgres = postgres;
        this.options = options;
    }

    public static ViewRig start(ServerOptions options) throws IOException, InterruptedException {
        Path target = RepositoryRoot.find().resolve("benchmarks/target");
        Path home = Files.createTempDirectory(Files.createDirectories(target), "rig-");
        TestIssuer issuer = TestIssuer.start();
        KafkaBroker kafka = KafkaBroker.start(home.resolve("kafka"));
        PostgresServer postgres = PostgresServer.start(home.resolve("postgres"));
        return new ViewRig(home, issuer, kafka, postgres, options);
    }

    /** Starts the service; returns when it is ready, and the view has a place for each partition. */
    public Server service() throws SQLException, InterruptedException {
        int port = Ports.free();
        DiesWithJvm process = new DiesWithJvm(new NotificationProgram(
                home.resolve("service-" + port), port, kafka.bootstrapServers(), issuer.jwksUrl(), postgres, options));
        process.start();
        try (View view = view()) {
            view.awaitMade(PARTITIONS, STARTING);
        }
        return new Server(process, port);
    }

    public LogSource log() {
        return LogSource.connect(kafka.bootstrapServers());
    }

    /** A client of its own, with every statement a transaction. */
    public Connection database() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    public View view() throws SQLException {
        return new View(database());
    }

    /** Every statement's time from now on, in the server's log. */
    public StatementLog statementLog(View view) throws SQLException, IOException, InterruptedException {
        return StatementLog.begin(home.resolve("postgres/postgres.log"), view);
    }

    public String token(String user) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setExpirationTimeMinutesInTheFuture(TOKEN_MINUTES);
        return TestIssuer.Signer.of(issuer.privateKey()).sign(TokenKind.CONNECTION, claims);
    }

    public String serviceToken() {
        return TestIssuer.Signer.of(issuer.privateKey()).serviceToken(APP, "bench", "notifications:write");
    }

    public HttpCall post(Server service, String path, String user, String body) throws IOException {
        return HttpCall.post(service.address(), path, token(user), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the call, which has to be answered so. */
    public static void expect(int status, HttpCall call) throws IOException {
        int answered = call.send();
        if (answered != status) {
            throw new IllegalStateException("answered with " + answered + ": " + call.answer());
        }
    }

    /** A user's name that begins so, whose channel is in the same partition as all others that are made here. */
    public static String inOnePartition(String name) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> name + "-" + i)
                .filter(user -> partition(user) == 0)
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String user) {
        byte[] key = (APP + "/user:" + user).getBytes(StandardCharsets.US_ASCII);
        return BuiltInPartitioner.partitionForKey(key, PARTITIONS);
    }

    /** Fills the user's partition with what no feed lists, up to that offset, and waits until the view has it. */
    public void reach(String user, long offset) throws SQLException, InterruptedException {
        byte[] event = new BenchmarkEvent(0).encode(0, 0);
        try (LogSource log = log();
                View view = view()) {
            long before = view.records();
            for (long i = 0; i <= offset; i++) {
                log.elsewhere("public:filling", partition(user), event);
            }
            log.flush();
            view.await(before + offset + 1, FILLING);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        kafka.close();
        issuer.close();
        OwnedFiles.deleteTree(home);
    }
}
