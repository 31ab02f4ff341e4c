package bambusa.relay.upnp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Finds the gateway of the local network (SSDP), and in its description what forwards ports. */
final class GatewaySearch {

  private static final Logger LOG = LoggerFactory.getLogger(GatewaySearch.class);

  static final InetSocketAddress MULTICAST = new InetSocketAddress("239.255.255.250", 1900);

  private static final int MAX_DATAGRAM_BYTES = 1_500;
  private static final int CONNECT_MILLIS = 5_000;

  /** Datagrams get lost, so the question is asked again. */
  private static final long REPEAT_MILLIS = 3_000;

  private static final List<String> DEVICES =
      List.of(
          "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
          "urn:schemas-upnp-org:device:InternetGatewayDevice:2");
  private static final Pattern LOCATION = Pattern.compile("(?im)^location:[ \t]*(\\S+)");
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");
  private static final Pattern SERVICE =
      Pattern.compile("urn:schemas-upnp-org:service:(WANIPConnection:[12]|WANPPPConnection:1)");

  private final GatewayHttp http;
  private final InetSocketAddress target;
  private final LongSupplier nanoTime;

  /**
   * A search.
   *
   * @param target {@link #MULTICAST}, but in tests
   */
  GatewaySearch(GatewayHttp http, InetSocketAddress target, LongSupplier nanoTime) {
    this.http = http;
    this.target = target;
    this.nanoTime = nanoTime;
  }

  /** The first gateway that answers in time and forwards ports. */
  Gateway find(long timeoutMillis) throws IOException, InterruptedException {
    long end = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try (DatagramSocket socket = new DatagramSocket()) {
      long again = nanoTime.getAsLong();
      while (true) {
        long now = nanoTime.getAsLong();
        if (now - end >= 0) {
          throw new IOException("no router answers that forwards ports");
        }
        if (now - again >= 0) {
          ask(socket);
          again = now + TimeUnit.MILLISECONDS.toNanos(REPEAT_MILLIS);
        }
        long left = TimeUnit.NANOSECONDS.toMillis(Math.min(end - now, again - now));
        Optional<Gateway> gateway = next(socket, (int) Math.max(1, left));
        if (gateway.isPresent()) {
          return gateway.get();
        }
      }
    }
  }

  private void ask(DatagramSocket socket) throws IOException {
    for (String device : DEVICES) {
      byte[] question = question(device);
      socket.send(new DatagramPacket(question, question.length, target));
    }
  }

  private static byte[] question(String device) {
    return ("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nST: "
            + device
            + "\r\nMAN: \"ssdp:discover\"\r\nMX: 2\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private Optional<Gateway> next(DatagramSocket socket, int timeoutMillis)
      throws IOException, InterruptedException {
    DatagramPacket answer = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
    socket.setSoTimeout(timeoutMillis);
    try {
      socket.receive(answer);
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
    String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
    Matcher location = LOCATION.matcher(text);
    if (!location.find()) {
      return Optional.empty();
    }
    try {
      return described(URI.create(location.group(1)), answer.getAddress());
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{} is no gateway to use: {}", answer.getAddress(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Gateway> described(URI location, InetAddress responder)
      throws IOException, InterruptedException {
    requireAt(location, responder);
    Document description = http.get(location).xml();
    URI base = base(description, location);
    NodeList services = description.getElementsByTagName("service");
    for (int i = 0; i < services.getLength(); i++) {
      Element service = (Element) services.item(i);
      String type = text(service, "serviceType");
      String path = text(service, "controlURL");
      if (SERVICE.matcher(type).matches() && !path.isEmpty()) {
        URI control = base.resolve(path);
        requireAt(control, responder);
        return Optional.of(new Gateway(control, type, localAddress(location)));
      }
    }
    throw new IOException("its description names no service that forwards ports");
  }

  /** What URLs of the description start from; old devices name it. */
  private static URI base(Document description, URI location) {
    String named = text(description.getDocumentElement(), "URLBase");
    return named.isEmpty() ? location : URI.create(named.endsWith("/") ? named : named + "/");
  }

  /**
   * Nobody in the local network may make the relay call somebody else; a name could lead to another
   * address at each look.
   */
  private static void requireAt(URI uri, InetAddress responder) throws IOException {
    if (!"http".equals(uri.getScheme())
        || uri.getHost() == null
        || !LITERAL.matcher(uri.getHost()).matches()
        || !InetAddress.getByName(uri.getHost()).equals(responder)) {
      throw new IOException("it points to " + uri + ", which is elsewhere");
    }
  }

  /** Nothing when there is no such element. */
  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  /** The bound address may be a wildcard, which routers refuse (qp2p.md 5.2). */
  private static InetAddress localAddress(URI location) throws IOException {
    try (Socket socket = new Socket()) {
      int port = location.getPort() < 0 ? 80 : location.getPort();
      socket.connect(new InetSocketAddress(location.getHost(), port), CONNECT_MILLIS);
      return socket.getLocalAddress();
    }
  }
}
