/** The seam to the network: what the client needs of HTTP and of a WebSocket, and the JDK's of both. */
package dev.tidings.client.transport;
