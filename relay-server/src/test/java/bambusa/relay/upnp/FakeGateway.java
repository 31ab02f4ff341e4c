package bambusa.relay.upnp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A router on loopback that forwards nothing, but says what it was asked and can misbehave. */
final class FakeGateway implements AutoCloseable {

  /** What it was asked: {@code Add 2022 -> 127.0.0.1:2022 for 1200 s}. */
  final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  volatile String serviceType = "urn:schemas-upnp-org:service:WANIPConnection:1";
  volatile String externalAddress = "203.0.113.9";
  volatile String description = "";
  volatile List<String> answers = List.of();

  /** The only one of its device type that it answers searches for. */
  volatile int version = 1;

  /** Counts down with each search for either version that is not heard. */
  final AtomicInteger searchesToLose = new AtomicInteger();

  volatile int refuseBelowPort;
  volatile int refuseLeasesWith;
  volatile int refuseAllWith;
  volatile boolean dropCalls;
  final CountDownLatch dropped = new CountDownLatch(1);

  private final HttpServer http;
  private final DatagramSocket ssdp;

  FakeGateway() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    http.createContext("/desc.xml", exchange -> send(exchange, 200, description()));
    http.createContext("/control", this::control);
    http.start();
    ssdp = new DatagramSocket(new InetSocketAddress(loopback, 0));
    answers = List.of(answer("http://127.0.0.1:" + http.getAddress().getPort() + "/desc.xml"));
    Thread thread = new Thread(this::answerSearches, "fake gateway");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress searchedAt() {
    return (InetSocketAddress) ssdp.getLocalSocketAddress();
  }

  static String answer(String location) {
    return "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\nEXT:\r\nLOCATION: "
        + location
        + "\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nUSN: uuid:0\r\n\r\n";
  }

  String nextAsked() throws InterruptedException {
    return String.valueOf(asked.poll(15, TimeUnit.SECONDS));
  }

  private void answerSearches() {
    try {
      while (true) {
        DatagramPacket search = new DatagramPacket(new byte[1500], 1500);
        ssdp.receive(search);
        if (searchesToLose.getAndDecrement() > 0) {
          continue;
        }
        String wanted = new String(search.getData(), 0, search.getLength(), UTF_8);
        boolean meant = wanted.contains("InternetGatewayDevice:" + version + "\r\n");
        for (String answer : meant ? answers : List.<String>of()) {
          byte[] bytes = answer.getBytes(UTF_8);
          ssdp.send(new DatagramPacket(bytes, bytes.length, search.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // The socket was closed, which ends this thread.
      Thread.currentThread().interrupt();
    }
  }

  private String description() {
    return description.isEmpty()
        ? "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>"
            + "<deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:"
            + version
            + "</deviceType>"
            + "<deviceList><device><deviceList><device><serviceList><service><serviceType>"
            + serviceType
            + "</serviceType><controlURL>/control</controlURL></service></serviceList></device>"
            + "</deviceList></device></deviceList></device></root>"
        : description;
  }

  private void control(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String action = exchange.getRequestHeaders().getFirst("SOAPAction").replaceAll(".*#|\"", "");
    if (dropCalls) {
      dropped.countDown();
      exchange.close();
      return;
    }
    int refusal = refusal(action, body);
    asked.add(told(action, body) + (refusal == 0 ? "" : " refused " + refusal));
    if (refusal != 0) {
      send(
          exchange,
          500,
          envelope(
              "<s:Fault><detail><UPnPError><errorCode>"
                  + refusal
                  + "</errorCode><errorDescription>no</errorDescription></UPnPError></detail>"
                  + "</s:Fault>"));
      return;
    }
    String result =
        action.equals("GetExternalIPAddress")
            ? "<NewExternalIPAddress>" + externalAddress + "</NewExternalIPAddress>"
            : "";
    send(
        exchange,
        200,
        envelope(
            "<u:"
                + action
                + "Response xmlns:u=\""
                + serviceType
                + "\">"
                + result
                + "</u:"
                + action
                + "Response>"));
  }

  private int refusal(String action, String body) {
    if (refuseAllWith != 0) {
      return refuseAllWith;
    }
    if (!action.equals("AddPortMapping")) {
      return 0;
    }
    if (Integer.parseInt(tag(body, "NewExternalPort")) < refuseBelowPort) {
      return 718;
    }
    return tag(body, "NewLeaseDuration").equals("0") ? 0 : refuseLeasesWith;
  }

  private static String told(String action, String body) {
    return switch (action) {
      case "AddPortMapping" ->
          "Add "
              + tag(body, "NewExternalPort")
              + " -> "
              + tag(body, "NewInternalClient")
              + ":"
              + tag(body, "NewInternalPort")
              + " for "
              + tag(body, "NewLeaseDuration")
              + " s";
      case "DeletePortMapping" -> "Delete " + tag(body, "NewExternalPort");
      default -> action;
    };
  }

  private static String tag(String xml, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String envelope(String body) {
    return "<?xml version=\"1.0\"?><s:Envelope"
        + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml; charset=\"utf-8\"");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    ssdp.close();
    http.stop(0);
  }
}
