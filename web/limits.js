// How near what a relay uses is to its limits, as /health?verbose tells.
let format;

/** A number as the reader writes it. The first takes 25 ms, while a language is loaded: not while the page starts. */
export function figure(value) {
  format ??= new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
  return format.format(value);
}

// What is left on the disk is near its limit when it is small, everything else when it is large.
export function nearness({ name, limit, used }) {
  return isLeast(name) ? limit / Math.max(used, 1) : used / limit;
}

function isLeast(name) {
  return name === "store-free-bytes";
}

function amount({ name }, value) {
  return name.endsWith("-bytes") ? megabytes(value) : figure(value);
}

export function megabytes(bytes) {
  return `${figure(bytes / 1048576)} MB`;
}

/** Those that are counted, the nearest first. */
export function nearest(limits) {
  const counted = limits.filter(({ limit, used }) => limit > 0 && used !== null);
  return counted.sort((one, other) => nearness(other) - nearness(one));
}

export function words(limit) {
  const bound = isLeast(limit.name) ? "is to stay above" : "of";
  return `${limit.name}: ${amount(limit, limit.used)} ${bound} ${amount(limit, limit.limit)}`;
}
