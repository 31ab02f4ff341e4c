package bambusa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

@AnalyzeClasses(packages = "bambusa", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  /** Each may use those to its left. */
  private static final List<String> LAYERS =
      List.of(
          "bambusa.bytes",
          "bambusa.crypto",
          "bambusa.log",
          "bambusa.operation",
          "bambusa.schema",
          "bambusa.document",
          "bambusa.ingest",
          "bambusa.replication");

  @ArchTest static final ArchRule packagesFormNoCycle = HouseRules.PACKAGES_FORM_NO_CYCLE;

  @ArchTest static final ArchRule namesSayWhatAClassIs = HouseRules.NAMES_SAY_WHAT_A_CLASS_IS;

  @ArchTest static final ArchRule staticFieldsAreFinal = HouseRules.STATIC_FIELDS_ARE_FINAL;

  @ArchTest
  static final ArchRule onlyPortableTypesAreUsed =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "bambusa..",
              "java.lang",
              // Where the compiler links records.
              "java.lang.runtime",
              "java.math",
              "java.util",
              "java.util.function",
              "org.jspecify.annotations")
          .because("this module also runs in the browser");

  @ArchTest
  static final ArchRule nothingIsUsedThatTheBrowserLacks =
      noClasses()
          .should()
          .accessTargetWhere(
              HouseRules.member(
                  "what TeaVM lacks or makes large",
                  Set.of(
                      "java.lang.Long.parseUnsignedLong",
                      "java.lang.Math.multiplyHigh",
                      "java.lang.String.format",
                      "java.lang.String.formatted",
                      "java.lang.String.lines",
                      "java.util.Arrays.compareUnsigned")))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(HexFormat|Formatter|UUID)")
          .because("this module also runs in the browser");

  @ArchTest
  static final ArchRule timeAndChanceArePassedIn =
      noClasses()
          .should()
          .accessTargetWhere(HouseRules.ambientTimeOrChance())
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .because("a decision must come out the same for everyone who repeats it");

  @ArchTest
  static void layersUseOnlyThoseToTheirLeft(JavaClasses classes) {
    for (int layer = 0; layer < LAYERS.size() - 1; layer++) {
      String[] right = LAYERS.subList(layer + 1, LAYERS.size()).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(LAYERS.get(layer))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(right)
          .allowEmptyShould(true)
          .because("the layers are " + String.join(" ← ", LAYERS))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule everyClassBelongsToALayer =
      classes()
          .that()
          .doNotHaveSimpleName("package-info")
          .should()
          .resideInAnyPackage(LAYERS.toArray(String[]::new))
          .because("the layers are " + String.join(" ← ", LAYERS));
}
