import type { ModelOutput } from "./model-output.ts";
import type { ReleasePlan } from "./plan-release.ts";
import { roundedCount } from "./profile.ts";
import { cellKey } from "./system-cell.ts";
import { type NodeCondition, pathKey, type TreeTable } from "./tree-table.ts";
import { inWordOrder, levelWords, nodesInWordOrder, wordRanks } from "./word-order.ts";

/** A row of a released table: what a reader may know, and nothing else. */
export interface ReleasedRow {
  /** A label for each variable, "All" for all of its levels together. */
  readonly levels: readonly string[];
  /** The rounded count, or null where it is hidden. */
  readonly count: number | null;
  /** Of the same row over all levels of the last variable, from rounded counts; null where it is hidden. */
  readonly percent: number | null;
}

/** A table as it is released: protected counts only; the counts behind it are not reachable from here. */
export interface ReleasedTable {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly population: string;
  readonly variables: readonly {
    readonly name: string;
    readonly label: string;
    readonly sensitive: boolean;
  }[];
  readonly rows: readonly ReleasedRow[];
}

/**
 * The tables of a plan, protected.
 *
 * @param rename - Words in place of a level's own: letters for authorities.
 */
export function releasedTables(
  plan: ReleasePlan,
  rename: (variable: string, value: string) => string | null = () => null,
): ReleasedTable[] {
  return plan.tables.map((table) => {
    const words = table.variables.map((variable) => levelWords(variable, rename));
    const shown = new Map<string, number | null>();
    for (const cell of table.cells) {
      const index = plan.system.indexOf.get(cellKey(table, cell.coordinates)) as number;
      shown.set(cell.coordinates.join(), plan.protection.published[index] as number | null);
    }
    return {
      id: table.id,
      title: table.title,
      unit: table.unit,
      population: table.population,
      variables: table.variables.map(({ name, label, sensitive }) => ({ name, label, sensitive })),
      rows: inWordOrder(table, rename).map(({ coordinates }) => {
        const count = shown.get(coordinates.join()) as number | null;
        const start = coordinates.slice(0, -1);
        const whole = shown.get([...start, null].join()) as number | null;
        const parts = [...(words.at(-1) ?? []).keys()].map(
          (level) => shown.get([...start, level].join()) as number | null,
        );
        return {
          levels: coordinates.map((level, at) =>
            level === null ? "All" : (words[at]?.[level] as string),
          ),
          count,
          percent:
            coordinates.at(-1) === null ? percentOf(count, whole) : shareOf(count, whole, parts),
        };
      }),
    };
  });
}

/**
 * A percentage of the sum of the rounded parts, so that they make 100 together; where one of them is hidden, of
 * the rounded total.
 */
function shareOf(
  count: number | null,
  whole: number | null,
  parts: readonly (number | null)[],
): number | null {
  const known = parts.filter((part) => part !== null);
  return percentOf(
    count,
    whole === null || known.length < parts.length
      ? whole
      : known.reduce((sum, part) => sum + part, 0),
  );
}

/** A count of a released tree. */
export interface ReleasedNode {
  readonly node: number;
  readonly parent: number | null;
  readonly depth: number;
  /** The variable that sets the node apart from its brothers; "" for the root. */
  readonly variable: string;
  readonly label: string;
  readonly levels: readonly string[];
  /** A class of the outcome, or "All". */
  readonly outcome: string;
  readonly count: number | null;
  readonly percent: number | null;
}

/** A tree as it is released: protected counts only. */
export interface ReleasedTree {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly population: string;
  readonly outcome: { readonly name: string; readonly label: string };
  readonly rows: readonly ReleasedNode[];
}

/** The trees of a plan, protected. */
export function releasedTrees(
  plan: Pick<ReleasePlan, "trees" | "system" | "protection">,
  rename: (variable: string, value: string) => string | null = () => null,
): ReleasedTree[] {
  return plan.trees.map((tree) => {
    const shown = (node: TreeTable["nodes"][number], level: number | null): number | null =>
      plan.protection.published[
        plan.system.indexOf.get(pathKey(tree, node.path, level)) as number
      ] as number | null;
    const classes = levelWords(tree.outcome, rename);
    const classRanks = wordRanks(tree.outcome.name, tree.outcome.levels, rename);
    const depth = new Map<number | null, number>([[null, -1]]);
    const ordered = nodesInWordOrder(tree, rename);
    const numberOf = new Map(ordered.map(({ id }, at) => [id, at + 1]));
    return {
      id: tree.id,
      title: tree.title,
      unit: tree.unit,
      population: tree.population,
      outcome: { name: tree.outcome.name, label: tree.outcome.label },
      rows: ordered.flatMap((node) => {
        depth.set(node.id, (depth.get(node.parent) as number) + 1);
        const whole = shown(node, null);
        const parts = node.cells.flatMap((each) =>
          each.level === null ? [] : [shown(node, each.level)],
        );
        const cells = [...node.cells].sort(
          (a, b) =>
            (a.level === null ? classes.length : (classRanks[a.level] as number)) -
            (b.level === null ? classes.length : (classRanks[b.level] as number)),
        );
        return cells.map(({ level }): ReleasedNode => {
          const count = shown(node, level);
          return {
            node: numberOf.get(node.id) as number,
            parent: node.parent === null ? null : (numberOf.get(node.parent) as number),
            depth: depth.get(node.id) as number,
            variable: node.condition?.variable ?? "",
            label: node.condition?.label ?? "",
            levels:
              node.condition === null
                ? []
                : conditionWords(numberOf.get(node.id) as number, node.condition, tree, rename),
            outcome: level === null ? wholeWords(tree) : (classes[level] as string),
            count,
            percent: level === null ? percentOf(count, whole) : shareOf(count, whole, parts),
          };
        });
      }),
    };
  });
}

