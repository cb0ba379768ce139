/** The public API from a shell: what send, tail and token do, over the front door as any client would. */
package dev.tidings.local.client;
