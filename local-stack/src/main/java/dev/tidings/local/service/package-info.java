/** How each of our Quarkus services is launched: its jar, its environment. */
package dev.tidings.local.service;
