/**
 * What the services share: the words of the wire. Channel names, positions, the event record, problem and close codes,
 * and the one way a token is checked. No service, no framework and no Kafka client is known here.
 */
package dev.tidings.contract;
