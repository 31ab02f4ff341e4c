package bambusa.relay.doctor;

import bambusa.relay.tls.HandshakeFault;
import javax.net.ssl.SSLException;

/** Why no connection over TLS comes about, in words that tell what helps. */
record TlsFault(SSLException failure) {

  private static final String BROWSERS = "; browsers refuse it too, without saying why: ";

  String text(String authority) {
    return switch (HandshakeFault.of(failure)) {
      case EXPIRED ->
          "the certificate has expired" + BROWSERS + "renew it, and have the proxy read it again";
      case NOT_YET_VALID -> "the certificate is not valid yet" + BROWSERS + "look at the clocks";
      case UNTRUSTED ->
          "the certificate is of nobody whom this machine trusts: it is self-signed, or the proxy"
              + " does not send the ones between (nginx wants fullchain.pem)"
              + BROWSERS
              + "get a certificate, as Caddy does by itself";
      case OTHER_CERTIFICATE ->
          "the certificate is not for this name ("
              + firstLine()
              + ")"
              + BROWSERS
              + "give pages the name that it is for, or get one for this name";
      case NO_TLS ->
          "no TLS is spoken at "
              + authority
              + ": the address begins with http://, or the proxy is at another port";
      case OTHER -> firstLine() + BROWSERS + "get a certificate, as Caddy does by itself";
    };
  }

  private String firstLine() {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
