package warren.actors.broker;

import java.util.Optional;
import warren.transport.tls.TlsIdentity;

/**
 * Where clients may come in.
 *
 * @param port 0 = any free one
 * @param identity for a port with TLS
 * @param setting how a user chooses another port
 */
public record AmqpPort(String host, int port, Optional<TlsIdentity> identity, String setting) {}
