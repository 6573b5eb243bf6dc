import type { ReleasePlan } from "./plan-release.ts";
import { isPrinted } from "./suppress.ts";

/** What the checker's page says beside the counts. */
export interface CheckerFacts {
  readonly title: string;
  readonly banner: string;
  readonly tool: string;
  readonly command: string;
  /** SHA-256 of the manifest of the pack. */
  readonly manifest: string;
  readonly cure: string;
  readonly changes: readonly { readonly setting: string; readonly to: number }[];
  readonly reason: string | null;
  /** What was found by attacking the pack. */
  readonly attack: { readonly cells: number; readonly hidden: number; readonly equations: number };
  readonly earlier: readonly {
    readonly number: number;
    readonly date: string;
    readonly profile: string;
    readonly sameData: boolean;
  }[];
}

/**
 * The page a checker reads before a release is approved: each output with what is behind it, and each count
 * with what became of it. It holds what the release hides, and stays in the review zone.
 */
export function checkerPage(plan: ReleasePlan, facts: CheckerFacts): string {
  const { system, protection, profile } = plan;
  const statusOf = (id: string, wanted: string): number =>
    system.cells.filter((cell, at) => cell.tables.includes(id) && protection.status[at] === wanted)
      .length;
  const linked = (id: string): string[] => {
    const others = new Set<string>();
    for (const { tables } of system.cells) {
      if (tables.includes(id)) for (const other of tables) others.add(other);
    }
    others.delete(id);
    return [...others].sort();
  };
  const outputs = plan.outputs.map((each) => {
    const table = plan.tables.find(({ id }) => id === each.id);
    const tree = plan.trees.find(({ id }) => id === each.id);
    const number = plan.numbers.find(({ id }) => id === each.id);
    const model = plan.models.find(({ id }) => id === each.id);
    const whole = table?.cells.find(({ coordinates }) => coordinates.every((at) => at === null));
    const n = whole?.count ?? tree?.nodes[0]?.cells.at(-1)?.count ?? number?.n ?? model?.n ?? "";
    const families = whole?.families ?? tree?.nodes[0]?.cells.at(-1)?.families ?? "";
    return [
      each.id,
      each.title,
      each.kind,
      each.status,
      each.unit,
      each.variables.join(", "),
      n,
      families,
      table === undefined ? (tree?.nMissing ?? "") : missingIn(table),
      statusOf(each.id, "primary"),
      statusOf(each.id, "secondary"),
      linked(each.id).join(" "),
      each.reason,
    ];
  });
  const counts = system.cells.flatMap((cell, at) =>
    isPrinted(cell)
      ? [
          [
            cell.key,
            cell.tables.join(" "),
            cell.count,
            cell.families,
            protection.status[at] as string,
            cell.primary ?? "",
            protection.published[at] ?? profile.symbol,
          ],
        ]
      : [],
  );
  const between = system.cells.flatMap((cell) =>
    isPrinted(cell) || cell.primary === null ? [] : [[cell.key, cell.count, cell.families]],
  );
  const rules = Object.entries(profile).map(([setting, value]) => [setting, String(value)]);
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>For the checker only: ${escaped(facts.title)}</title>
<style>
body{font:1rem/1.5 system-ui,sans-serif;max-width:80rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}
.banner{border:3px solid #a11;padding:.5rem 1rem;margin:1rem 0;color:#700}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:.5rem 0;font-size:.85rem}
th,td{padding:.15rem .5rem;text-align:left;border-bottom:1px solid #ccc;vertical-align:top}
</style>
</head>
<body>
<main>
<h1>For the checker only: ${escaped(facts.title)}</h1>
<p class="banner"><strong>This page holds counts that the release hides. It must not leave the team.</strong></p>
<p>${escaped(facts.banner)}. Made by ${escaped(facts.tool)} with <code>${escaped(facts.command)}</code>. SHA-256 of the manifest: <code>${escaped(facts.manifest)}</code></p>
<p>The pack was attacked as a reader would: ${facts.attack.cells} counts, ${facts.attack.hidden} of them hidden, ${facts.attack.equations} sums. No hidden count could be worked out. Rules cut the risk; they do not prove that nobody can be found.</p>
${facts.changes.length === 0 ? "" : `<p>The study's own rules: ${escaped(facts.changes.map(({ setting, to }) => `${setting} ${to}`).join(", "))}. ${escaped(facts.reason ?? "")}</p>`}
<p>${escaped(facts.cure)}</p>
${grid(
  "Earlier releases",
  ["Release", "Date", "Profile", "Same data"],
  facts.earlier.map((each) => [each.number, each.date, each.profile, each.sameData ? "yes" : "no"]),
)}
${grid(
  "Outputs",
  [
    "Output",
    "Title",
    "Kind",
    "Status",
    "Unit",
    "Variables",
    "n",
    "Families",
    "Not known",
    "Hidden for itself",
    "To protect",
    "Linked with",
    "Reason",
  ],
  outputs,
)}
${grid("Rules", ["Setting", "Value"], rules)}
${grid("Small groups that no table prints, and that two of them could give away", ["Group", "Count", "Families"], between)}
${grid("Counts", ["Count of", "In", "Count", "Families", "Status", "Why", "Released as"], counts)}
</main>
</body>
</html>
`;
}

/** Rows that are under "Not known" for one of a table's variables, variable by variable. */
function missingIn(table: ReleasePlan["tables"][number]): string {
  return table.variables
    .map((variable, place) => {
      const level = variable.levels.findIndex(({ value }) => /^not_known_*$/.test(value));
      const cell = table.cells.find(({ coordinates }) =>
        coordinates.every((at, index) => at === (index === place ? level : null)),
      );
      return `${variable.name} ${level < 0 ? 0 : (cell?.count ?? 0)}`;
    })
    .join(", ");
}

function grid(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  if (rows.length === 0) return `<h2>${escaped(title)}</h2><p>None.</p>`;
  const line = (cells: readonly (string | number)[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(String(cell))}</${tag}>`).join("")}</tr>`;
  return `<h2>${escaped(title)}</h2>
<div class="wide"><table><thead>${line(head, 'th scope="col"').replaceAll('</th scope="col">', "</th>")}</thead><tbody>
${rows.map((row) => line(row, "td")).join("\n")}
</tbody></table></div>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
