import type { PlanItem } from "../../data-dictionary/study/study-schema.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { DerivedStudy } from "../outcomes/derive-study.ts";
import { type Bitset, bitsetOf } from "./bitset.ts";
import { type CellSystem, cellSystem } from "./cell-system.ts";
import { type CountTable, countTable } from "./count-table.ts";
import type { LinearSolver } from "./linear-solver.ts";
import type { Profile } from "./profile.ts";
import { type Protection, suppress } from "./suppress.ts";

/** What defines a table, without its counts: enough to count it again. */
export interface TableSpec {
  readonly unit: "child" | "family";
  readonly variables: readonly string[];
}

/** A mean, with a median where enough stand behind it. Least and greatest values are never released. */
export interface NumericOutput {
  readonly id: string;
  readonly variable: string;
  readonly label: string;
  readonly unit: string;
  readonly population: string;
  readonly n: number;
  readonly mean: number;
  readonly median: number | null;
  readonly members: Bitset;
}

/** What becomes of one output of the plan. */
export interface OutputStatus {
  readonly id: string;
  readonly title: string;
  readonly kind: "table" | "numbers" | "tree" | "model" | "agreement" | "adjusted";
  readonly status: "released" | "review" | "withheld";
  readonly reason: string;
  readonly unit: string;
  readonly variables: readonly string[];
}

/** Everything a release would hold, with the counts behind it: private until it is written out. */
export interface ReleasePlan {
  readonly profile: Profile;
  readonly tables: readonly CountTable[];
  readonly numbers: readonly NumericOutput[];
  readonly outputs: readonly OutputStatus[];
  readonly sensitive: readonly string[];
  readonly system: CellSystem;
  readonly protection: Protection;
}

/** Keys shown and hidden by earlier releases of the same data, and the tables they were in. */
export interface EarlierReleases {
  readonly tables: readonly TableSpec[];
  readonly hidden: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
}

/**
 * Turns a study's plan into tables of counts, joins them into one system with everything released before
 * from the same data, and decides which counts must be hidden.
 *
 * Descriptions become one-way tables, tests and comparisons two-way tables of outcome by predictor. What
 * cannot be shown to be a table of counts is withheld, or left to a checker, and says why.
 *
 * @param options.dataVersion - Number of this version of the data; it names the population, so that
 *   counts of different data are never taken for one another.
 * @param options.skip - For tests only, see suppress.
 * @throws {InputError} `cannot-protect`.
 */
