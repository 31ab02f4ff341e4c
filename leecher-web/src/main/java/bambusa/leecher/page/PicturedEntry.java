package bambusa.leecher.page;

/**
 * An entry as a node of the picture.
 *
 * <p>Seq nums are {@code int} here: a log is stored without gaps, so no browser holds one that is
 * longer.
 *
 * @param backlink seq num of its target, 0 if there is none
 * @param skiplink seq num of its target, 0 if there is none
 */
record PicturedEntry(int seqNum, int backlink, int skiplink, String action) {}
