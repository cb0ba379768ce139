package dev.tidings.benchmarks.rig;

import dev.tidings.benchmarks.load.BenchmarkEvent;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Hands batches to the bare server: finished messages, of the very form that the edge makes of an event. */
public final class BareSource implements EventSource {

    private final Socket socket;
    private final DataOutputStream out;
    private long offset;

    private BareSource(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 64 * 1024));
    }

    static BareSource connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new BareSource(socket);
    }

    @Override
    public void toEveryone(List<byte[]> events) {
        try {
            List<byte[]> messages = new ArrayList<>(events.size());
            for (byte[] event : events) {
                offset++;
                messages.add(BenchmarkEvent.message("everyone", offset, event));
            }
            out.writeInt(messages.stream()
                    .mapToInt(message -> Integer.BYTES + message.length)
                    .sum());
            for (byte[] message : messages) {
                out.writeInt(message.length);
                out.write(message);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
