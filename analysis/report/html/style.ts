/** The look of every page: one column to read, numbers in line, and a sheet of A4 when printed. */
export const pageStyle = `
:root { color-scheme: light; --ink: #0b0c0c; --soft: #505a5f; --line: #b1b4b6; --pale: #f3f4f5; --mark: #12436d; --warn: #f46a25 }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0; color: var(--ink); background: #fff; font: 1.0625rem/1.6 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; overflow-wrap: break-word }
.sheet { max-width: 54rem; margin: 0 auto; padding: 0 1.5rem 4rem }
p, li, dd { max-width: 42rem }
h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance; margin: 0 }
h1 { font-size: 2.25rem; letter-spacing: -.015em; max-width: 44rem }
h2 { font-size: 1.625rem; margin: 4.5rem 0 1.25rem; padding-top: 1.25rem; border-top: 3px solid var(--mark) }
.masthead + main > section:first-child > h2 { margin-top: 2rem }
h3 { font-size: 1.25rem; margin: 3rem 0 .75rem }
h4 { font-size: 1.0625rem; margin: 2rem 0 .5rem }
p { margin: 0 0 1rem }
a { color: #12436d; text-underline-offset: .15em }
a:hover { text-decoration-thickness: .15em }
:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; box-shadow: 0 0 0 6px #ffdd00 }
.skip { position: absolute; left: -100vw; padding: .75rem 1rem; background: #fff }
.skip:focus { left: .5rem; top: .5rem; z-index: 2 }
.banner { background: #fff4ec; border-bottom: 4px solid var(--warn); padding: .625rem 1.5rem; text-align: center; font-size: .9375rem }
.banner p { max-width: none; margin: 0 }
.masthead { padding: 3rem 0 1rem }
.masthead .lead { margin: .5rem 0 0; color: var(--mark) }
.masthead .who { color: var(--soft); font-size: 1.0625rem; margin: .875rem 0 0 }
.lead { font-size: 1.1875rem; line-height: 1.5 }
.soft { color: var(--soft) }
.code { color: var(--soft); font-weight: 400; font-size: .8125rem; letter-spacing: .04em; margin-left: .5em; white-space: nowrap }
.finding { margin: 0 0 3.5rem; padding-left: 1.25rem; border-left: 4px solid var(--mark) }
.finding > h3 { margin: 0 0 .5rem; font-size: 1rem; letter-spacing: .01em; color: var(--mark) }
.finding .claim { font-size: 1.375rem; line-height: 1.4; text-wrap: pretty; max-width: 46rem; margin-bottom: 1rem }
.finding dl { margin: 0 0 1rem; display: grid; grid-template-columns: 10.5rem 1fr; gap: .375rem 1rem; max-width: 46rem; font-size: 1rem }
.finding dt { color: var(--soft) }
.finding dd { margin: 0 }
.share { background: var(--pale); padding: 1.25rem 1.5rem; margin: 2rem 0; max-width: 46rem }
.share h3 { margin: 0 0 .5rem }
.share p:last-child { margin: 0 }
.contents ol { columns: 2; column-gap: 2.5rem; padding: 0; margin: 0; list-style: none }
.contents li { break-inside: avoid }
.contents .group { font-weight: 600; margin-top: .75rem; break-after: avoid }
.contents a { display: inline-block; min-height: 24px; padding: .2rem 0 }
figure { margin: 2rem 0 }
figcaption { margin-bottom: .5rem }
.headline { display: block; font-weight: 600; font-size: 1.0625rem }
.subtitle { display: block; color: var(--soft); font-size: .9375rem }
.picture svg { display: block; max-width: 100%; height: auto }
.picture.slim { display: none }
.note { color: var(--soft); font-size: .9375rem; margin: .5rem 0 }
.scroll { overflow-x: auto; max-width: 100% }
details { margin: .5rem 0 1rem }
summary { cursor: pointer; min-height: 24px; padding: .25rem 0; color: #12436d; width: fit-content }
summary::marker { color: var(--soft) }
table { border-collapse: collapse; font-size: .9375rem; line-height: 1.4; margin: .75rem 0 1rem; font-variant-numeric: tabular-nums lining-nums }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem }
caption span { display: block; position: sticky; left: 0; max-width: min(42rem, 100vw - 2.5rem) }
th, td { padding: .375rem 1rem .375rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #dfe1e2 }
thead th, thead td { border-bottom: 2px solid var(--ink); vertical-align: bottom; font-weight: 600 }
tbody th { font-weight: 400; min-width: 9rem }
th.n, td.n { text-align: right; padding: .375rem 0 .375rem 1rem; white-space: nowrap }
th.n + th:not(.n), td.n + td:not(.n) { padding-left: 1.25rem }
thead th.n { white-space: normal; min-width: 3.5rem }
tr.total th, tr.total td { font-weight: 600; border-top: 1px solid var(--ink) }
.num { font-variant-numeric: tabular-nums; white-space: nowrap }
.sign { color: var(--soft) }
.steps { counter-reset: step; list-style: none; padding: 0; max-width: 46rem }
.steps li { counter-increment: step; padding: .625rem 0 .625rem 2.5rem; position: relative; border-bottom: 1px solid #dfe1e2 }
.steps li::before { content: counter(step); position: absolute; left: 0; top: .55rem; width: 1.625rem; height: 1.625rem; border-radius: 50%; background: var(--mark); color: #fff; text-align: center; line-height: 1.625rem; font-size: .875rem }
.story { margin: 0 0 2.5rem }
.card { border: 2px solid var(--mark); padding: 1.25rem 1.5rem; margin: 0; max-width: 46rem; display: grid; grid-template-columns: 8.5rem 1fr; gap: .625rem 1rem }
.card dt { font-weight: 600; color: var(--mark) }
.card dd { margin: 0 }
.small-number { display: inline-block; border: 1px solid var(--ink); font-size: .8125rem; line-height: 1; padding: .2rem .4rem; margin-left: .5em; vertical-align: middle; white-space: nowrap; background: #fff4ec }
.small-note .small-number { margin-left: 0 }
.sheet-to-fill td { border: 1px solid var(--line); min-width: 5rem; height: 2.75rem }
.sheet-to-fill th[scope=col] { padding-left: .5rem }
.sheet-to-fill tbody th { min-width: 16rem }
.questions li { margin-bottom: .75rem }
footer { margin-top: 5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9375rem }
@media screen and (max-width: 40rem) {
  .picture.wide { display: none }
  .picture.slim { display: block }
  body { font-size: 1rem }
  .sheet { padding: 0 1rem 3rem }
  .masthead { padding-top: 1.75rem }
  h1 { font-size: 1.625rem }
  h2 { font-size: 1.375rem; margin-top: 3.5rem }
  .finding { padding-left: .875rem }
  .finding .claim { font-size: 1.1875rem }
  .finding dl, .card { grid-template-columns: 1fr; gap: 0 }
  .card dd { margin-bottom: .75rem }
  .finding dd { margin-bottom: .625rem }
  .contents ol { columns: 1 }
  .share { padding: 1rem }
}
@media (forced-colors: active) {
  h2, .finding, .banner, .share, .card, .small-number { border-color: CanvasText }
  .share { border: 1px solid CanvasText }
  .steps li::before { border: 1px solid CanvasText }
  :focus-visible { outline-color: Highlight }
}
@media print {
  @page { size: A4; margin: 20mm 18mm 20mm; @bottom-left { content: "Real counts, for review: not for release"; font: 8pt Arial, "Liberation Sans", sans-serif; color: #505a5f } @bottom-right { content: counter(page) " of " counter(pages); font: 8pt Arial, "Liberation Sans", sans-serif; color: #505a5f } }
  body { font-size: 10pt; line-height: 1.45 }
  .sheet { max-width: none; padding: 0 }
  .skip { display: none }
  .banner { border: 1pt solid var(--ink); border-left: 4pt solid var(--ink); text-align: left; padding: 4pt 8pt; background: none }
  .masthead { padding-top: 10pt }
  h1 { font-size: 20pt } h2 { font-size: 15pt; margin-top: 24pt; padding-top: 8pt } h3 { font-size: 12pt; margin-top: 18pt } h4 { font-size: 10.5pt; margin-top: 12pt }
  .finding .claim { font-size: 12.5pt }
  h2, h3, h4, figcaption, caption, summary { break-after: avoid }
  h2.page { break-before: page }
  .picture, .share, .card, tr, li { break-inside: avoid }
  .claim, .finding dl { break-after: avoid }
  thead { display: table-header-group }
  p, li { orphans: 3; widows: 3 }
  a { color: inherit; text-decoration: none }
  .scroll { overflow: visible }
  caption span { max-width: none }
  .picture svg { max-height: 200mm }
  details::details-content { content-visibility: visible; block-size: auto }
  details > summary { list-style: none; color: inherit }
  details > summary::-webkit-details-marker { display: none }
  table { font-size: 8.5pt }
  th, td { padding: 3pt 6pt 3pt 0 }
  th.n, td.n { padding: 3pt 0 3pt 6pt }
  tbody th { min-width: 0 }
  thead th.n { min-width: 0 }
  .many { font-size: 7pt }
  .many td.n { white-space: normal }
  .contents ol { columns: 2 }
}
`;
