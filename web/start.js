// The one line of script that the page cannot do without: compiled modules do not start by themselves.
import { main } from "/leecher/leecher.js";

main([]);
