/** Configuration that lies in files and changes while the service runs. */
package dev.tidings.auth.file;