export function planRelease(
  derived: DerivedStudy,
  options: {
    readonly profile: Profile;
    readonly solve: LinearSolver;
    readonly dataVersion?: number;
    readonly earlier?: EarlierReleases;
    readonly skip?: "nothing" | "attack" | "secondary";
  },
): ReleasePlan {
  const { profile } = options;
  const sensitive = sensitiveVariables(derived);
  const version = options.dataVersion ?? 1;
  const outputs: OutputStatus[] = [];
  const tables: CountTable[] = [];
  const numbers: NumericOutput[] = [];
  const seen = new Set<string>();
  const count = (spec: TableSpec, id: string, title: string): CountTable =>
    countTable(spec.unit === "family" ? derived.families : derived.children, {
      id,
      title,
      variables: spec.variables,
      population: `${spec.unit === "family" ? "families" : "children"}, data version ${version}`,
      sensitive,
    });
  for (const item of derived.study.config.plan) {
    for (const part of partsOf(item)) {
      const data = part.unit === "family" ? derived.families : derived.children;
      const refuse = (status: "review" | "withheld", reason: string): void => {
        const id = `${part.kind}-${outputs.length + 1}`;
        outputs.push({
          id,
          title: part.title,
          kind: part.kind,
          status,
          reason,
          unit: part.unit,
          variables: part.variables,
        });
      };
      if (part.kind !== "table") {
        refuse(part.kind === "agreement" ? "withheld" : "review", notTables[part.kind]);
        continue;
      }
      const kinds = part.variables.map((name) => columnOf(data, name).kind);
      if (kinds.some((kind) => kind === "text" || kind === "date")) {
        refuse("withheld", "Texts, identifiers and exact dates are never released.");
      } else if (kinds.every((kind) => kind === "categorical")) {
        const key = `${part.unit}:${[...part.variables].sort().join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const id = `table-${String(tables.length + 1).padStart(2, "0")}`;
        tables.push(count(part, id, part.title));
        outputs.push({
          id,
          title: part.title,
          kind: "table",
          status: "released",
          reason: "",
          unit: part.unit,
          variables: part.variables,
        });
      } else if (part.variables.length === 1) {
        const summary = numericOutput(
          data,
          part.variables[0] as string,
          profile,
          version,
          numbers.length + 1,
        );
        if (summary === null) refuse("withheld", `Fewer than ${profile.threshold} have a value.`);
        else {
          numbers.push(summary);
          outputs.push({
            id: summary.id,
            title: summary.label,
            kind: "numbers",
            status: "released",
            reason: "",
            unit: part.unit,
            variables: part.variables,
          });
        }
      } else refuse("withheld", "A number in a table must be banded first (bands in study.yaml).");
    }
  }
  const earlier = options.earlier ?? { tables: [], hidden: new Set(), shown: new Set() };
  const before = earlier.tables
    .filter((spec) => !seen.has(`${spec.unit}:${[...spec.variables].sort().join()}`))
    .map((spec, index) => count(spec, `earlier-${index + 1}`, "Released earlier"));
  const system = cellSystem([...tables, ...before], profile, earlier);
  const protection = suppress(system, profile, options.solve, options.skip ?? "nothing");
  return { profile, tables, numbers, outputs, sensitive, system, protection };
}

interface Part extends TableSpec {
  readonly kind: OutputStatus["kind"];
  readonly title: string;
}

const notTables: Readonly<Record<Exclude<OutputStatus["kind"], "table">, string>> = {
  tree: "Trees are left out of the pack: a checker must see every node, its sizes and its cut points (see docs/disclosure.md).",
  model:
    "Models are left out of the pack: a checker must see that every level, with and without the event, holds enough children.",
  numbers: "A number must be described by itself.",
  agreement: "Agreement between coders is not released: its tables are of single ratings.",
  adjusted:
    "Adjusted and shrunken figures are left out of the pack: they come from a model, which a checker must see.",
};

/** An item of the plan as the outputs it makes. */
function partsOf(item: PlanItem): Part[] {
  if ("describe" in item) {
    const unit = item.unit ?? "child";
    return item.describe.map((name) => ({
      kind: "table",
      unit,
      title: item.title ?? name,
      variables: item.by ? [item.by, name] : [name],
    }));
  }
  if ("associate" in item) {
    return item.with.map((name) => ({
      kind: "table",
      unit: item.unit ?? "child",
      title: item.title ?? `${item.associate} by ${name}`,
      variables: [...(item.by ? [item.by] : []), name, item.associate],
    }));
  }
  if ("compare" in item) {
    const unit = item.unit ?? "child";
    const title = item.title ?? `${item.compare} by authority`;
    const adjusted = { kind: "adjusted", unit, title: `${title} (adjusted)` } as const;
    return [
      { kind: "table", unit, title, variables: [item.by ?? "authority", item.compare] },
      ...(item.adjust ? [{ ...adjusted, variables: [item.compare, ...item.adjust] }] : []),
    ];
  }
  const unit = "child";
  if ("tree" in item) {
    return [
      {
        kind: "tree",
        unit,
        title: item.title ?? `Tree of ${item.tree}`,
        variables: [item.tree, ...item.with],
      },
    ];
  }
  if ("model" in item) {
    return [
      {
        kind: "model",
        unit,
        title: item.title ?? `Model of ${item.model}`,
        variables: [item.model, ...item.with],
      },
    ];
  }
  return [{ kind: "agreement", unit, title: item.title ?? "Agreement", variables: [] }];
}

/** The study's own list and the codebook's tags; and every outcome and pattern, which nobody knew before. */
function sensitiveVariables(derived: DerivedStudy): string[] {
  const { config, codebook } = derived.study;
  return [
    ...new Set([
      ...(config.sensitive ?? []),
      ...codebook.variables
        .filter((variable) => variable.sensitive)
        .map((variable) => variable.name),
      ...derived.outcomes.map((outcome) => outcome.name),
      ...derived.patterns.map((pattern) => pattern.name),
    ]),
  ].sort();
}

function numericOutput(
  data: Dataset,
  name: string,
  profile: Profile,
  version: number,
  number: number,
): NumericOutput | null {
  const column = columnOf(data, name);
  if (column.kind !== "numeric") return null;
  const rows = [...column.values.keys()].filter((row) => column.reasons[row] === 0);
  const families = data.families;
  const behind =
    families === null ? rows.length : new Set(rows.map((row) => families.of[row])).size;
  // Those without a value are the difference between this number and the whole table: enough, or none.
  const missing = data.rowCount - rows.length;
  if (rows.length < profile.threshold || behind < profile.minimumFamilies) return null;
  if (missing > 0 && missing < profile.threshold) return null;
  const values = Float64Array.from(rows, (row) => column.values[row] as number).sort();
  const middle = (values.length - 1) / 2;
  const median =
    ((values[Math.floor(middle)] as number) + (values[Math.ceil(middle)] as number)) / 2;
  return {
    id: `numbers-${String(number).padStart(2, "0")}`,
    variable: name,
    label: column.label,
    unit: data.unit,
    population: `${data.unit === "family" ? "families" : "children"} with a value, data version ${version}`,
    n: rows.length,
    mean: Math.round((values.reduce((sum, value) => sum + value, 0) / rows.length) * 10) / 10,
    median: rows.length >= 2 * profile.threshold ? Math.round(median * 10) / 10 : null,
    members: bitsetOf(rows, data.rowCount),
  };
}
