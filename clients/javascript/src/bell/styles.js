/** Custom properties are what a page changes; `::part` is for the rest. Logical sides only, so it mirrors by itself. */
export const CSS = `
:host {
  --_ink: var(--tidings-ink, light-dark(#1c2330, #e8ebf1));
  --_soft: var(--tidings-soft, light-dark(#5a6475, #a3adbf));
  --_paper: var(--tidings-paper, light-dark(#fff, #1b202a));
  --_line: var(--tidings-line, light-dark(#e2e6ec, #313948));
  --_hover: var(--tidings-hover, light-dark(#f3f5f9, #252c38));
  --_accent: var(--tidings-accent, light-dark(#3457d5, #8ea6ff));
  --_badge: var(--tidings-badge, #c62a2f);
  --_badge-ink: var(--tidings-badge-ink, #fff);
  --_critical: var(--tidings-critical, light-dark(#b3261e, #ff8f86));
  --_radius: var(--tidings-radius, 12px);
  position: relative; display: inline-block; color: var(--_ink); font: 400 0.9375rem/1.45 var(--tidings-font, system-ui, sans-serif);
}
:host([hidden]) { display: none }
* { box-sizing: border-box }
button, a { font: inherit; color: inherit }
button { border: 0; background: none; cursor: pointer; border-radius: 8px; padding: 0.25rem 0.5rem; min-block-size: 24px; min-inline-size: 24px }
button:hover { background: var(--_hover) }
.panel:focus { outline: none }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px }
svg { inline-size: 1.25rem; block-size: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; display: block }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.bell { position: relative; padding: 0.5rem; border-radius: 50%; touch-action: manipulation }
.bell svg { inline-size: 1.5rem; block-size: 1.5rem }
.badge { position: absolute; inset-block-start: 0; inset-inline-start: 52%; min-inline-size: 1.25rem; padding: 0 0.3rem; border-radius: 1rem; background: var(--_badge); color: var(--_badge-ink); font-size: 0.75rem; font-weight: 600; line-height: 1.25rem; text-align: center; box-shadow: 0 0 0 2px var(--_paper) }
.badge[hidden] { display: none }
.stale .badge { background: var(--_paper); color: var(--_critical); box-shadow: inset 0 0 0 1.5px var(--_critical) }
.panel { position: absolute; z-index: var(--tidings-layer, 1000); inset-block-start: calc(100% + 0.5rem); inset-inline-end: 0; inline-size: min(24rem, calc(100vw - 1rem)); max-block-size: min(36rem, calc(100vh - 6rem)); display: flex; flex-direction: column; background: var(--_paper); border: 1px solid var(--_line); border-radius: var(--_radius); box-shadow: 0 12px 40px rgb(0 0 0 / 0.18), 0 2px 8px rgb(0 0 0 / 0.08); overflow: hidden; text-align: start; animation: open 0.14s ease-out }
.panel[hidden] { display: none }
:host([align=start]) .panel { inset-inline: 0 auto }
@keyframes open { from { opacity: 0; transform: translateY(-6px) } }
header { display: flex; align-items: center; gap: 0.25rem; padding: 0.75rem 0.5rem 0.75rem 1rem; padding-inline: 1rem 0.5rem; border-block-end: 1px solid var(--_line) }
h2 { flex: 1; margin: 0; font-size: 1.0625rem; font-weight: 650; letter-spacing: -0.01em }
header button { color: var(--_soft) }
.text { font-size: 0.8125rem; font-weight: 550; color: var(--_accent) }
.note { margin: 0; padding: 0.5rem 1rem; background: var(--_hover); color: var(--_soft); font-size: 0.8125rem; border-block-end: 1px solid var(--_line) }
.note[hidden], .fresh[hidden], .more[hidden], .empty[hidden] { display: none }
.fresh { display: block; margin: 0.5rem auto 0; padding: 0.3rem 0.9rem; border-radius: 2rem; background: var(--_accent); color: var(--_paper); font-size: 0.8125rem; font-weight: 600 }
.fresh:hover { background: var(--_accent); filter: brightness(1.08) }
.scroll { overflow-y: auto; overscroll-behavior: contain; flex: 1; min-block-size: 4rem }
ul { list-style: none; margin: 0; padding: 0 }
li { position: relative; display: grid; grid-template-columns: 1fr auto; gap: 0.125rem 0.5rem; padding: 0.75rem 0.75rem 0.75rem 1.75rem; padding-inline: 1.75rem 0.75rem; border-block-end: 1px solid var(--_line) }
li:hover { background: var(--_hover) }
li:focus-visible { outline-offset: -3px }
.dot { position: absolute; inset-inline-start: 0.7rem; inset-block-start: 1.2rem; inline-size: 0.5rem; block-size: 0.5rem; border-radius: 50%; background: var(--_accent) }
.title { margin: 0; font-weight: 400; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start }
.unread .title { font-weight: 650 }
a.title, .title a { text-decoration: none } .title a:hover { text-decoration: underline }
.body { grid-column: 1; margin: 0; color: var(--_soft); font-size: 0.875rem; overflow-wrap: anywhere; white-space: pre-line; unicode-bidi: plaintext }
.meta { grid-column: 1; color: var(--_soft); font-size: 0.8125rem }
.critical-word { color: var(--_critical); font-weight: 650; margin-inline-end: 0.4em }
.links { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 0.375rem; grid-column: 1 }
.links a { padding: 0.2rem 0.7rem; min-block-size: 24px; border: 1px solid var(--_line); border-radius: 2rem; text-decoration: none; font-size: 0.8125rem; font-weight: 550 }
.links a:hover { border-color: currentColor }
.tools { grid-column: 2; grid-row: 1 / span 4; display: flex; align-self: start; color: var(--_soft) }
.tools button { padding: 0.25rem } .tools svg { inline-size: 1.125rem; block-size: 1.125rem }
.more { display: block; margin: 0.5rem auto; color: var(--_accent); font-weight: 550 }
.empty { margin: 0; padding: 2.5rem 2rem; text-align: center; color: var(--_soft) }
.undo { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: 0.5rem 1rem; background: var(--_ink); color: var(--_paper) }
.undo[hidden] { display: none }
.undo button { font-weight: 650 } .undo button:hover { background: rgb(127 127 127 / 0.35) }
@media (max-width: 40rem), (max-height: 26rem) {
  .panel { position: fixed; inset: 0; inline-size: 100%; max-block-size: none; border: 0; border-radius: 0 }
}
@media (prefers-reduced-motion: reduce) { .panel { animation: none } }
@media (forced-colors: active) {
  .badge, .stale .badge { forced-color-adjust: none; background: Highlight; color: HighlightText }
  .dot { background: Highlight; forced-color-adjust: none }
  .panel, .fresh { border: 1px solid CanvasText }
}
`
