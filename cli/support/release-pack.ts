import { createHash } from "node:crypto";
import { judgementValues } from "../../analysis/disclosure/count-table.ts";
import { impliedStatistics } from "../../analysis/disclosure/implied-statistics.ts";
import { lastingSteps } from "../../analysis/disclosure/lasting-table.ts";
import { type PageMeans, releasePage } from "../../analysis/disclosure/pages/release-page.ts";
import type { ReleasePlan } from "../../analysis/disclosure/plan-release.ts";
import { roundedCount } from "../../analysis/disclosure/profile.ts";
import {
  csv,
  modelFiguresCsv,
  type ReleasedTable,
  type ReleasedTree,
} from "../../analysis/disclosure/release-csv.ts";
import { curveCsv, releasedCurve } from "../../analysis/disclosure/released-curve.ts";
import { figuresInWordOrder } from "../../analysis/disclosure/word-order.ts";
import type { ChosenProfile } from "../../data-dictionary/disclosure/profile.ts";
import { DisclosureRefusal } from "../exit-codes.ts";
import { packageVersion } from "../package-version.ts";
import { figureDocument } from "./draw.ts";
import type { OpenStudy } from "./load-study.ts";
import { bannerOf } from "./release-profile.ts";

const statisticWords: Readonly<Record<string, string>> = {
  "chi-squared": "Chi-squared",
  "cramers-v": "Cramér's V",
  "odds-ratio": "Odds ratio",
};

/** What the pages of a release are drawn and hashed with. */
export const pageMeans = (): PageMeans => ({
  document: figureDocument(),
  digest: (text) => createHash("sha256").update(text).digest("base64"),
  tool: `throughline ${packageVersion()}`,
});

/** The files of a pack: tables as they were attacked, statistics and page from them, and the manifest last. */
export function packFiles(
  study: OpenStudy,
  chosen: ChosenProfile,
  plan: ReleasePlan,
  released: {
    readonly tables: readonly ReleasedTable[];
    readonly trees: readonly ReleasedTree[];
    readonly rename: (variable: string, value: string) => string | null;
  },
  csvs: readonly { readonly name: string; readonly text: string }[],
  dataVersion: number,
  number: number,
): Map<string, string> {
  const { profile } = chosen;
  const { config } = study.loaded;
  const { tables, trees, rename } = released;
  const models = plan.models
    .filter(({ id }) => plan.outputs.find((output) => output.id === id)?.status === "released")
    .map((model) => figuresInWordOrder(model, rename));
  const statistics = tables.flatMap(impliedStatistics);
  const files = new Map(csvs.map(({ name, text }) => [name, text]));
  for (const model of models) {
    files.set(`models/${model.id}.csv`, modelFiguresCsv(model, profile.symbol, rename));
  }
  const shown = plan.numbers.map((each) => ({ ...each, n: roundedCount(each.n, profile.roundTo) }));
  files.set(
    "statistics.csv",
    csv([
      ["table", "statistic", "value", "note"],
      ...statistics.map((each) => [
        each.table,
        each.method,
        each.estimate ?? "withheld",
        each.reason,
      ]),
    ]),
  );
  const words = (id: string): string => {
    const table = tables.find((each) => each.id === id);
    return table === undefined ? id : table.variables.map(({ label }) => label).join(" by ");
  };
  const lasting = tables.find(({ variables }) => lastingSteps(variables[0]?.name ?? "") !== null);
  const curve = lasting === undefined ? [] : releasedCurve(lasting, profile.threshold);
  if (curve.length > 0) files.set("curve.csv", curveCsv(curve));
  files.set(
    "index.html",
    releasePage(
      {
        title: config.title,
        banner: bannerOf(chosen),
        profile,
        isSynthetic: config.synthetic ?? false,
        reason: chosen.reason,
        tables,
        trees,
        models,
        curve,
        rename,
        numbers: shown.map((each) => [
          `${each.label} (about ${each.n} ${each.unit === "family" ? "families" : "children"})`,
          `mean ${each.mean.toFixed(1)}${each.median === null ? "" : `, median ${each.median.toFixed(1)}`}`,
        ]),
        statistics: statistics
          .filter((each) => each.estimate !== null)
          .map((each) => [
            words(each.table),
            statisticWords[each.method] ?? each.method,
            (each.estimate as number).toFixed(2),
          ]),
        outputs: plan.outputs,
      },
      pageMeans(),
    ),
  );
  const totals = new Map<string, number | null>([
    ...tables.map(
      (table) =>
        [
          table.id,
          table.rows.find((row) => row.levels.every((level) => level === "All"))?.count ?? null,
        ] as const,
    ),
    ...trees.map(
      (tree) =>
        [
          tree.id,
          tree.rows.find((row) => row.depth === 0 && row.outcome.startsWith("All"))?.count ?? null,
        ] as const,
    ),
    ...models.map((model) => [model.id, model.n] as const),
    ...shown.map((each) => [each.id, each.n] as const),
  ]);
  const degrees = new Map<string, number>([
    ...tables.flatMap((table) => {
      const sizes = table.variables.map(
        (_, at) => new Set(table.rows.map(({ levels }) => levels[at])).size - 1,
      );
      return sizes.length < 2
        ? []
        : [[table.id, sizes.reduce((product, size) => product * (size - 1), 1)] as const];
    }),
    ...models.map((model) => [model.id, model.df] as const),
  ]);
  const manifest = {
    schema: "throughline/release/v1",
    release: number,
    dataVersion,
    tool: `throughline ${packageVersion()}`,
    profile: { ...profile, changes: chosen.changes, reason: chosen.reason },
    sensitive: plan.sensitive,
    zerosShownFor: judgementWords(plan),
    outputs: plan.outputs.map((each) => ({
      ...each,
      population: each.unit === "family" ? "families" : "children",
      n: totals.get(each.id) ?? null,
      df: degrees.get(each.id) ?? null,
    })),
    files: [...files].map(([path, text]) => ({
      path,
      sha256: sha256(text),
      bytes: Buffer.byteLength(text),
    })),
  };
  files.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  return files;
}

/** A file that nobody can read through cannot be checked. */
export function refuseTooLarge(files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const rows = name.endsWith(".csv") ? text.split("\n").length - 1 : 0;
    if (rows <= 5000 && Buffer.byteLength(text) <= 16 * 1024 * 1024) continue;
    throw new DisclosureRefusal(
      `${name} would have more than 5,000 rows or 16 MB, too much for a checker to read. Nothing was written.`,
      "Leave the table out of the plan, or use fewer categories.",
    );
  }
}

/** The words for values that say only that no judgement was made: their noughts are shown. */
export function judgementWords(plan: ReleasePlan): string[] {
  const variables = [
    ...plan.tables.flatMap((table) => table.variables),
    ...plan.trees.map((tree) => tree.outcome),
  ];
  const levels = variables.flatMap((variable) => variable.levels);
  return [
    ...new Set(
      levels.flatMap(({ value, label }) => (judgementValues.includes(value) ? [label] : [])),
    ),
  ].sort();
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
