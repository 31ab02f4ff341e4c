package bambusa.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bambusa.TestAuthor;
import bambusa.relay.limits.Limit;
import bambusa.relay.limits.Limits;
import bambusa.relay.logging.LogFormat;
import bambusa.relay.quic.MessageLayout;
import bambusa.relay.storage.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

  private static final String HASH =
      "0020af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262";

  @TempDir Path directory;

  private final Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
  private final Map<String, String> environment = new HashMap<>();
  private Path dataDirectory = Path.of("unset");

  @BeforeEach
  void nameTheDataDirectory() throws IOException {
    dataDirectory = Files.createDirectory(directory.resolve("data"));
    flags.put(Setting.DATA, List.of("data"));
  }

  @Test
  void nothingGivenMeansTheDefaults() throws Exception {
    flags.clear();

    RelaySettings settings = read(null);

    assertThat(settings.dataDirectory()).isEqualTo(directory.resolve("home/.local/share/bambusa"));
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.httpPort()).isEqualTo(2020);
    assertThat(settings.quic().port()).isEqualTo(2022);
    assertThat(settings.allowedSchemas()).isEmpty();
    assertThat(settings.allowedOwners()).isEmpty();
  }

  @Test
  void dataHomeOfTheUserIsRespected() throws Exception {
    flags.clear();
    environment.put("XDG_DATA_HOME", "/var/lib/someone");

    assertThat(read(null).dataDirectory()).isEqualTo(Path.of("/var/lib/someone/bambusa"));
  }

  @Test
  void storeIsInTheDataDirectoryUnlessNamed() throws Exception {
    assertThat(read(null).store()).isEqualTo(StoreAddress.Sqlite.in(dataDirectory));

    flags.put(Setting.STORE, List.of("sqlite:elsewhere"));
    assertThat(read(null).store())
        .isEqualTo(new StoreAddress.Sqlite(directory.resolve("elsewhere/bambusa.sqlite")));

    flags.put(
        Setting.STORE, List.of("postgresql://me:a%40b%3A@db.example:5433/relay?sslmode=require"));
    assertThat(read(null).store())
        .isEqualTo(
            new StoreAddress.Postgres(
                "jdbc:postgresql://db.example:5433/relay?sslmode=require", "me", "a@b:"));
    assertThat(read(null).store().toString()).doesNotContain("a@b:", "a%40b");
  }

  @Test
  void storeThatIsNoneIsRefusedWithoutItsPassword() {
    flags.put(Setting.STORE, List.of("mysql://me:secret@db.example/relay"));

    assertThatThrownBy(() -> read(null))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("--store", "expected sqlite:PATH or postgresql://", "mysql://")
        .hasMessageNotContaining("secret");
  }

  @Test
  void flagCountsMoreThanEnvironmentAndThatMoreThanTheFile() throws Exception {
    write("bambusa.toml", "http-port = 1\nquic-port = 2\nhost = \"127.0.0.3\"");
    environment.put("BAMBUSA_HTTP_PORT", "11");
    environment.put("BAMBUSA_QUIC_PORT", "12");
    flags.put(Setting.HTTP_PORT, List.of("21"));

    RelaySettings settings = read(null);

    assertThat(settings.httpPort()).isEqualTo(21);
    assertThat(settings.quic().port()).isEqualTo(12);
    assertThat(settings.host()).isEqualTo("127.0.0.3");
  }

  @Test
  void ourVariableCountsMoreThanTheOneSharedWithOtherNodes() throws Exception {
    environment.put("HTTP_PORT", "31");
    assertThat(read(null).httpPort()).isEqualTo(31);

    environment.put("BAMBUSA_HTTP_PORT", "32");
    assertThat(read(null).httpPort()).isEqualTo(32);
  }

  @Test
  void namedFileReplacesTheOneInTheDataDirectory() throws Exception {
    write("bambusa.toml", "http-port = 1");
    Files.writeString(directory.resolve("other.toml"), "quic-port = 5");

    RelaySettings settings = read("other.toml");

    assertThat(settings.httpPort()).isEqualTo(2020);
    assertThat(settings.quic().port()).isEqualTo(5);
  }

  @Test
  void dataDirectoryOfANamedFileStartsAtThatFile() throws Exception {
    flags.clear();
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("relay.toml"), "data = \"store\"");

    assertThat(read("elsewhere/relay.toml").dataDirectory()).isEqualTo(elsewhere.resolve("store"));
  }

  @Test
  void fileInTheDataDirectoryCannotMoveIt() throws Exception {
    write("bambusa.toml", "data = \"/elsewhere\"");

    assertRefused("data in " + dataDirectory.resolve("bambusa.toml") + ": a file in the data");
  }

  @Test
  void listsComeFromEverySource() throws Exception {
    String owner = TestAuthor.named("owner").publicKey().toString();
    write("bambusa.properties", "allow-schema = chat_" + HASH + ", blob_v1\nallow-owner=" + owner);

    RelaySettings settings = read(null);
    assertThat(settings.allowedSchemas())
        .extracting(Object::toString)
        .containsExactly("chat_" + HASH, "blob_v1");
    assertThat(settings.allowedOwners()).extracting(Object::toString).containsExactly(owner);

    environment.put("BAMBUSA_ALLOW_SCHEMA", "blob_piece_v1,blob_v1");
    assertThat(read(null).allowedSchemas()).hasSize(2);

    flags.put(Setting.ALLOW_SCHEMA, List.of("blob_v1"));
    assertThat(read(null).allowedSchemas()).hasSize(1);
  }

  @Test
  void tomlArraysAreLists() throws Exception {
    write("bambusa.toml", "allow-schema = [\"blob_v1\", \"blob_piece_v1\"]");

    assertThat(read(null).allowedSchemas()).hasSize(2);
  }

  @Test
  void unknownKeyIsNamedWithTheNearestKnownOne() throws Exception {
    write("bambusa.toml", "htp_port = 2020");
    assertRefused("unknown key 'htp_port' in", "did you mean 'http-port'?");

    Files.delete(dataDirectory.resolve("bambusa.toml"));
    write("bambusa.properties", "alow-owners = x");
    assertRefused("unknown key 'alow-owners' in", "did you mean 'allow-owner'?");
  }

  @Test
  void brokenFileIsNamedWithTheLine() throws Exception {
    write("bambusa.toml", "http-port = 2020\nhost = ");

    assertRefused(dataDirectory.resolve("bambusa.toml") + ", line 2");
  }

  @Test
  void valueOfAnotherTypeIsRefused() throws Exception {
    write("bambusa.toml", "http-port = [1, 2]");

    assertRefused("http-port in", "expected text or a whole number, got [1,2]");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> read("absent.toml"))
        .isInstanceOf(SettingsException.class)
        .hasMessage("there is no configuration file " + directory.resolve("absent.toml"));
  }

  @Test
  void everyMessageSaysWhatCameAndFromWhere() {
    environment.put("HTTP_PORT", "65536");
    assertRefused("HTTP_PORT in the environment: expected a port from 0 to 65535, got '65536'");

    flags.put(Setting.HTTP_PORT, List.of("http"));
    assertRefused("--http-port: expected a port from 0 to 65535, got 'http'");

    flags.remove(Setting.HTTP_PORT);
    environment.clear();
    flags.put(Setting.ALLOW_SCHEMA, List.of("chat"));
    assertRefused("--allow-schema: expected a schema id", "got 'chat'", "underscore");

    flags.remove(Setting.ALLOW_SCHEMA);
    flags.put(Setting.ALLOW_OWNER, List.of("abc"));
    assertRefused("--allow-owner: expected a public key of 64 hex digits, got 'abc'");

    flags.put(Setting.ALLOW_OWNER, List.of("ff".repeat(32)));
    assertRefused("--allow-owner: expected a public key", "no point of the curve");

    flags.remove(Setting.ALLOW_OWNER);
    flags.put(Setting.HOST, List.of("no such host"));
    assertRefused("--host: expected an address of this machine, got 'no such host'");
  }

  @Test
  void quicCanBeLeftOutAndSpeaksTheLayoutThatIsNamed() throws Exception {
    assertThat(read(null).quic().listens()).isTrue();
    assertThat(read(null).quic().verifies()).isTrue();
    flags.put(Setting.NO_QUIC_VERIFICATION, List.of("true"));
    assertThat(read(null).quic().verifies()).isFalse();
    write("bambusa.toml", "no-quic = true\nquic-layout = \"f16\"");
    assertThat(read(null).quic().listens()).isFalse();
    assertThat(read(null).quic().layout()).isEqualTo(MessageLayout.F16);
    flags.put(Setting.NO_QUIC, List.of("false"));
    assertThat(read(null).quic().listens()).isTrue();
    flags.put(Setting.NO_QUIC, List.of("perhaps"));
    assertRefused("--no-quic: expected true or false, got 'perhaps'");
    flags.remove(Setting.NO_QUIC);
    flags.put(Setting.QUIC_LAYOUT, List.of("F8"));
    assertRefused("--quic-layout: expected F9, F17 or F16, got 'F8'");
  }

  @Test
  void limitsAreReadByTheirNames() throws Exception {
    flags.put(Setting.LIMIT, List.of("waiting=7", "publish-rate=0"));
    Limits limits = read(null).hosting().limits();
    assertThat(limits.of(Limit.WAITING)).isEqualTo(7);
    assertThat(limits.of(Limit.PUBLISH_RATE)).isZero();
    assertThat(limits.of(Limit.REQUESTS)).isEqualTo(Limit.REQUESTS.byDefault());
    assertThat(limits.heapBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
    flags.put(Setting.LIMIT, List.of("waitin=7"));
    assertRefused("--limit: there is no limit 'waitin'; did you mean 'waiting'?");
    flags.put(Setting.LIMIT, List.of("foo=7"));
    assertThatThrownBy(() -> read(null)).message().endsWith("there is no limit 'foo'");
    for (String wrong : List.of("waiting", "waiting=x", "waiting=0", "waiting=-1", "waiting=")) {
      flags.put(Setting.LIMIT, List.of(wrong));
      assertRefused("--limit: expected");
    }
  }

  @Test
  void hostsOtherWishesAreChecked() throws Exception {
    environment.put("BAMBUSA_TRUSTED_PROXY", "127.0.0.1, 10.0.0.0/8");
    environment.put("BAMBUSA_LOG_FORMAT", "json");
    RelaySettings.Hosting hosting = read(null).hosting();
    assertThat(hosting.trustedProxies()).hasToString("[127.0.0.1, 10.0.0.0/8]");
    assertThat(hosting.logFormat()).isEqualTo(LogFormat.JSON);
    assertThat(hosting.policy()).isEmpty();
    environment.put("BAMBUSA_LOG_FORMAT", "xml");
    assertRefused("BAMBUSA_LOG_FORMAT", "expected text or json");
    environment.put("BAMBUSA_LOG_FORMAT", "text");
    environment.put("BAMBUSA_TRUSTED_PROXY", "proxy.example");
    assertRefused("BAMBUSA_TRUSTED_PROXY", "expected an address");
  }

  @Test
  void exampleFileShowsEveryLimitWithItsDefault() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("../docs/bambusa.toml"));
    for (Limit limit : Limit.values()) {
      String shown = "#   " + limit.key() + "=" + limit.byDefault() + " ";
      assertThat(lines).anyMatch(line -> line.startsWith(shown) && line.endsWith(limit.meaning()));
    }
  }

  @Test
  void exampleFileShowsEverySetting() throws Exception {
    String example = Files.readString(Path.of("../docs/bambusa.toml"));
    Path file = directory.resolve("example.toml");
    Files.writeString(file, example.replaceAll("(?m)^#(?=[a-z-]+ = )", ""));

    ConfigFile read = ConfigFile.read(file);

    assertThat(Setting.values()).allMatch(setting -> read.given(setting).isPresent());
    flags.clear();
    RelaySettings settings = read("example.toml");
    assertThat(settings.host()).isEqualTo(SettingsReader.DEFAULT_HOST);
    assertThat(settings.httpPort()).hasToString(SettingsReader.DEFAULT_HTTP_PORT);
    assertThat(settings.quic().port()).hasToString(SettingsReader.DEFAULT_QUIC_PORT);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> read(null))
        .isInstanceOf(SettingsException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  private RelaySettings read(String config) throws SettingsException {
    SettingsSource source =
        setting ->
            Optional.ofNullable(flags.get(setting))
                .map(values -> new Given(values, "--" + setting.key()));
    return new SettingsReader(environment, directory, directory.resolve("home"))
        .read(source, config);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dataDirectory.resolve(name), text);
  }
}
