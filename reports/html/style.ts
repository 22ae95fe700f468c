/** The style of the HTML report. Colours keep a contrast of at least 4.5:1 in both schemes, and no meaning rests on colour alone. */
export const STYLE = `
:root { color-scheme: light; --ink: #1c2530; --page: #ffffff; --line: #c9d1da; --soft: #f2f5f8; --good: #0b6b3a; --bad: #b3261e; --warn: #7a4b00; --before: #b3541e; --after: #1f5fa8; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #e6ebf0; --page: #14191f; --line: #3b4652; --soft: #1e252d; --good: #6fdc9f; --bad: #ff9a92; --warn: #ffc46b; --before: #f0935b; --after: #7db5f5; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.verdict { font-size: 1.1rem; font-weight: 700; } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.limits { border-left: .3rem solid var(--warn); background: var(--soft); padding: .6rem 1rem; } .limits h2 { margin-top: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; } th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); } tbody th { font-weight: 500; min-width: 8rem; } td.n { text-align: right; font-variant-numeric: tabular-nums; } td, th, code, dd, li { overflow-wrap: anywhere; } thead th, td.n { overflow-wrap: normal; } .good, .bad, .word { overflow-wrap: normal; } a { color: inherit; }
th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid var(--after); outline-offset: 2px; }
th button::after { content: ' \\2195'; opacity: .55; } th[aria-sort=ascending] button::after { content: ' \\2191'; opacity: 1; } th[aria-sort=descending] button::after { content: ' \\2193'; opacity: 1; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
pre { background: var(--soft); border: 1px solid var(--line); padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; }
svg { display: block; max-width: max(100%, 44rem); height: auto; margin: .5rem 0; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); } svg .axis { stroke: var(--line); }
svg .before { fill: var(--before); } svg .after { fill: var(--after); } svg .slower { fill: var(--before); } svg .quicker { fill: var(--after); } svg .interval { stroke: var(--ink); stroke-width: 1.5; } svg .line { fill: none; stroke: var(--after); stroke-width: 1.5; } .charts { display: flex; flex-wrap: wrap; gap: 1rem; }
svg .band { fill: var(--soft); stroke: var(--line); } svg .odd { fill: var(--before); } svg .even { fill: var(--after); } svg .cut { stroke: var(--ink); stroke-dasharray: 3 3; }
@media print { body { max-width: none; padding: 0; } .scroll { overflow: visible; } svg { max-width: 100%; } th button::after { content: none; } section { break-inside: auto; } tr, svg { break-inside: avoid; } }
`;
