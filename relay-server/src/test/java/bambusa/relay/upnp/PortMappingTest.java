package bambusa.relay.upnp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relay asks of routers of all kinds (qp2p.md 9). */
@Timeout(60)
final class PortMappingTest {

  private static final Duration LEASE = Duration.ofMinutes(20);
  private static final String ADDED = "Add 2022 -> 127.0.0.1:2022 for 1200 s";

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private PortMapping mapping(Duration lease) {
    return PortMapping.start(2022, lease, gateway.searchedAt(), System::nanoTime);
  }

  private Gateway search() throws IOException, InterruptedException {
    return new GatewaySearch(new GatewayHttp(), gateway.searchedAt(), System::nanoTime).find(1_000);
  }

  private static String address(PortMapping mapping) throws InterruptedException {
    while (mapping.externalAddress().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return mapping.externalAddress().get();
  }

  @Test
  void portIsForwardedAndGivenBack() throws Exception {
    try (PortMapping mapping = mapping(LEASE)) {
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2022");
      assertThat(gateway.nextAsked()).isEqualTo(ADDED);
      assertThat(gateway.nextAsked()).isEqualTo("GetExternalIPAddress");
    }
    assertThat(gateway.nextAsked()).isEqualTo("Delete 2022");
  }

  @Test
  void leaseIsRenewedBeforeItEnds() throws Exception {
    try (PortMapping mapping = mapping(Duration.ofSeconds(2))) {
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2022");
      String added = "Add 2022 -> 127.0.0.1:2022 for 2 s";
      assertThat(gateway.nextAsked()).isEqualTo(added);
      assertThat(gateway.nextAsked()).isEqualTo("GetExternalIPAddress");
      long start = System.nanoTime();
      assertThat(gateway.nextAsked()).isEqualTo(added);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
    }
  }

  @Test
  void routerThatKnowsOnlyPermanentMappingsGetsOne() throws Exception {
    gateway.refuseLeasesWith = 725;
    try (PortMapping mapping = mapping(LEASE)) {
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2022");
      assertThat(gateway.nextAsked()).isEqualTo(ADDED + " refused 725");
      assertThat(gateway.nextAsked()).isEqualTo("Add 2022 -> 127.0.0.1:2022 for 0 s");
    }
  }

  @Test
  void portOfSomebodyElseIsLeftAndTheNextOneTaken() throws Exception {
    gateway.refuseBelowPort = 2024;
    try (PortMapping mapping = mapping(LEASE)) {
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2024");
      assertThat(gateway.nextAsked()).isEqualTo(ADDED + " refused 718");
    }
    assertThat(gateway.asked).last().isEqualTo("Delete 2024");
  }

  @Test
  void routerThatRefusesIsLeftAlone() throws Exception {
    gateway.refuseAllWith = 606;
    try (PortMapping mapping = mapping(LEASE)) {
      assertThat(gateway.nextAsked()).isEqualTo(ADDED + " refused 606");
      assertThat(mapping.externalAddress()).isEmpty();
    }
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void droppedCallsReachNobody() throws Exception {
    gateway.dropCalls = true;
    try (PortMapping mapping = mapping(Duration.ofSeconds(2))) {
      gateway.dropped.await();
      gateway.dropCalls = false;
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2022");
    }
  }

  @Test
  void addressThatTellsNothingIsSaid() throws Exception {
    gateway.externalAddress = "0.0.0.0";
    try (PortMapping mapping = mapping(LEASE)) {
      assertThat(address(mapping)).isEqualTo("(unknown address):2022");
    }
    gateway.externalAddress = "100.64.3.4";
    try (PortMapping mapping = mapping(LEASE)) {
      assertThat(address(mapping)).isEqualTo("100.64.3.4:2022 (private: behind a further router)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"WANIPConnection:1", "WANIPConnection:2", "WANPPPConnection:1"})
  void everyConnectionServiceServes(String service) throws Exception {
    gateway.serviceType = "urn:schemas-upnp-org:service:" + service;
    assertThat(search().serviceType()).endsWith(service);
  }

  @Test
  void routerThatIsOnlyOfTheSecondVersionIsFound() throws Exception {
    gateway.version = 2;
    assertThat(search().control().getPath()).isEqualTo("/control");
  }

  @Test
  void garbageBeforeTheAnswerIsSkipped() throws Exception {
    gateway.answers =
        List.of("garbage", FakeGateway.answer("not a uri %%"), gateway.answers.get(0));
    assertThat(search().control().getPath()).isEqualTo("/control");
  }

  private void assertNotFound() {
    assertThatThrownBy(this::search)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no router");
  }

  @Test
  void nobodyThereIsNoGateway() {
    gateway.answers = List.of();
    assertNotFound();
  }

  @Test
  void descriptionOnAnotherHostIsNotFetched() {
    gateway.answers =
        List.of(FakeGateway.answer(gatewayLocation().replace("127.0.0.1", "127.0.0.2")));
    assertNotFound();
  }

  private String gatewayLocation() {
    return gateway.answers.get(0).replaceAll("(?s).*LOCATION: (\\S+).*", "$1");
  }

  @Test
  void controlOnAnotherHostIsNotCalled() {
    gateway.description =
        "<root><service><serviceType>"
            + gateway.serviceType
            + "</serviceType><controlURL>http://127.0.0.2/control</controlURL></service></root>";
    assertNotFound();
  }

  @Test
  void descriptionWithADoctypeIsRefused() {
    gateway.description =
        "<!DOCTYPE root [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><root>&x;</root>";
    assertNotFound();
  }

  @Test
  void routerWithoutAForwardingServiceIsNoGateway() {
    gateway.serviceType = "urn:schemas-upnp-org:service:Layer3Forwarding:1";
    assertNotFound();
  }

  @Test
  void endlessDescriptionIsCutOff() {
    gateway.description = "<root>" + "x".repeat(300_000) + "</root>";
    assertNotFound();
  }
}
