package bambusa.relay.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no connection over TLS comes about, as far as the platform tells it. */
public enum HandshakeFault {
  EXPIRED,
  NOT_YET_VALID,

  /** Self-signed, or of an authority that this machine does not know. */
  UNTRUSTED,

  /** The certificate is for another name, or there is something else about it. */
  OTHER_CERTIFICATE,

  /** What came is not TLS. */
  NO_TLS,

  OTHER;

  /** What the causes of a failure, or its message, make it. */
  public static HandshakeFault of(SSLException failure) {
    if (isCausedBy(failure, CertificateExpiredException.class)) {
      return EXPIRED;
    }
    if (isCausedBy(failure, CertificateNotYetValidException.class)) {
      return NOT_YET_VALID;
    }
    if (isCausedBy(failure, CertPathBuilderException.class)) {
      return UNTRUSTED;
    }
    if (isCausedBy(failure, CertificateException.class)) {
      return OTHER_CERTIFICATE;
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("plaintext") ? NO_TLS : OTHER;
  }

  private static boolean isCausedBy(SSLException failure, Class<? extends Exception> kind) {
    @Nullable Throwable cause = failure;
    while (cause != null && !kind.isInstance(cause)) {
      cause = cause.getCause();
    }
    return cause != null;
  }
}
