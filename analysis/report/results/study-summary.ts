import { countFaults } from "../../../data-dictionary/fault.ts";
import { missingDay } from "../../../data-dictionary/table/column.ts";
import type { Dataset } from "../../../data-dictionary/table/dataset.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import { nounOf } from "../findings/nouns.ts";
import type { ResultDocument } from "./results.ts";

/** Children and families who got as far as one stage of the study. */
export interface FlowStage {
  readonly label: string;
  readonly children: number;
  readonly families: number | null;
  /** Why those of the stage before are not in this one, with how many. */
  readonly left: readonly {
    readonly label: string;
    readonly children: number;
    /** Families none of whose children are left; null where families are not told apart. */
    readonly families: number | null;
  }[];
  /** Outcomes branch off the last stage of those followed up: each is counted from there. */
  readonly branch: boolean;
}

/** What a study is made of: who is in it, how they got there, and what became of the rows of its files. */
export interface StudySummary extends ResultDocument {
  readonly schema: "throughline/study/v1";
  readonly title: string;
  readonly synthetic: boolean;
  readonly instrument: string | null;
  /** What a row of the main table is: child, file, review, respondent… */
  readonly unit: string;
  /** What the study team says of its study, by part. */
  readonly about: Readonly<Record<string, string>>;
  /** The variable that names the authority. */
  readonly authorityVariable: string;
  /** Rows of the main table: children, unless the unit says otherwise. */
  readonly children: number;
  readonly families: number;
  /** Does the study say which children are of one family? */
  readonly familiesKnown: boolean;
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
    unit: children.unit,
    about: Object.fromEntries(
      Object.entries(config.about).flatMap(([name, words]) =>
        words === undefined ? [] : [[name, words]],
      ),
    ),
    authorityVariable: config.columns.authority,
    children: children.rowCount,
    families: time.families.count,
    familiesKnown: time.familiesKnown,
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
      error: countFaults(study.faults, "error"),
      warning: countFaults(study.faults, "warning") + countFaults(study.faults, "note"),
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
  const told = time.familiesKnown;
  const file = study.reconciliation.find((each) => each.table === "children");
  const all = rowsWhere(children, () => true);
  const families = told ? time.families.count : null;
  const { many } = nounOf(children.unit);
  const stages: FlowStage[] = [
    {
      label: `${upperFirst(many)} that could be used`,
      children: children.rowCount,
      families,
      left: [],
      branch: false,
    },
  ];
  if (file !== undefined && file.rowsRefused > 0) {
    stages.unshift({
      label: "Rows of the file",
      children: file.rowsIn - file.rowsBlank,
      families: null,
      left: [],
      branch: false,
    });
    stages[1] = {
      ...(stages[1] as FlowStage),
      left: [{ label: "Row could not be used", children: file.rowsRefused, families: null }],
    };
  }
  const stage = (
    from: readonly number[],
    words: { readonly label: string; readonly why: string; readonly branch: boolean },
    keep: (row: number) => boolean,
  ): readonly number[] => {
    const next = from.filter(keep);
    const kept = familiesOf(children, next);
    stages.push({
      label: words.label,
      children: next.length,
      families: told ? kept : null,
      left:
        next.length < from.length
          ? [
              {
                label: words.why,
                children: from.length - next.length,
                families: told ? familiesOf(children, from) - kept : null,
              },
            ]
          : [],
      branch: words.branch,
    });
    return next;
  };
  const followed = indexed
    ? stage(
        all,
        {
          label: "With an index date, followed up",
          why: "No index date on file",
          branch: false,
        },
        (row) => time.index[row] !== missingDay,
      )
    : all;
  const known = ({ column }: DerivedStudy["outcomes"][number], row: number): boolean => {
    const code = column.codes[row] as number;
    return code >= 0 && column.levels[code]?.value !== "not_determinable";
  };
  const inside = new Set(followed);
  // An outcome that is known for children who were not followed up does not branch off here.
  const branches = derived.outcomes.filter(
    (each) => each.unit === "child" && !all.some((row) => !inside.has(row) && known(each, row)),
  );
  for (const outcome of branches) {
    stage(
      followed,
      {
        label: `Known: ${outcome.label.replace(/\?$/, "").replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase())}`,
        why: "Could not be determined",
        branch: true,
      },
      (row) => known(outcome, row),
    );
  }
  return stages;
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const rowsWhere = (data: Dataset, keep: (row: number) => boolean): number[] => {
  const rows: number[] = [];
  for (let row = 0; row < data.rowCount; row++) if (keep(row)) rows.push(row);
  return rows;
};

const familiesOf = (data: Dataset, rows: readonly number[]): number =>
  data.families === null
    ? rows.length
    : new Set(rows.map((row) => data.families?.of[row] as number)).size;
