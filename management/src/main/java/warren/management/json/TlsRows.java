package warren.management.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import warren.actors.info.TlsInfo;

/** What RabbitMQ's lists say of a connection's TLS; null where there is nothing to say. */
public final class TlsRows {
    private TlsRows() {}

    public static ObjectNode of(Optional<TlsInfo> tls) {
        Optional<TlsInfo.Peer> peer = tls.flatMap(TlsInfo::peer);
        ObjectNode row = Json.object();
        row.put("peer_cert_issuer", peer.map(TlsInfo.Peer::issuer).orElse(null));
        row.put("peer_cert_subject", peer.map(TlsInfo.Peer::subject).orElse(null));
        row.put("peer_cert_validity", peer.map(TlsInfo.Peer::validity).orElse(null));
        row.put("ssl", tls.isPresent());
        row.put("ssl_cipher", tls.map(TlsInfo::cipher).orElse(null));
        row.put("ssl_hash", tls.map(TlsInfo::hash).orElse(null));
        row.put("ssl_key_exchange", tls.map(TlsInfo::keyExchange).orElse(null));
        return row.put("ssl_protocol", tls.map(TlsInfo::protocol).orElse(null));
    }
}
