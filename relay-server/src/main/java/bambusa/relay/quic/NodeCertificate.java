package bambusa.relay.quic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate that peers are shown: self-signed, P-256, version 3 with a SAN and nothing else,
 * which is what every release of qp2p takes (qp2p.md 1.4). It proves nothing, so its key is kept as
 * it is, and its password is no secret.
 */
record NodeCertificate(KeyStore keyStore) {

  static final String ALIAS = "qp2p";

  private static final String FILE = "quic.pem";
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";

  /** Never written. PKCS 12 would derive keys from the password at every start. */
  private static final String TYPE = "JKS";

  private static final int LINE = 64;
  private static final int SERIAL_BITS = 63;

  /** As qp2p's own: no clock of a peer shall ever refuse it. */
  private static final Instant NOT_BEFORE = Instant.parse("1975-01-01T00:00:00Z");

  private static final Instant NOT_AFTER = Instant.parse("4096-01-01T00:00:00Z");

  static char[] password() {
    return ALIAS.toCharArray();
  }

  /** That of the directory; made when there is none. */
  static NodeCertificate in(Path directory, SecureRandom random) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      return Files.exists(file) ? read(file) : make(file, random);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate for QUIC: " + e.getMessage(), e);
    }
  }

  private static NodeCertificate read(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(part(text, KEY)));
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(part(text, CERTIFICATE)));
      return of(key, certificate);
    } catch (InvalidKeySpecException | CertificateException | IllegalArgumentException e) {
      throw new IOException(file + " cannot be read; delete it, and a new one is made", e);
    }
  }

  /** The bytes of a part of a PEM file (RFC 7468). */
  private static byte[] part(String text, String label) {
    int start = text.indexOf("-----BEGIN " + label + "-----");
    int end = text.indexOf("-----END " + label + "-----");
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no " + label);
    }
    return Base64.getMimeDecoder().decode(text.substring(text.indexOf('\n', start), end));
  }

  private static String part(String label, byte[] bytes) {
    String lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private static NodeCertificate of(PrivateKey key, Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(TYPE);
    keys.load(null, null);
    keys.setKeyEntry(ALIAS, key, password(), new Certificate[] {certificate});
    return new NodeCertificate(keys);
  }

  private static NodeCertificate make(Path file, SecureRandom random)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=bambusa relay");
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(NOT_BEFORE),
                Date.from(NOT_AFTER),
                name,
                pair.getPublic())
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "maidsafe.net")));
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    write(
        file,
        part(KEY, pair.getPrivate().getEncoded()) + part(CERTIFICATE, certificate.getEncoded()));
    return of(pair.getPrivate(), certificate);
  }

  /** Under another name first: a relay that dies meanwhile leaves no half file. */
  private static void write(Path file, String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(directory, FILE, ".new");
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(unfinished, text, StandardCharsets.US_ASCII);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
