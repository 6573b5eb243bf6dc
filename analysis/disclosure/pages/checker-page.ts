import { type HtmlElement, h } from "../../report/html/html.ts";
import { tableNode } from "../../report/html/table.ts";
import { htmlPage } from "../../report/page/document.ts";
import type { ReleasePlan } from "../plan-release.ts";
import { isPrinted } from "../what-readers-prove.ts";
import type { PageMeans } from "./release-page.ts";
import { releaseStyle } from "./release-style.ts";

/** What the checker's page says beside the counts. */
export interface CheckerFacts {
  readonly title: string;
  readonly number: number;
  readonly banner: string;
  readonly preparedBy: string;
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
    readonly approvedBy: readonly string[];
  }[];
}

const reasons: Readonly<Record<string, string>> = {
  small: "below the threshold",
  "few-families": "too few families",
  zero: "nobody, on a sensitive variable",
  earlier: "hidden in an earlier release",
  difference: "between two printed counts",
};
const statuses: Readonly<Record<string, string>> = {
  shown: "shown",
  primary: "hidden for itself",
  secondary: "hidden to protect",
};

/**
 * The page a checker reads before a release is approved: each output with what is behind it, and each count
 * with what became of it. It holds what the release hides, and stays in the review zone.
 */
export function checkerPage(plan: ReleasePlan, facts: CheckerFacts, means: PageMeans): string {
  const { system, protection, profile } = plan;
  const counts = system.cells.flatMap((cell, at) =>
    isPrinted(cell)
      ? [
          [
            cell.key,
            cell.tables.join(" "),
            cell.count,
            cell.families,
            statuses[protection.status[at] as string] ?? "",
            reasons[cell.primary ?? ""] ?? "",
            String(protection.published[at] ?? profile.symbol),
          ],
        ]
      : [],
  );
  const between = system.cells.flatMap((cell) =>
    isPrinted(cell) || cell.primary === null ? [] : [[cell.key, cell.count, cell.families]],
  );
  const warning = "For the checker only: it holds counts that the release hides";
  const body = [
    h(
      "section",
      { class: "banner", "aria-label": "Status" },
      h("p", {}, h("strong", {}, `${warning}.`)),
    ),
    h(
      "div",
      { class: "sheet wide" },
      h(
        "header",
        { class: "masthead" },
        h("h1", {}, facts.title),
        h("p", { class: "lead" }, `Release ${facts.number}, for the checker`),
        h("p", { class: "who" }, `${facts.banner}. Prepared by ${facts.preparedBy}.`),
      ),
      h(
        "main",
        { id: "main", tabindex: -1 },
        h(
          "p",
          { class: "keep" },
          h("strong", {}, "This page must not leave the team."),
          " What may leave it is in output/release, and nothing else.",
        ),
        checks(facts),
        attackSection(plan, facts),
        section(
          "earlier",
          "Earlier releases",
          facts.earlier.length === 0
            ? h("p", {}, "None: this is the first.")
            : tableNode(
                {
                  caption: "What readers may already have",
                  columns: ["Release", "Date", "Profile", "Same data", "Approved by"].map(
                    (header) => ({ header }),
                  ),
                  rows: facts.earlier.map((each) => [
                    `Release ${each.number}`,
                    each.date,
                    each.profile,
                    each.sameData ? "yes" : "no",
                    each.approvedBy.join(", ") || "nobody",
                  ]),
                },
                "earlier-table",
              ),
        ),
        section("outputs", "The outputs", outputsTable(plan)),
        section("rules", "The rules", rulesTable(plan, facts)),
        section(
          "between",
          "Small groups that no table prints",
          between.length === 0
            ? h("p", {}, "None.")
            : h(
                "details",
                {},
                h("summary", {}, `${between.length} groups that two tables could give away`),
                tableNode(
                  {
                    caption: "Groups between the categories of two tables",
                    columns: [
                      { header: "Group" },
                      { header: "Count", align: "right" },
                      { header: "Families", align: "right" },
                    ],
                    rows: between,
                  },
                  "between-table",
                ),
              ),
        ),
        section(
          "counts",
          "Every count",
          h(
            "details",
            {},
            h("summary", {}, `${counts.length} counts, with what became of each`),
            tableNode(
              {
                caption: "Counts of the tables and trees; counts.csv has the same",
                columns: [
                  { header: "Count of" },
                  { header: "In" },
                  { header: "Count", align: "right" },
                  { header: "Families", align: "right" },
                  { header: "Status" },
                  { header: "Why" },
                  { header: "Released as", align: "right" },
                ],
                rows: counts,
              },
              "counts-table",
            ),
          ),
        ),
      ),
      h(
        "footer",
        {},
        h("p", {}, `Made by ${means.tool} with `, h("code", {}, facts.command), "."),
        h("p", {}, "SHA-256 of the manifest: ", h("code", { class: "wrap" }, facts.manifest)),
      ),
    ),
  ];
  return htmlPage(
    { title: facts.title, status: warning, description: warning },
    new Set([releaseStyle(warning)]),
    means.digest,
    ...body,
  );
}

const section = (id: string, title: string, ...children: readonly HtmlElement[]): HtmlElement =>
  h("section", { "aria-labelledby": `${id}-h` }, h("h2", { id: `${id}-h` }, title), ...children);

