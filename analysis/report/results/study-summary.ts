import { missingDay } from "../../../data-dictionary/table/column.ts";
import type { Dataset } from "../../../data-dictionary/table/dataset.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import type { ResultDocument } from "./results.ts";

/** Children and families who got as far as one stage of the study. */
export interface FlowStage {
  readonly label: string;
  readonly children: number;
  readonly families: number;
  /** Why those of the stage before are not in this one, with how many. */
  readonly left: readonly { readonly label: string; readonly children: number }[];
}

/** What a study is made of: who is in it, how they got there, and what became of the rows of its files. */
export interface StudySummary extends ResultDocument {
  readonly schema: "throughline/study/v1";
  readonly title: string;
  readonly synthetic: boolean;
  readonly instrument: string | null;
  readonly children: number;
  readonly families: number;
  /** Children who have a brother or sister in the study. */
  readonly childrenWithSiblings: number;
  readonly followUpYears: number;
  readonly seed: number;
  readonly indexed: boolean;
  readonly familySizes: readonly { readonly children: number; readonly families: number }[];
  readonly authorities: readonly {
    readonly value: string;
    readonly label: string;
    readonly children: number;
    readonly families: number;
  }[];
  readonly authorityCount: number;
  readonly flow: readonly FlowStage[];
  readonly files: readonly {
    readonly file: string;
    readonly rowsIn: number;
    readonly rowsUsed: number;
    readonly rowsRefused: number;
    readonly rowsBlank: number;
  }[];
  readonly steps: readonly {
    readonly step: string;
    readonly meaning: string;
    readonly applied: boolean;
    readonly rows: number;
  }[];
  readonly faults: { readonly error: number; readonly warning: number };
  readonly notes: readonly string[];
  /** The label of every variable by name. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The make-up of a study, for the first pages of its report; counts only. */
export function studySummary(derived: DerivedStudy): StudySummary {
  const { study, time, children } = derived;
  const { config } = study;
  const sizes = new Int32Array(time.families.count);
  for (const family of time.families.of) sizes[family] = (sizes[family] as number) + 1;
  const bySize = new Map<number, number>();
  for (const size of sizes) bySize.set(size, (bySize.get(size) ?? 0) + 1);
  const authorities = authoritiesOf(children, config.columns.authority);
  const indexed = time.index.some((day) => day !== missingDay);
  return {
    schema: "throughline/study/v1",
    title: config.title,
    synthetic: config.synthetic,
    instrument: config.instrument ?? null,
    children: children.rowCount,
    families: time.families.count,
    childrenWithSiblings: time.families.of.filter((family) => (sizes[family] as number) > 1).length,
    followUpYears: config.followUp.years,
    seed: config.seed,
    indexed,
    familySizes: [...bySize]
      .sort(([a], [b]) => a - b)
      .map(([size, families]) => ({ children: size, families })),
    authorities,
    authorityCount: authorities.length,
    flow: flowOf(derived, indexed),
    files: study.reconciliation.map(({ file, rowsIn, rowsUsed, rowsRefused, rowsBlank }) => ({
      file,
      rowsIn,
      rowsUsed,
      rowsRefused,
      rowsBlank,
    })),
    steps: study.steps.map(({ step, meaning, applied, rows }) => ({
      step,
      meaning,
      applied,
      rows,
    })),
    faults: {
      error: study.faults.filter((fault) => fault.severity === "error").length,
      warning: study.faults.filter((fault) => fault.severity !== "error").length,
    },
    notes: derived.notes,
    labels: Object.fromEntries(
      [...derived.families.columns.values(), ...children.columns.values()].map((column) => [
        column.name,
        column.label,
      ]),
    ),
  };
}

function authoritiesOf(children: Dataset, name: string): StudySummary["authorities"] {
  const column = children.columns.get(name);
  if (column?.kind !== "categorical") return [];
  return column.levels.flatMap((level, code) => {
    const rows = rowsWhere(children, (row) => column.codes[row] === code);
    const count = rows.length;
    return count === 0 ? [] : [{ ...level, children: count, families: familiesOf(children, rows) }];
  });
}

function flowOf(derived: DerivedStudy, indexed: boolean): FlowStage[] {
  const { children, time, study } = derived;
  const noun = "Children in the files";
  const file = study.reconciliation.find((each) => each.table === "children");
  const all = rowsWhere(children, () => true);
  const stages: FlowStage[] = [
    { label: noun, children: children.rowCount, families: time.families.count, left: [] },
  ];
  if (file !== undefined && file.rowsRefused > 0) {
    stages.unshift({
      label: "Rows of the children's file",
      children: file.rowsIn - file.rowsBlank,
      families: time.families.count,
      left: [],
    });
    stages[1] = {
      ...(stages[1] as FlowStage),
      left: [{ label: "Row could not be used", children: file.rowsRefused }],
    };
  }
  let rows = all;
  const step = (label: string, why: string, keep: (row: number) => boolean): void => {
    const next = rows.filter(keep);
    stages.push({
      label,
      children: next.length,
      families: familiesOf(children, next),
      left: next.length < rows.length ? [{ label: why, children: rows.length - next.length }] : [],
    });
    rows = next;
  };
  if (indexed) {
    step(
      "With an index date, followed up",
      "No index date on file",
      (row) => time.index[row] !== missingDay,
    );
  }
  const stage = rows;
  for (const outcome of derived.outcomes.filter((each) => each.unit === "child")) {
    rows = stage;
    step(`${outcome.label}: coded`, "Could not be determined", (row) => {
      const code = outcome.column.codes[row] as number;
      return code >= 0 && outcome.column.levels[code]?.value !== "not_determinable";
    });
  }
  return stages;
}

const rowsWhere = (data: Dataset, keep: (row: number) => boolean): number[] => {
  const rows: number[] = [];
  for (let row = 0; row < data.rowCount; row++) if (keep(row)) rows.push(row);
  return rows;
};

const familiesOf = (data: Dataset, rows: readonly number[]): number =>
  data.families === null
    ? rows.length
    : new Set(rows.map((row) => data.families?.of[row] as number)).size;
