package bambusa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rules of every module; the ArchitectureTest of each runs them over its own classes. */
public final class HouseRules {

  /** No package needs, by whatever way, one that needs it. */
  public static final ArchRule PACKAGES_FORM_NO_CYCLE =
      slices()
          .matching("bambusa.(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .because("two packages that need each other are one package");

  /** A class is named for what it is. */
  public static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)")
          .because("a class is named for the thing, not for the work");

  /** State belongs to an object that someone opened and someone closes. */
  public static final ArchRule STATIC_FIELDS_ARE_FINAL =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .allowEmptyShould(true)
          .because("two relays in one JVM must not share state");

  private static final Set<String> AMBIENT =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.time.Clock.systemUTC",
          "java.time.Instant.now",
          "java.util.Random.<init>");

  private HouseRules() {}

  /** A use of the clock, of chance or of waiting that was not passed in, called or referred to. */
  public static DescribedPredicate<JavaAccess<?>> ambientTimeOrChance() {
    return member("the clock, chance or waiting", AMBIENT);
  }

  /** A use of one of the members written {@code package.Type.member}, called or referred to. */
  static DescribedPredicate<JavaAccess<?>> member(String description, Set<String> members) {
    return DescribedPredicate.describe(
        description,
        access ->
            members.contains(
                access.getTargetOwner().getName() + "." + access.getTarget().getName()));
  }
}
