package dev.tidings.benchmarks.rig;

import dev.tidings.local.process.DiesWithJvm;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server under load: where it is, and what it takes. */
public final class Server implements AutoCloseable {

    private final DiesWithJvm process;
    private final InetSocketAddress address;

    Server(DiesWithJvm process, int port) {
        this.process = process;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public InetSocketAddress address() {
        return address;
    }

    public MeasuredProcess process() {
        return new MeasuredProcess(process.pid());
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
