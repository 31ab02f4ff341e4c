// How it looks.

const STYLE = `
:host { display: block; font: var(--leecher-font, inherit); color: var(--leecher-color, inherit); }
:host([hidden]), [hidden] { display: none !important; }
.frame { overflow-x: auto; container-type: inline-size; border: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 22%, transparent));
  border-radius: var(--leecher-radius, 8px); background: var(--leecher-background, transparent); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding: .7em .9em; font-weight: 600; }
th, td { text-align: start; padding: .5em .9em; vertical-align: top; overflow-wrap: anywhere; min-width: 9ch; unicode-bidi: plaintext; }
th { font-weight: 600; }
thead th { white-space: nowrap; border-bottom: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 22%, transparent)); }
tbody tr + tr > * { border-top: 1px solid color-mix(in srgb, currentColor 10%, transparent); }
.number { text-align: end; white-space: nowrap; }
.long { min-width: 16ch; }
th button { all: unset; cursor: pointer; }
tbody button { text-decoration: underline; }
@container (max-width: 30rem) {
  table, caption, tbody, tr { display: block; }
  thead { position: absolute; display: block; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { padding: .4em 0; }
  tbody th, tbody td { display: grid; grid-template-columns: minmax(6ch, 35%) 1fr; gap: .6em; padding: .2em .9em; text-align: start; }
  tbody .number { text-align: start; white-space: normal; }
  tbody .long { min-width: 0; }
  tbody tr > *::before { content: attr(data-field); font-weight: 400; opacity: .7; }
  tbody tr + tr > * { border-top: 0; }
  tbody tr + tr { border-top: 1px solid color-mix(in srgb, currentColor 14%, transparent); }
}
button:focus-visible, th button:focus-visible, .frame:focus-visible { outline: 2px solid var(--leecher-accent, #2f7d4f); outline-offset: 2px; border-radius: 3px; }
tr.new { animation: arrive 1.2s ease-out; }
@keyframes arrive { from { background: var(--leecher-arrival, color-mix(in srgb, var(--leecher-accent, #2f7d4f) 28%, transparent)); } }
@media (prefers-reduced-motion: reduce) { tr.new { animation: none; } .lamp { animation: none !important; } }
.status, .pager { display: flex; flex-wrap: wrap; gap: .6em; align-items: center; padding: .5em .9em; margin: 0; }
.status { font-size: .9em; }
.words { flex: 1 1 0; min-inline-size: 8em; overflow-wrap: anywhere; }
.lamp { inline-size: .6em; block-size: .6em; border-radius: 50%; background: var(--leecher-idle, #8a8f88); flex: none; forced-color-adjust: none; }
[data-state="live"] .lamp { background: var(--leecher-accent, #2f7d4f); }
[data-state="catching-up"] .lamp, [data-state="starting"] .lamp { background: var(--leecher-busy, #c08a1e); animation: pulse 1.4s ease-in-out infinite; }
[data-state="offline"] .lamp { background: var(--leecher-idle, #8a8f88); }
[data-state="refused"] .lamp, [data-state="stopped"] .lamp, [data-state="error"] .lamp { background: var(--leecher-error, #b3261e); }
@keyframes pulse { 50% { opacity: .35; } }
progress { inline-size: 8em; accent-color: var(--leecher-accent, #2f7d4f); }
.pager button { font: inherit; padding: .3em .9em; border-radius: var(--leecher-radius, 8px); cursor: pointer;
  color: inherit; background: transparent; border: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 35%, transparent)); }
.pager button:disabled { opacity: .45; cursor: default; }
.room { margin: 0; padding: .7em .9em; border-block-start: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 22%, transparent)); }
.room ul { margin: .5em 0 0; padding: 0; list-style: none; display: grid; gap: .5em; }
.room button[aria-disabled] { opacity: .45; cursor: default; }
.room button { font: inherit; padding: .3em .9em; border-radius: var(--leecher-radius, 8px); cursor: pointer; text-align: start;
  color: inherit; background: transparent; border: 1px solid var(--leecher-border, color-mix(in srgb, currentColor 35%, transparent)); }
.differences { margin: 0; padding: 0 .9em .5em 2.4em; font-size: .9em; overflow-wrap: anywhere; }
.message { padding: 1.1em .9em; margin: 0; }
::slotted([slot="header"]), ::slotted([slot="footer"]) { display: block; margin: .7em .9em; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** A constructed style sheet is allowed by every Content-Security-Policy, a style element is not. */
export function adopt(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
}
