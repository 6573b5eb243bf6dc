import type { ModelOutput } from "./model-output.ts";
import { figureWords, type ReleasedTable, type ReleasedTree } from "./release-csv.ts";

/** What the page of a release prints: protected numbers and words, nothing else. */
export interface ReleasePage {
  readonly title: string;
  /** "Passes profile children-strict v1", with what the study changed. */
  readonly banner: string;
  readonly notes: readonly string[];
  readonly symbol: string;
  readonly tables: readonly ReleasedTable[];
  readonly trees: readonly ReleasedTree[];
  readonly models: readonly ModelOutput[];
  /** Words in place of a level's own: letters for authorities. */
  readonly rename: (variable: string, value: string) => string | null;
  readonly numbers: readonly (readonly [label: string, value: string])[];
  readonly statistics: readonly (readonly string[])[];
  readonly outputs: readonly (readonly string[])[];
}

/** The page of a release as one HTML file: tables, and bars drawn from the printed percentages. No script. */
export function releasePage(page: ReleasePage): string {
  const sections = page.tables.map((table) => section(table, page.symbol)).join("\n");
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(page.title)}</title>
<style>
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}
.banner{border:2px solid #1d5b3a;padding:.5rem 1rem;margin:1rem 0}
table{border-collapse:collapse;margin:.5rem 0}
caption{text-align:left;font-weight:600}
th,td{padding:.15rem .6rem;text-align:left;border-bottom:1px solid #ccc}
td.n{text-align:right;font-variant-numeric:tabular-nums}
svg{max-width:100%;height:auto}
</style>
</head>
<body>
<main>
<h1>${escaped(page.title)}</h1>
<p class="banner"><strong>${escaped(page.banner)}</strong></p>
${page.notes.map((note) => `<p>${escaped(note)}</p>`).join("\n")}
${page.numbers.length === 0 ? "" : grid("Numbers", ["", ""], page.numbers)}
${sections}
${page.trees.map((tree) => treeSection(tree, page.symbol)).join("\n")}
${page.models.map((model) => modelSection(model, page)).join("\n")}
${page.statistics.length === 0 ? "" : grid("Statistics, from the rounded counts", ["Table", "Statistic", "Value", "Note"], page.statistics)}
${grid("What is in this pack, and what is not", ["Output", "Title", "Status", "Reason"], page.outputs)}
</main>
</body>
</html>
`;
}

function section(table: ReleasedTable, symbol: string): string {
  const head = [...table.variables.map(({ label }) => label), "Count", "%"];
  const rows = table.rows.map((row) => {
    const words = row.levels.map((level) => `<td>${escaped(level)}</td>`).join("");
    const percent = row.percent ?? (row.count === 0 ? "" : symbol);
    return `<tr>${words}<td class="n">${escaped(String(row.count ?? symbol))}</td><td class="n">${escaped(String(percent))}</td></tr>`;
  });
  return `<section id="${table.id}">
<h2>${escaped(`${table.title}: ${table.variables.map(({ label }) => label).join(" by ")}`)}</h2>
<table><caption>${escaped(table.variables.map(({ label }) => label).join(" by "))} (${table.unit === "family" ? "families" : "children"})</caption>
<thead><tr>${head.map((words) => `<th scope="col">${escaped(words)}</th>`).join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>
${bars(table, symbol)}
</section>`;
}

/** A tree as a table, its nodes set in by their depth. */
function treeSection(tree: ReleasedTree, symbol: string): string {
  const rows = tree.rows.map((row) => {
    const name = row.depth === 0 ? "All" : `${row.label}: ${row.levels.join(" or ")}`;
    const words = row.outcome.startsWith("All") ? name : "";
    const percent = row.percent ?? (row.count === 0 ? "" : symbol);
    return `<tr><td style="padding-left:${0.6 + 1.5 * row.depth}rem">${escaped(words)}</td><td>${escaped(row.outcome)}</td><td class="n">${escaped(String(row.count ?? symbol))}</td><td class="n">${escaped(String(percent))}</td></tr>`;
  });
  // The whole of a node first, then its classes.
  const size = new Set(tree.rows.map(({ outcome }) => outcome)).size;
  const ordered = rows.flatMap((_, at) => {
    const start = at - (at % size);
    return at % size === 0 ? [rows[start + size - 1]] : [rows[at - 1]];
  });
  return `<section id="${tree.id}">
<h2>${escaped(tree.title)}</h2>
<table><caption>${escaped(`${tree.outcome.label}, a tree (${tree.unit === "family" ? "families" : "children"})`)}</caption>
<thead><tr><th scope="col">Part</th><th scope="col">${escaped(tree.outcome.label)}</th><th scope="col">Count</th><th scope="col">%</th></tr></thead>
<tbody>
${ordered.join("\n")}
</tbody></table>
</section>`;
}

/** A model's figures; those that would give a hidden count away are its symbol. */
function modelSection(model: ModelOutput, page: ReleasePage): string {
  const rows = model.figures.map((each) => [
    figureWords(each, page.rename),
    String(each.estimate ?? page.symbol),
    each.ciLow === null ? page.symbol : `${each.ciLow} to ${each.ciHigh}`,
  ]);
  return `<div id="${model.id}">${grid(model.title, ["", model.kind === "model" ? "Odds ratio" : "%", "95% interval"], rows)}
<p>${escaped(`${model.method}. About ${model.n} ${model.unit === "family" ? "families" : "children"}, at least ${model.df} residual degrees of freedom.`)}</p></div>`;
}

/** A bar for each row whose last variable is not "All", as long as its printed percentage. */
function bars(table: ReleasedTable, symbol: string): string {
  const rows = table.rows.filter((row) => row.levels.at(-1) !== "All");
  const height = rows.length * 22 + 4;
  const marks = rows.map((row, index) => {
    const y = index * 22 + 4;
    const words = row.levels.join(", ");
    const shown = row.percent === null ? (row.count === 0 ? "0" : symbol) : `${row.percent}%`;
    const width = ((row.percent ?? 0) * 320) / 100;
    return `<text x="296" y="${y + 13}" text-anchor="end">${escaped(words)}</text>${
      width > 0
        ? `<rect x="304" y="${y}" width="${width.toFixed(1)}" height="16" fill="#3a6ea5"/>`
        : ""
    }<text x="${(310 + width).toFixed(1)}" y="${y + 13}">${escaped(shown)}</text>`;
  });
  return `<svg viewBox="0 0 680 ${height}" width="680" height="${height}" role="img" font-size="12" aria-label="${escaped(`Bars of the percentages of the table above: ${table.title}`)}">${marks.join("")}</svg>`;
}

function grid(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return `<section><h2>${escaped(title)}</h2>
<table><thead>${line(head, "th")}</thead><tbody>
${rows.map((row) => line(row, "td")).join("\n")}
</tbody></table></section>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