/** All of a node; where some outcomes are not known, only those that are. */
const wholeWords = (tree: TreeTable): string => (tree.nMissing > 0 ? "All known" : "All");

/** The levels that lead to a node; those that too few have are not named. */
function conditionWords(
  part: number,
  condition: NodeCondition,
  tree: TreeTable,
  rename: (variable: string, value: string) => string | null,
): string[] {
  const predictor = tree.predictors.find(({ name }) => name === condition.variable);
  const words = predictor === undefined ? [] : levelWords(predictor, rename);
  const ranks = predictor === undefined ? [] : wordRanks(predictor.name, predictor.levels, rename);
  const place = (value: string): number =>
    predictor?.levels.findIndex((level) => level.value === value) ?? -1;
  const named = [...condition.named]
    .sort((a, b) => (ranks[place(a)] ?? -1) - (ranks[place(b)] ?? -1))
    .map((value) => words[place(value)] ?? value);
  return named.length < condition.values.length ? [...named, `others of part ${part}`] : named;
}

/** A released tree as tidy CSV. */
export function treeCsv(tree: ReleasedTree, symbol: string): string {
  return csv([
    [
      "tree",
      "unit",
      "population",
      "node",
      "parent",
      "variable",
      "levels",
      tree.outcome.name,
      "count",
      "percent",
    ],
    ...tree.rows.map((row) => [
      tree.id,
      tree.unit,
      tree.population,
      row.node,
      row.parent ?? "",
      row.variable,
      row.levels.join(" | "),
      row.outcome,
      row.count ?? symbol,
      row.percent ?? (row.count === 0 ? "" : symbol),
    ]),
  ]);
}

/** What a figure of a model is about, in words. */
export function figureWords(
  { variable, label, level, against }: ModelOutput["figures"][number],
  rename: (variable: string, value: string) => string | null,
): string {
  const words = (own: { readonly value: string; readonly label: string }): string =>
    rename(variable, own.value) ?? own.label;
  if (level === null) return label;
  return `${label}: ${words(level)}${against === null ? "" : ` against ${words(against)}`}`;
}

/** A released model as tidy CSV. */
export function modelFiguresCsv(
  model: ModelOutput,
  symbol: string,
  rename: (variable: string, value: string) => string | null,
): string {
  return csv([
    ["model", "unit", "n", "df", "method", "figure", "estimate", "ci_low", "ci_high", "note"],
    ...model.figures.map((each) => [
      model.id,
      model.unit,
      model.n,
      model.df,
      model.method,
      figureWords(each, rename),
      each.estimate ?? symbol,
      each.ciLow ?? symbol,
      each.ciHigh ?? symbol,
      each.reason,
    ]),
  ]);
}

/** The means of a plan as tidy CSV, with their n rounded as counts are. */
export function numbersCsv({ numbers, profile }: Pick<ReleasePlan, "numbers" | "profile">): string {
  return csv([
    ["id", "unit", "population", "variable", "n", "mean", "median"],
    ...numbers.map((each) => [
      each.id,
      each.unit,
      each.population,
      each.variable,
      roundedCount(each.n, profile.roundTo),
      each.mean,
      each.median ?? profile.symbol,
    ]),
  ]);
}

/**
 * A percentage from rounded counts: whole numbers, one decimal from a base of 1,000.
 *
 * @example
 * percentOf(15, 40) // => 38
 */
export function percentOf(count: number | null, whole: number | null): number | null {
  if (count === null || whole === null || whole === 0) return null;
  const share = Math.min(100, (100 * count) / whole);
  return whole >= 1000 ? Math.floor(share * 10 + 0.5) / 10 : Math.floor(share + 0.5);
}

/** A released table as tidy CSV; a hidden count and its percentage are the symbol. */
export function releaseCsv(table: ReleasedTable, symbol: string): string {
  const names = table.variables.map((variable) => variable.name);
  const rows: (string | number)[][] = [
    ["table", "unit", "population", ...names, "count", "percent"],
  ];
  for (const { levels, count, percent } of table.rows) {
    rows.push([
      table.id,
      table.unit,
      table.population,
      ...levels,
      count ?? symbol,
      percent ?? (count === 0 ? "" : symbol),
    ]);
  }
  return csv(rows);
}

/** Rows as CSV; a text that a spreadsheet would take for a formula gets an apostrophe. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows
    .map(
      (row) =>
        `${row.map((cell) => (typeof cell === "number" ? String(cell) : quoted(cell))).join(",")}\r\n`,
    )
    .join("");
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
