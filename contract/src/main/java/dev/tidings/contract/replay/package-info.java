/** The internal call by which an edge asks notification-service for what lies too far back in the log to be read through. */
package dev.tidings.contract.replay;
