package bambusa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import bambusa.crypto.Hash;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The element as a page's script changes it and a keyboard uses it. */
final class ElementTest {

  @TempDir static Path directory;

  private static RelayProcess relay;
  private static Site site;
  private static Chromium chromium;
  private static Garden garden;
  private static Garden stones;
  private static Hash ash;

  @BeforeAll
  static void start() {
    relay = RelayProcess.start(directory.resolve("data"));
    site = Site.start(directory);
    chromium = Chromium.start(directory.resolve("profile"));
    garden = new Garden(relay.graphql());
    ash = garden.plant("ash", 3, 1);
    garden.plant("beech", 1, 2);
    garden.plant("cedar", 2, 3);
    stones = new Garden(relay.graphql(), "stones");
    garden.plant("moss", 2.5, 4, stones.plant("granite", 1, 1));
  }

  @AfterAll
  static void stop() {
    chromium.close();
    site.close();
    relay.close();
  }

  @Test
  void attributesThatChangeAreFollowedWithoutOpeningTheDatabaseAnew() {
    Page page = open("order-by=name");
    awaitFirstRow(page, "ash");
    page.evaluate("() => { window.opened = document.querySelector('p2panda-leecher').leecher; }");

    set(page, "order-by", "height");
    awaitFirstRow(page, "beech");
    set(page, "descending", "");
    awaitFirstRow(page, "ash");
    set(page, "caption", "Ours");
    page.locator("p2panda-leecher caption").getByText("Ours").waitFor();
    page.waitForFunction("() => document.querySelector('p2panda-leecher').leecher === opened");
    page.evaluate("() => document.body.append(document.querySelector('p2panda-leecher'))");
    page.waitForFunction("() => document.querySelector('p2panda-leecher').leecher === opened");
    assertThat(page.evaluate("() => opened.closed")).isEqualTo(false);
    page.close();
  }

  @Test
  void elementThatIsTakenOutClosesItsLeecherAlsoWhileItIsOpening() {
    Page page = open("order-by=name");
    awaitFirstRow(page, "ash");
    page.evaluate(
        """
        () => {
          const element = document.querySelector("p2panda-leecher");
          window.opened = element.leecher;
          element.setAttribute("name", "another");
          setTimeout(() => element.setAttribute("name", "a third"), 5);
        }
        """);
    page.waitForFunction("() => opened.closed");
    page.waitForFunction(
        "() => document.querySelector('p2panda-leecher').leecher?.status.state === 'live'");
    assertThat(page.evaluate("() => document.querySelector('p2panda-leecher').leecher.closed"))
        .isEqualTo(false);
    page.evaluate(
        """
        () => {
          window.element = document.querySelector("p2panda-leecher");
          window.opened = element.leecher;
          element.remove();
        }
        """);
    page.waitForFunction("() => opened.closed && element.leecher === null");
    page.close();
  }

  @Test
  void workerThatDiedIsSaidToBeDeadBesideWhatWasStored() {
    Page page = open("order-by=name");
    awaitFirstRow(page, "ash");
    page.workers().get(0).evaluate("() => { setTimeout(() => self.close()); }");
    page.locator("p2panda-leecher [data-state=error] .words")
        .getByText("worker has died")
        .waitFor();
    awaitFirstRow(page, "ash");
    page.close();
  }

  @Test
  void wrongAttributesAreNamedAndNothingElseIsShownInTheirPlace() {
    Page page = open("order-by=name");
    awaitFirstRow(page, "ash");
    set(page, "fields", "colour");
    awaitError(page, "the schema has no field colour, but");
    set(page, "fields", "name");
    awaitFirstRow(page, "ash");
    for (List<String> wrong :
        List.of(
            List.of("page-size", "0", "page-size is no number from 1 to 1000: 0"),
            List.of("page-size", "abc", "page-size is no number from 1 to 1000: abc"),
            List.of("order-by", "colour", "the schema has no field colour, but"),
            List.of("filter", "{", "the attribute filter is no JSON"),
            List.of("filter", "{\"culms\":\"x\"}", "expected a number for culms (int), got"),
            List.of("resolve", "name", "the field name is no relation"),
            List.of("owners", "me", "expected the public key of an owner"),
            List.of("relay", "relay.example", "no address of a relay: relay.example"),
            List.of("schema", "nonsense", "malformed schema id"))) {
      Object before = page.locator("p2panda-leecher").getAttribute(wrong.get(0));
      set(page, wrong.get(0), wrong.get(1));
      awaitError(page, wrong.get(2));
      page.locator("p2panda-leecher [role=status]").getByText(wrong.get(2)).waitFor();
      page.evaluate(
          """
          ([name, value]) => {
            const element = document.querySelector("p2panda-leecher");
            value == null ? element.removeAttribute(name) : element.setAttribute(name, value);
          }
          """,
          Arrays.asList(wrong.get(0), before));
      awaitFirstRow(page, "ash");
    }
    page.close();
  }

  @Test
  void relationsIntoAnotherSchemaAreFollowedWhereThatIsNamedToo() {
    Page page = open("order-by=name descending resolve=parents fields='name parents'");
    awaitFirstRow(page, "moss");
    set(page, "schema", garden.schema() + " " + stones.schema());
    awaitFirstRow(page, "granite");
    page.close();
  }

