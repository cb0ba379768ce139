/** Why a call or a stream failed. */
package dev.tidings.client.problem;
