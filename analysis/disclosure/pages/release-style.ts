/**
 * What a release's page adds to the look of the reports: its own strip at the head, and its own words under each
 * sheet of paper.
 *
 * @param foot - Under every printed sheet.
 */
export function releaseStyle(foot: string): string {
  // In a style sheet a text may hold no quote, no backslash and no tag.
  const words = foot.replaceAll(/["\\<>\n]/g, " ");
  return `
.banner.release { background: #eef6f1; border-bottom-color: #1d5b3a }
.released { margin-bottom: 2.5rem }
.released figure { margin-bottom: .5rem }
.tree th[scope="row"] { min-width: 14rem }
.tree .depth-1 { padding-left: 1.5rem } .tree .depth-2 { padding-left: 3rem } .tree .depth-3 { padding-left: 4.5rem }
.keep { border: 3px solid #a4161a; padding: .75rem 1rem; margin: 1rem 0; max-width: none }
.sheet.wide { max-width: 84rem }
td.n + td:not(.n), th.n + th:not(.n) { padding-left: 1.25rem }
.wrap { overflow-wrap: anywhere }
@media (forced-colors: active) { .keep { border-color: CanvasText } }
@media print { @page { @bottom-left { content: "${words}" } } .released { break-inside: avoid } }
`;
}
