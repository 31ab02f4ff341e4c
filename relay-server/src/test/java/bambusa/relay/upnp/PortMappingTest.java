package bambusa.relay.upnp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
    return mapping(lease, Executors.newSingleThreadScheduledExecutor());
  }

  private PortMapping mapping(Duration lease, ScheduledExecutorService thread) {
    return PortMapping.start(2022, lease, gatewaySearch(), thread);
  }

  private GatewaySearch gatewaySearch() {
    return new GatewaySearch(new GatewayHttp(), gateway.searchedAt(), System::nanoTime);
  }

  private Gateway search() throws IOException, InterruptedException {
    return gatewaySearch().find(1_000);
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

  /** Runs what was to be repeated when the test wants it, whatever the time. */
  private static final class Hand extends ScheduledThreadPoolExecutor {

    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private volatile Runnable repeated = () -> {};

    Hand() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long first, long pause, TimeUnit unit) {
      repeated = task;
      pauses.add(Duration.of(pause, unit.toChronoUnit()));
      return schedule(task, first, unit);
    }
  }

  @Test
  void leaseIsRenewedWhenHalfOfItIsOver() throws Exception {
    Hand time = new Hand();
    try (PortMapping mapping = mapping(LEASE, time)) {
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2022");
      assertThat(time.pauses).containsExactly(Duration.ofMinutes(10));
      assertThat(gateway.nextAsked()).isEqualTo(ADDED);
      assertThat(gateway.nextAsked()).isEqualTo("GetExternalIPAddress");
      time.submit(time.repeated).get();
      assertThat(gateway.nextAsked()).isEqualTo(ADDED);
    }
  }

  @Test
  void routerThatIsGoneIsNotTheEndOfIt() throws Exception {
    Hand time = new Hand();
    try (PortMapping mapping = mapping(LEASE, time)) {
      assertThat(address(mapping)).isEqualTo("203.0.113.9:2022");
      gateway.refuseAllWith = 501;
      time.submit(time.repeated).get();
      assertThat(mapping.externalAddress()).isEmpty();
      gateway.refuseAllWith = 0;
      time.submit(time.repeated).get();
      assertThat(mapping.externalAddress()).contains("203.0.113.9:2022");
    }
  }

  @Test
  void endDuringASearchDoesNotWaitForIt() throws Exception {
    gateway.answers = List.of();
    long start = System.nanoTime();
    mapping(LEASE).close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(gateway.asked).isEmpty();
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
    gateway.externalAddress = "<b>here</b>".replace("<", "&lt;");
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
  void descriptionAtANameIsNotFetched() {
    gateway.answers =
        List.of(FakeGateway.answer(gatewayLocation().replace("127.0.0.1", "localhost")));
    assertNotFound();
  }

  @Test
  void questionThatGotLostIsAskedAgain() throws Exception {
    gateway.searchesToLose.set(2);
    assertThat(gatewaySearch().find(20_000).control().getPath()).isEqualTo("/control");
  }

  @Test
  void urlsStartFromTheBaseThatAnOldDeviceNames() throws Exception {
    gateway.description =
        "<root><URLBase>"
            + gatewayLocation().replace("/desc.xml", "/upnp")
            + "</URLBase><service/><service><serviceType>"
            + gateway.serviceType
            + "</serviceType><controlURL>control</controlURL></service></root>";
    assertThat(search().control().getPath()).isEqualTo("/upnp/control");
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
