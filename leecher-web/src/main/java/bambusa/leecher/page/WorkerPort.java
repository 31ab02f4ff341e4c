package bambusa.leecher.page;

/**
 * The only way between the page and the worker that leeches: plain objects by {@code postMessage}, each with a {@code type}.
 *
 * <p>Numbers that may exceed 2^53 ({@code logId}, {@code seqNum}, {@code height}, {@code from}, {@code to}, links) are decimal
 * strings; counts, sizes and times are numbers. Hashes, keys and bytes are lower-case hex. A missing member and {@code null} mean the
 * same. {@code request} is a number the page chose; the answer carries it back, and answers may come in any order.
 *
 * <h2>Page to worker</h2>
 *
 * <pre>
 * {type:'open', relay:'http://host:2020/graphql', schemaIds:[id…]|null, database:'name'}
 *                            leech from this relay into this database, continuing what is stored; null = all schemas.
 *                            Sent again with other values it changes relay or schemas without losing what is stored.
 * {type:'close'}             stop asking the relay; what is stored stays, and is still answered from
 * {type:'wipe'}              delete everything that is stored, then {type:'wiped'}; the worker is closed afterwards
 * {type:'logs',  request, offset, limit}
 * {type:'log',   request, author, logId, from, to}      entries with from ≤ seqNum ≤ to, at most 500
 * {type:'entry', request, author, logId, seqNum}
 * </pre>
 *
 * <h2>Worker to page, as answers</h2>
 *
 * <pre>
 * {type:'logs',  request, total, logs:[{author, logId, height, schemaId, documentId, ended}]}     newest change first
 * {type:'log',   request, author, logId, height, ended,
 *                entries:[{seqNum, hash, backlinkSeqNum|null, skiplinkSeqNum|null, action}]}      ascending
 * {type:'entry', request, found, author, logId, seqNum, hash, entryHex, operationHex, tag, backlink|null, skiplink|null,
 *                payloadSize, payloadHash, signature,
 *                parts:[{name, offset, length}],        bytes of entryHex, in order and without gaps; name is one of
 *                                                       tag publicKey logId seqNum skiplink backlink payloadSize
 *                                                       payloadHash signature
 *                operation:{encoding, action, schemaId, previous:[id…], fields:[{name, kind, value}]}|null,
 *                                                       value is text; the members of a list stand on lines of their own
 *                trust:[{claim, holds, by}],            claim is one of signature payloadHash payloadSize backlink
 *                                                       skiplink path schema document; by says in words what showed it
 *                certificatePool:[seqNum…]}             the way from this entry back to 1, without this entry, descending
 * {type:'failed', request, message}                     instead of an answer
 * </pre>
 *
 * action is 'create', 'update' or 'delete'; tag is 0, or 1 for end of log.
 *
 * <h2>Worker to page, unasked</h2>
 *
 * <pre>
 * {type:'status', state, since, reason|null, entries, logs, authors, remaining, rate, storageBytes, relayEntryCount|null}
 *                            state: 'starting' 'catching-up' 'live' 'offline' 'refused' 'stopped'; since: epoch milliseconds;
 *                            remaining: entries the relay still has for us; rate: entries per second, lately.
 *                            At every change of state, and at most four times a second otherwise.
 * {type:'schemas', shared:[id…]|null, held:[id…]}
 *                            what the relay says it shares (null = everything) and what is stored; at every change
 * {type:'arrived', entries:[{author, logId, seqNum, hash, schemaId, action}]}
 *                            the newest few of a page just stored, oldest first
 * {type:'refused', author, logId, seqNum, hash, reason, detail, at}
 *                            an entry that was not stored; author, logId and seqNum are null if it could not be decoded.
 *                            The last 50 are sent again after 'open'.
 * {type:'fork', author, logId, seqNum}       a proven fork: this log ends before seqNum
 * {type:'error', message}                    nothing can go on: no IndexedDB, no Wasm GC …
 * {type:'wiped'}
 * </pre>
 */
final class WorkerPort {}
