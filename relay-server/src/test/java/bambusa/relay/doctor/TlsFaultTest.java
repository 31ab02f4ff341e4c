package bambusa.relay.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

final class TlsFaultTest {

  @Test
  void certificatesAreToldApart() {
    assertThat(
            Stream.of(
                    new CertificateExpiredException("NotAfter: …"),
                    new CertPathBuilderException("unable to find valid certification path"),
                    new CertificateException("No name matching relay.example found"))
                .map(cause -> new SSLException(cause.getMessage(), cause))
                .map(failure -> new TlsFault(failure).text("relay.example"))
                .toList())
        .satisfiesExactly(
            text -> assertThat(text).contains("has expired", "renew it"),
            text -> assertThat(text).contains("self-signed", "fullchain.pem", "get a certificate"),
            text -> assertThat(text).contains("not for this name (No name matching relay.example"));
  }
}
