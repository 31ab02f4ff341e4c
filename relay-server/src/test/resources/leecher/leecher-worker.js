// Stands where the leecher is packed when it was compiled.
