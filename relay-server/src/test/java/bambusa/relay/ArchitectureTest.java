package bambusa.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import bambusa.HouseRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "bambusa.relay", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest static final ArchRule packagesFormNoCycle = HouseRules.PACKAGES_FORM_NO_CYCLE;

  @ArchTest static final ArchRule namesSayWhatAClassIs = HouseRules.NAMES_SAY_WHAT_A_CLASS_IS;

  @ArchTest static final ArchRule staticFieldsAreFinal = HouseRules.STATIC_FIELDS_ARE_FINAL;

  @ArchTest
  static final ArchRule graphQlStaysInItsPackage =
      only("bambusa.relay.graphql..", "graphql..", "org.dataloader..")
          .because("transports and storage do not know the query language");

  @ArchTest
  static final ArchRule httpStaysInItsPackage =
      only("bambusa.relay.http..", "io.javalin..", "jakarta.servlet..", "org.eclipse.jetty..")
          .because("one engine answers over HTTP and QUIC alike");

  @ArchTest
  static final ArchRule quicStaysInItsPackage =
      only("bambusa.relay.quic..", "tech.kwik..")
          .because("one engine answers over HTTP and QUIC alike");

  @ArchTest
  static final ArchRule measuringStaysInItsPackage =
      only("bambusa.relay.metrics..", "io.micrometer..", "io.prometheus..")
          .because("nobody who does not ask for metrics should load what writes them");

  @ArchTest
  static final ArchRule sqlStaysInItsPackage =
      only(
              "bambusa.relay.storage..",
              "java.sql..",
              "javax.sql..",
              "com.zaxxer.hikari..",
              "org.flywaydb..",
              "org.postgresql..",
              "org.sqlite..")
          .because("only the store knows how entries are kept");

  @ArchTest
  static final ArchRule relayDoesNotKnowTheLeecher =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("bambusa.leecher..", "org.teavm..")
          .because("the relay serves the leecher as files");

  @ArchTest
  static final ArchRule timeAndChanceArePassedIn =
      noClasses()
          .that()
          .resideOutsideOfPackage("bambusa.relay")
          .should()
          .accessTargetWhere(HouseRules.ambientTimeOrChance())
          .allowEmptyShould(true)
          .because("only the wiring in bambusa.relay may choose a clock, so that tests can");

  private static ArchRule only(String home, String... guests) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(guests);
  }
}
