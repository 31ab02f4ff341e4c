/**
 * What a relay keeps: entries in order of arrival, the heights of logs, documents, schemas, proofs
 * of forks, and how far it has come with its peers.
 *
 * <p>One thread writes ({@code StoreWriter}), any number read beside it ({@link
 * bambusa.relay.storage.EntryReader}). All SQL lives here.
 */
@NullMarked
package bambusa.relay.storage;

import org.jspecify.annotations.NullMarked;
