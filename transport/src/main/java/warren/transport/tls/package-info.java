/**
 * Who we are and whom we trust on a TLS port: certificates, keys and rules, read from files and read again while the broker runs. Sockets
 * know nothing of files, and nothing here knows of sockets.
 */
@NullMarked
package warren.transport.tls;

import org.jspecify.annotations.NullMarked;