/** What a person can see and the program cannot. */
function checks({ cure }: CheckerFacts): HtmlElement {
  return section(
    "checks",
    "What to look at",
    h(
      "ol",
      { class: "steps" },
      h(
        "li",
        {},
        "Open output/release/index.html: are the titles and labels fit to be read by anybody?",
      ),
      h(
        "li",
        {},
        "Would somebody who knows one child well learn something new from a table? The program knows rules, not neighbours.",
      ),
      h(
        "li",
        {},
        "Is anything else about these children published, by this team or another? The program knows its own releases only.",
      ),
      h("li", {}, cure),
      h(
        "li",
        {},
        'If it may go: throughline release --approve "Your name". It must not be the name of who prepared it.',
      ),
    ),
  );
}

function attackSection({ protection }: ReleasePlan, { attack }: CheckerFacts): HtmlElement {
  return section(
    "attack",
    "What an attack found",
    h(
      "p",
      {},
      `The files were attacked as a reader would, beside those of all earlier releases: ${attack.cells} counts, ${attack.hidden} of them hidden, and ${attack.equations} sums between them. No hidden count could be worked out. ${protection.primary} are hidden for themselves, ${protection.secondary} to protect those.`,
    ),
    h("p", { class: "soft" }, "Rules cut the risk; they do not prove that nobody can be found."),
  );
}

function outputsTable(plan: ReleasePlan): HtmlElement {
  const { system, protection } = plan;
  const statusOf = (id: string, wanted: string): number =>
    system.cells.filter((cell, at) => cell.tables.includes(id) && protection.status[at] === wanted)
      .length;
  const linked = new Map<string, Set<string>>();
  for (const { tables } of system.cells) {
    for (const id of tables) {
      const own = linked.get(id) ?? new Set();
      for (const other of tables) if (other !== id) own.add(other);
      linked.set(id, own);
    }
  }
  const rows = plan.outputs.map((each) => {
    const table = plan.tables.find(({ id }) => id === each.id);
    const tree = plan.trees.find(({ id }) => id === each.id);
    const number = plan.numbers.find(({ id }) => id === each.id);
    const model = plan.models.find(({ id }) => id === each.id);
    const whole = table?.cells.find(({ coordinates }) => coordinates.every((at) => at === null));
    return [
      each.id,
      each.title,
      `${each.unit}: ${each.variables.join(", ")}`,
      each.status,
      whole?.count ?? tree?.nodes[0]?.cells.at(-1)?.count ?? number?.n ?? model?.n ?? null,
      whole?.families ?? tree?.nodes[0]?.cells.at(-1)?.families ?? null,
      statusOf(each.id, "primary"),
      statusOf(each.id, "secondary"),
      linked.get(each.id)?.size ?? 0,
      table === undefined ? String(tree?.nMissing ?? "") : missingIn(table),
      each.reason,
    ];
  });
  return tableNode(
    {
      caption: "Each output of the plan",
      columns: [
        { header: "Output" },
        { header: "Title" },
        { header: "Of" },
        { header: "Status" },
        { header: "n", align: "right" },
        { header: "Families", align: "right" },
        { header: "Hidden for itself", align: "right" },
        { header: "To protect", align: "right" },
        { header: "Shares counts with so many", align: "right" },
        { header: "Not known" },
        { header: "Why" },
      ],
      rows,
    },
    "outputs-table",
  );
}

function rulesTable({ profile }: ReleasePlan, facts: CheckerFacts): HtmlElement {
  const zeros = {
    shown: "shown",
    hidden: "hidden",
    "hidden-if-sensitive": "hidden on sensitive variables",
  };
  const rows: (string | number)[][] = [
    ["Counts hidden", `1 to ${profile.threshold - 1}`],
    ["Noughts", zeros[profile.zeros]],
    ["Rounding of the rest", profile.roundTo > 1 ? `nearest ${profile.roundTo}` : "none"],
    ["Least families behind a count", profile.minimumFamilies],
    ["Least residual degrees of freedom", profile.residualDf],
    ["Most coefficients of a model, as a share of its rows", profile.parameterShare],
    ["Least in a part of a tree that is split", profile.treeParent * profile.threshold],
    ["Least in a part it is split into", profile.treeChild * profile.threshold],
    ["Authorities", profile.letterAuthorities ? "letters, unless the study allows names" : "names"],
    ...facts.changes.map(({ setting, to }) => [`The study's own ${setting}`, to]),
    ...(facts.reason === null ? [] : [["The study's reason", facts.reason]]),
  ];
  return tableNode(
    {
      caption: `Profile ${profile.name}, version ${profile.version}`,
      columns: [{ header: "Rule" }, { header: "Value" }],
      rows,
    },
    "rules-table",
  );
}

/** Rows that are under "Not known" for one of a table's variables; empty where nobody is. */
function missingIn(table: ReleasePlan["tables"][number]): string {
  return table.variables
    .flatMap((variable, place) => {
      const level = variable.levels.findIndex(({ value }) => /^not_known_*$/.test(value));
      const cell = table.cells.find(({ coordinates }) =>
        coordinates.every((at, index) => at === (index === place ? level : null)),
      );
      return level < 0 || cell === undefined ? [] : [`${variable.name} ${cell.count}`];
    })
    .join(", ");
}
