package bambusa.relay.doctor;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no connection over TLS comes about, in words that tell what helps. */
record TlsFault(SSLException failure) {

  private static final String BROWSERS = "; browsers refuse it too, without saying why: ";

  String text(String authority) {
    if (isCausedBy(CertificateExpiredException.class)) {
      return "the certificate has expired"
          + BROWSERS
          + "renew it, and have the proxy read it again";
    }
    if (isCausedBy(CertificateNotYetValidException.class)) {
      return "the certificate is not valid yet" + BROWSERS + "look at the clocks";
    }
    if (isCausedBy(CertPathBuilderException.class)) {
      return "the certificate is of nobody whom this machine trusts: it is self-signed, or the proxy"
          + " does not send the ones between (nginx wants fullchain.pem)"
          + BROWSERS
          + "get a certificate, as Caddy does by itself";
    }
    if (isCausedBy(CertificateException.class)) {
      return "the certificate is not for this name ("
          + firstLine(failure)
          + ")"
          + BROWSERS
          + "give pages the name that it is for, or get one for this name";
    }
    String message = firstLine(failure);
    return message.toLowerCase(Locale.ROOT).contains("plaintext")
        ? "no TLS is spoken at "
            + authority
            + ": the address begins with http://, or the proxy is at"
            + " another port"
        : message + BROWSERS + "get a certificate, as Caddy does by itself";
  }

  private boolean isCausedBy(Class<? extends Exception> kind) {
    @Nullable Throwable cause = failure;
    while (cause != null && !kind.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
