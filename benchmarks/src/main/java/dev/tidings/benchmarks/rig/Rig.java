package dev.tidings.benchmarks.rig;

import dev.tidings.benchmarks.load.Client;
import dev.tidings.benchmarks.load.Fleet;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.local.kafka.KafkaBroker;
import dev.tidings.local.postgres.PostgresServer;
import dev.tidings.local.process.DiesWithJvm;
import dev.tidings.local.process.OwnedFiles;
import dev.tidings.local.process.Ports;
import dev.tidings.local.process.RepositoryRoot;
import dev.tidings.local.testing.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;

/** A real log, an issuer of tokens, and the servers that are measured, all on loopback; gone when it is closed. */
public final class Rig implements AutoCloseable {

    public static final String APP = "bench";
    private static final int TOKEN_MINUTES = 60;
    private static final Duration VIEW = Duration.ofSeconds(90);

    private final Path home;
    private final TestIssuer issuer;
    private final KafkaBroker kafka;
    private final TestIssuer.Signer signer;

    private Rig(Path home, TestIssuer issuer, KafkaBroker kafka) {
        this.home = home;
        this.issuer = issuer;
        this.kafka = kafka;
        this.signer = TestIssuer.Signer.of(issuer.privateKey());
    }

    public static Rig start() throws IOException, InterruptedException {
        Path target = RepositoryRoot.find().resolve("benchmarks/target");
        Path home = Files.createTempDirectory(Files.createDirectories(target), "rig-");
        return new Rig(home, TestIssuer.start(), KafkaBroker.start(home.resolve("kafka")));
    }

    public Server edge(String name, ServerOptions options) throws InterruptedException {
        int port = Ports.free();
        return start(
                new EdgeProgram(name, home.resolve(name), port, kafka.bootstrapServers(), issuer.jwksUrl(), options),
                port);
    }

    /** What the view of the log is made of, and how an edge is told to ask for its pages. */
    public record ViewServer(Server service, PostgresServer postgres, List<String> edgeProperties)
            implements AutoCloseable {

        /** Returns when everything that was published there is in the view. */
        public void awaitAll(LogSource log) throws SQLException, InterruptedException {
            try (View view =
                    new View(DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password()))) {
                view.await(log.records(), VIEW);
            }
        }

        @Override
        public void close() throws IOException {
            service.close();
            postgres.close();
        }
    }

    /** notification-service and its database, which have by offset what the log has by partition. */
    public ViewServer view(ServerOptions options) throws IOException, InterruptedException {
        PostgresServer postgres = PostgresServer.start(home.resolve("postgres"));
        int port = Ports.free();
        String secret = "tidings.internal.secret=of-this-run";
        Server service = start(
                new NotificationProgram(
                        home.resolve("service"),
                        port,
                        kafka.bootstrapServers(),
                        issuer.jwksUrl(),
                        postgres,
                        options.with(secret)),
                port);
        return new ViewServer(
                service, postgres, List.of(secret, "tidings.edge.catch-up.pages.url=http://127.0.0.1:" + port));
    }

    /** The server and the way to make it send. */
    public record Bare(Server server, BareSource source) implements AutoCloseable {
        @Override
        public void close() {
            source.close();
            server.close();
        }
    }

    public Bare bare(ServerOptions options) throws InterruptedException, IOException {
        int port = Ports.free();
        int batchPort = Ports.free();
        Server server = start(new BareProgram(home.resolve("bare"), port, batchPort, options), port);
        return new Bare(server, BareSource.connect(batchPort));
    }

    private static Server start(dev.tidings.local.process.Program program, int port) throws InterruptedException {
        DiesWithJvm process = new DiesWithJvm(program);
        process.start();
        return new Server(process, port);
    }

    public LogSource log() {
        return LogSource.connect(kafka.bootstrapServers());
    }

    public MeasuredProcess kafkaProcess() {
        return new MeasuredProcess(kafka.pid());
    }

    /** So many users, each with a token of its own, signed now so that signing doesn't compete with what is measured. */
    public List<Client> clients(Fleet fleet, String prefix, int count) {
        return clients(
                fleet,
                IntStream.range(0, count)
                        .mapToObj(number -> prefix + "%06d".formatted(number))
                        .toList());
    }

    public List<Client> clients(Fleet fleet, List<String> users) {
        List<String> tokens = tokens(users);
        return IntStream.range(0, users.size())
                .mapToObj(number -> fleet.client(users.get(number), tokens.get(number)))
                .toList();
    }

    public List<String> tokens(List<String> users) {
        return users.parallelStream().map(this::token).toList();
    }

    private String token(String user) {
        JwtClaims claims = TestIssuer.Signer.connectionClaims(APP, user);
        claims.setExpirationTimeMinutesInTheFuture(TOKEN_MINUTES);
        return signer.sign(TokenKind.CONNECTION, claims);
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        issuer.close();
        OwnedFiles.deleteTree(home);
    }
}
