package bambusa.relay.limits;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much each client uses up a second. A client may save up ten seconds' worth, and may go into
 * debt with one request, whose cost is not known before: then it waits until the debt is paid off.
 * Any thread may call.
 */
public final class ClientRates {

  private static final long SAVED_SECONDS = 10;

  /** What is known of more clients is forgotten, the longest silent first. */
  private static final int MAX_CLIENTS = 50_000;

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<String, Map<Limit, Account>> clients =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<Limit, Account>> eldest) {
          return size() > MAX_CLIENTS;
        }
      };

  private static final class Account {
    double left;
    long asOf;
  }

  /**
   * Nobody has used up anything yet.
   *
   * @param nanoTime a clock for intervals
   */
  public ClientRates(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** Uses up an amount, or tells for how many seconds there is none left. */
  public Optional<Long> use(String client, Limit rate, long amount) {
    long perSecond = limits.of(rate);
    if (perSecond == 0) {
      return Optional.empty();
    }
    synchronized (clients) {
      Account account = account(client, rate, perSecond);
      if (account.left <= 0) {
        return Optional.of(1 + (long) (-account.left / perSecond));
      }
      account.left -= amount;
      return Optional.empty();
    }
  }

  /** Uses up an amount that was spent already. */
  public void spent(String client, Limit rate, long amount) {
    long perSecond = limits.of(rate);
    if (perSecond > 0) {
      synchronized (clients) {
        account(client, rate, perSecond).left -= amount;
      }
    }
  }

  private Account account(String client, Limit rate, long perSecond) {
    long now = nanoTime.getAsLong();
    Map<Limit, Account> accounts =
        clients.computeIfAbsent(client, added -> new EnumMap<>(Limit.class));
    Account account =
        accounts.computeIfAbsent(
            rate,
            added -> {
              Account fresh = new Account();
              fresh.left = (double) perSecond * SAVED_SECONDS;
              fresh.asOf = now;
              return fresh;
            });
    double seconds = (double) (now - account.asOf) / TimeUnit.SECONDS.toNanos(1);
    account.left = Math.min(account.left + seconds * perSecond, (double) perSecond * SAVED_SECONDS);
    account.asOf = now;
    return account;
  }

  /** The clients of which something is known. */
  public Set<String> clients() {
    synchronized (clients) {
      return Set.copyOf(clients.keySet());
    }
  }

  /** How much a second the client that uses most has used on average, as far as is known. */
  public long most(Limit rate) {
    long perSecond = limits.of(rate);
    long now = nanoTime.getAsLong();
    double most = 0;
    synchronized (clients) {
      for (Map<Limit, Account> accounts : clients.values()) {
        Account account = accounts.get(rate);
        if (account != null) {
          double seconds = (double) (now - account.asOf) / TimeUnit.SECONDS.toNanos(1);
          double missing = (double) perSecond * SAVED_SECONDS - account.left - seconds * perSecond;
          most = Math.max(most, missing / SAVED_SECONDS);
        }
      }
    }
    return (long) most;
  }
}
