package bambusa.leecher.worker;

import bambusa.leecher.store.LeecherStore;

/** A database that is open, and the documents made from its entries. */
record OpenStore(LeecherStore store, Documents documents) {}
