package bambusa.relay.graphql;

import bambusa.ingest.EncodedEntryAndOperation;
import bambusa.log.EntryDecoder;
import bambusa.log.LogPosition;
import bambusa.log.MalformedEntryException;
import bambusa.relay.storage.EntryReader;
import bambusa.relay.storage.StoredEntry;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;

/** The entries of a page as the API shows them, with certificate pools if these were asked for. */
record PageEntries(EntryReader store, boolean withPools) {

  /**
   * For the page that a field answers.
   *
   * @param pool where in the field's selection a pool would be asked for
   */
  static PageEntries of(DataFetchingEnvironment field, EntryReader store, String pool) {
    return new PageEntries(store, field.getSelectionSet().contains(pool));
  }

  List<Answers.EntryAndOperation> answer(List<StoredEntry> page) {
    CertificatePools pools = new CertificatePools(store, withPools ? page : List.of());
    List<Answers.EntryAndOperation> entries = new ArrayList<>(page.size());
    for (StoredEntry stored : page) {
      entries.add(
          new Answers.EntryAndOperation(
              stored.encoded(), withPools ? pools.of(stored.position()) : List.of()));
    }
    return entries;
  }

  /** Entries that came without their positions: these are looked for only when pools need them. */
  List<Answers.EntryAndOperation> answerEncoded(List<EncodedEntryAndOperation> page) {
    if (withPools) {
      EntryDecoder decoder = new EntryDecoder();
      return answer(page.stream().map(encoded -> located(decoder, encoded)).toList());
    }
    List<Answers.EntryAndOperation> entries = new ArrayList<>(page.size());
    for (EncodedEntryAndOperation encoded : page) {
      entries.add(new Answers.EntryAndOperation(encoded, List.of()));
    }
    return entries;
  }

  private static StoredEntry located(EntryDecoder decoder, EncodedEntryAndOperation encoded) {
    try {
      LogPosition position = decoder.decode(encoded.entry()).position();
      return new StoredEntry(position, encoded);
    } catch (MalformedEntryException e) {
      throw new IllegalStateException("a stored entry is malformed: " + encoded.entry(), e);
    }
  }
}
