package bambusa.leecher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;

import bambusa.HouseRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "bambusa.leecher", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest static final ArchRule packagesFormNoCycle = HouseRules.PACKAGES_FORM_NO_CYCLE;

  @ArchTest static final ArchRule namesSayWhatAClassIs = HouseRules.NAMES_SAY_WHAT_A_CLASS_IS;

  @ArchTest static final ArchRule staticFieldsAreFinal = HouseRules.STATIC_FIELDS_ARE_FINAL;

  @ArchTest
  static final ArchRule browserTypesStayAtTheEdges =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              // Its entry point is called from JavaScript.
              "bambusa.leecher.conformance..",
              "bambusa.leecher.js..",
              "bambusa.leecher.page..",
              "bambusa.leecher.store..",
              "bambusa.leecher.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.teavm..")
          .because("what decides can then be tested on the JVM");

  @ArchTest
  static final ArchRule javaScriptTextStaysInItsPackage =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("bambusa.leecher.js..")
          .should()
          .beAnnotatedWith("org.teavm.jso.JSBody")
          .allowEmptyShould(true)
          .because("JavaScript inside of Java is checked by nobody, so it is kept in one place");

  @ArchTest
  static final ArchRule leecherDoesNotKnowTheRelay =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("bambusa.relay..")
          .because("the leecher meets relays over the network only");

  @ArchTest
  static final ArchRule timeAndChanceArePassedIn =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("LeecherPage")
          .and()
          .haveSimpleNameNotStartingWith("LeecherWorker")
          .should()
          .accessTargetWhere(HouseRules.ambientTimeOrChance())
          .allowEmptyShould(true)
          .because("only the two entry points may choose a clock, so that tests can");
}
