/** Who asks: the clients of the configuration, their secrets, and the caller of a request. */
package dev.tidings.auth.client;
