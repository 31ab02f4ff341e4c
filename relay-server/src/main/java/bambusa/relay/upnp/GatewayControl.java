package bambusa.relay.upnp;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Calls the actions of a gateway that are needed to forward one UDP port. */
final class GatewayControl {

  private static final int OK = 200;

  private final GatewayHttp http;
  private final Gateway gateway;

  GatewayControl(GatewayHttp http, Gateway gateway) {
    this.http = http;
    this.gateway = gateway;
  }

  /** Forwards a port to this machine; a lease of 0 is for ever. */
  void add(int externalPort, int internalPort, long leaseSeconds)
      throws IOException, InterruptedException {
    Map<String, String> arguments = port(externalPort);
    arguments.put("NewInternalPort", Integer.toString(internalPort));
    arguments.put("NewInternalClient", gateway.localAddress().getHostAddress());
    arguments.put("NewEnabled", "1");
    arguments.put("NewPortMappingDescription", "Bambusa relay");
    arguments.put("NewLeaseDuration", Long.toString(leaseSeconds));
    call("AddPortMapping", arguments);
  }

  void delete(int externalPort) throws IOException, InterruptedException {
    call("DeletePortMapping", port(externalPort));
  }

  private static Map<String, String> port(int externalPort) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("NewRemoteHost", "");
    arguments.put("NewExternalPort", Integer.toString(externalPort));
    arguments.put("NewProtocol", "UDP");
    return arguments;
  }

  /** As the router says; it may be a private one, or nothing. */
  String externalAddress() throws IOException, InterruptedException {
    return text(call("GetExternalIPAddress", Map.of()), "NewExternalIPAddress");
  }

  private Document call(String action, Map<String, String> arguments)
      throws IOException, InterruptedException {
    StringBuilder body =
        new StringBuilder("<?xml version=\"1.0\"?>\n")
            .append("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"")
            .append(" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><u:")
            .append(action)
            .append(" xmlns:u=\"")
            .append(gateway.serviceType())
            .append("\">");
    // None of the values has a character that XML would need escaped.
    arguments.forEach((name, value) -> body.append("<" + name + ">" + value + "</" + name + ">"));
    body.append("</u:").append(action).append("></s:Body></s:Envelope>");
    GatewayHttp.Answer answer =
        http.post(gateway.control(), gateway.serviceType() + "#" + action, body.toString());
    if (answer.status() != OK) {
      String code = text(answer.xml(), "errorCode");
      throw new GatewayException(
          action,
          code.matches("[0-9]{1,5}") ? Integer.parseInt(code) : 0,
          text(answer.xml(), "errorDescription"));
    }
    return answer.xml();
  }

  private static String text(Document xml, String name) {
    NodeList found = xml.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
