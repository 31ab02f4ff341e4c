package bambusa.relay.http;

import org.jspecify.annotations.Nullable;

/**
 * A limit and how near it is.
 *
 * @param name as in settings
 * @param meaning what is counted, in words
 * @param limit 0 when there is none
 * @param source where the limit comes from: set by the host, by default, or following the heap
 * @param used now, of the client that uses most where it is a limit of each; null where nothing is
 *     counted, but every request looked at by itself
 */
public record LimitUse(
    String name, String meaning, long limit, String source, @Nullable Long used) {}