  @Test
  void tablesOfTheSameSchemasShareOneLeecherInWhicheverOrderTheyAreNamed() {
    Page page = open("resolve=parents");
    set(page, "schema", garden.schema() + " " + stones.schema());
    page.evaluate(
        """
        ([schemas]) => {
          const other = document.createElement("p2panda-leecher");
          const [first] = document.getElementsByTagName("p2panda-leecher");
          other.setAttribute("relay", first.getAttribute("relay"));
          other.setAttribute("schema", schemas);
          document.body.prepend(other);
        }
        """,
        List.of(stones.schema() + " " + garden.schema()));
    awaitFirstRow(page, "granite");
    page.waitForFunction(
        """
        () => {
          const [one, other] = document.getElementsByTagName("p2panda-leecher");
          return one.leecher && one.leecher === other.leecher;
        }
        """);
    page.close();
  }

  @Test
  void keyboardStaysWhereItIsWhenThereIsNoOtherPage() {
    Page page = open("order-by=name page-size=2");
    awaitFirstRow(page, "ash");
    page.locator("p2panda-leecher .after").focus();
    page.keyboard().press("Enter");
    awaitFirstRow(page, "cedar");
    page.waitForFunction(
        "() => document.querySelector('p2panda-leecher').shadowRoot.activeElement?.className === 'count'");
    page.close();
  }

  @Test
  void rowsAreChosenByKeyboardAndKeepItWhenTheyChange() {
    Page page = open("order-by=name fields='name height' selectable");
    awaitFirstRow(page, "ash");
    page.evaluate(
        """
        () => {
          window.chosen = [];
          document.querySelector("p2panda-leecher").addEventListener("choose", ({ detail }) => chosen.push(detail.fields.name));
        }
        """);
    page.locator("p2panda-leecher tbody button").first().focus();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    page.keyboard().press("Space");
    page.keyboard().press("Shift+Tab");
    garden.measure(ash, 3.5);
    awaitFirstRow(page, "3.5");
    page.keyboard().press("Enter");
    assertThat(page.evaluate("() => chosen")).isEqualTo(List.of("ash", "beech", "ash"));
    page.close();
  }

  @Test
  void longNumbersStayWithinANarrowFrame() {
    Page page = open("order-by=name page-size=1");
    awaitFirstRow(page, "ash");
    page.setViewportSize(320, 600);
    page.addStyleTag(new Page.AddStyleTagOptions().setContent("body { font-size: 32px }"));
    page.evaluate(
        "() => { document.querySelector('p2panda-leecher').shadowRoot.querySelector('tbody .number').textContent = '9223372036854775807'; }");
    assertThat(
            page.evaluate(
                "() => { const frame = document.querySelector('p2panda-leecher').shadowRoot.querySelector('.frame');"
                    + " return frame.scrollWidth <= frame.clientWidth; }"))
        .isEqualTo(true);
    page.close();
  }

  @Test
  void emptyTableSaysWhyThereIsNothing() {
    String gone = "http://127.0.0.1:1/";
    String unused = new Garden(relay.graphql(), "beds").schema();
    Page page = open(gone, garden.schema(), "name=unreached");
    awaitMessage(page, "Nothing is stored yet, and the relay cannot be reached.");
    page.locator("p2panda-leecher .words").getByText(Pattern.compile("^Offline \\(")).waitFor();
    page.close();
    page = open(relay.page().toString(), unused, "");
    awaitMessage(page, "There are no documents of this schema yet.");
    set(page, "fields", "colour");
    awaitError(page, "the schema has no field colour, but culms");
    set(page, "fields", "");
    awaitMessage(page, "There are no documents of this schema yet.");
    set(page, "filter", "{\"name\":\"nobody\"}");
    awaitMessage(page, "No stored document matches the filter.");
    page.close();
  }

  private static void awaitMessage(Page page, String text) {
    page.locator("p2panda-leecher .message").getByText(text).waitFor();
  }

  private static void awaitFirstRow(Page page, String name) {
    page.locator("p2panda-leecher tbody tr:first-child").getByText(name).waitFor();
  }

  private static void awaitError(Page page, String text) {
    page.locator("p2panda-leecher [data-state=error] .words").getByText(text).waitFor();
    for (String part : List.of("table", ".pager")) {
      page.locator("p2panda-leecher " + part)
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }
  }

  private static void set(Page page, String attribute, String value) {
    page.evaluate(
        "([name, value]) => document.querySelector('p2panda-leecher').setAttribute(name, value)",
        List.of(attribute, value));
  }

  private static Page open(String attributes) {
    return open(relay.page().toString(), garden.schema(), attributes);
  }

  private static Page open(String asked, String schema, String attributes) {
    Page page = chromium.newTab();
    page.navigate(
        site.page(
            "/",
            "<script type=module src=%sleecher/leecher.js></script>".formatted(relay.page())
                + "<p2panda-leecher relay=%s schema=%s %s></p2panda-leecher>"
                    .formatted(asked, schema, attributes)));
    return page;
  }
}
