import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type {
  OutcomeRule,
  PatternRule,
  RuleFile,
} from "../../data-dictionary/study/study-schema.ts";
import type { CategoricalColumn, Column } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { selectRows } from "../../data-dictionary/table/select-rows.ts";
import { judgeFamilies } from "../case-management/judge-families.ts";
import type { PatternJudgement } from "../case-management/pattern-judgement.ts";
import { childStory } from "../timeline/child-story.ts";
import { type Timelines, timelines } from "../timeline/timelines.ts";
import { bandColumn, rollupColumn, yesNoColumn } from "./derived-columns.ts";
import type { Fact } from "./fact.ts";
import { FactColumns } from "./fact-columns.ts";
import { factsOf } from "./facts/index.ts";
import { type PreparedRule, prepareRule, runRule } from "./rule-runner.ts";

/** An outcome coded for every child or family. */
export interface OutcomeResult {
  readonly name: string;
  readonly label: string;
  readonly unit: "child" | "family";
  readonly version: number;
  readonly n: number;
  /** Every value of the rule with its count, those of nought too, in the rule's order. */
  readonly counts: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly prepared: PreparedRule;
  readonly column: CategoricalColumn;
  /** Which row of the decision table decided; −1 where a missing value left it open. */
  readonly decidedBy: Int32Array;
}

/** A pattern judged for every family. */
export interface PatternResult {
  readonly name: string;
  readonly label: string;
  readonly unit: "family";
  readonly version: number;
  readonly method: string;
  readonly n: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly rule: PatternRule;
  readonly column: CategoricalColumn;
  readonly judgements: readonly PatternJudgement[];
}

/** A study with everything derived from it. */
export interface DerivedStudy {
  readonly study: LoadedStudy;
  readonly time: Timelines;
  readonly facts: readonly Fact[];
  /** One row a child: the children's table, family variables copied down, facts, bands, outcomes, patterns. */
  readonly children: Dataset;
  /** One row a family. */
  readonly families: Dataset;
  readonly outcomes: readonly OutcomeResult[];
  readonly patterns: readonly PatternResult[];
  /** Steps taken on the way that a reader should know of, such as copying patterns to children. */
  readonly notes: readonly string[];
}

/**
 * Codes every outcome and pattern of a study by its rules.
 *
 * Facts come first, then roll-ups and bands, then patterns by family, then outcomes in the order of the
 * rule files, so that a later rule may use an earlier outcome. A family's variables and patterns are copied
 * down to its children, and said to be the family's.
 *
 * @param options.rules - Rules to use instead of the study's, for sensitivity analysis.
 * @throws {InputError} `no-children`, `unknown-field`, `bad-condition`.
 */
export function deriveStudy(
  study: LoadedStudy,
  options: { readonly rules?: readonly RuleFile[] } = {},
): DerivedStudy {
  const time = timelines(study);
  const rules = options.rules ?? study.rules;
  const facts = factsOf(study);
  const notes: string[] = [];
  const children = new Map<string, Column>(time.children.columns);
  for (const column of factColumns(time, facts)) children.set(column.name, column);
  const { families, familyRow } = familyTable(time);
  copyDown(families, familyRow, time, children);
  addDerived(study, children, time.childCount);
  const patterns = rules
    .filter((rule): rule is PatternRule & RuleFile => "pattern" in rule)
    .map((rule) => patternResult(time, rule));
  const familyColumns = new Map(families.columns);
  for (const pattern of patterns) {
    familyColumns.set(pattern.name, pattern.column);
    children.set(pattern.name, {
      ...pattern.column,
      codes: Int32Array.from(time.families.of, (family) => pattern.column.codes[family] as number),
    });
    notes.push(
      `${pattern.label} is judged for each family and copied to its children; tests of it count families.`,
    );
  }
  const outcomes: OutcomeResult[] = [];
  for (const rule of rules) {
    if (!("outcome" in rule)) continue;
    const onFamilies = rule.level === "family";
    const result = outcomeResult(
      rule,
      onFamilies ? familyColumns : children,
      onFamilies ? time.families.count : time.childCount,
    );
    outcomes.push(result);
    if (onFamilies) {
      familyColumns.set(result.name, result.column);
      children.set(result.name, {
        ...result.column,
        codes: Int32Array.from(time.families.of, (family) => result.column.codes[family] as number),
      });
    } else children.set(result.name, result.column);
    addDerived(study, children, time.childCount);
  }
  addDerived(study, familyColumns, time.families.count);
  return {
    study,
    time,
    facts,
    children: {
      ...time.children,
      name: "children",
      unit: time.children.unit,
      columns: children,
      families: time.familiesKnown ? time.families : null,
    },
    families: { ...families, columns: familyColumns },
    outcomes,
    patterns,
    notes,
  };
}

function factColumns(time: Timelines, facts: readonly Fact[]): Column[] {
  const columns = new FactColumns(facts, time.childCount);
  for (let child = 0; child < time.childCount; child++) columns.fill(childStory(time, child));
  return columns.finish();
}

/** One row for each family among the children, in their order; values from the families table where there is one. */
function familyTable(time: Timelines): { families: Dataset; familyRow: Int32Array } {
  const { study, families, familyIds } = time;
  const table = study.tables.get("families");
  const own = new Int32Array(families.count).fill(-1);
  if (table === undefined) {
    return {
      families: {
        name: "families",
        unit: "family",
        rowCount: families.count,
        columns: authorityOfFamilies(time),
        families: {
          of: Int32Array.from({ length: families.count }, (_, row) => row),
          count: families.count,
        },
        weights: null,
        lines: null,
      },
      familyRow: own,
    };
  }
  const ids = table.columns.get(study.config.columns.family);
  const number = new Map<string, number>();
  if (ids?.kind === "text") {
    ids.values.forEach((id, row) => {
      if (id !== null && !number.has(id)) number.set(id, row);
    });
  }
  familyIds.forEach((id, family) => {
    own[family] = id === null ? -1 : (number.get(id) ?? -1);
  });
  const missing = own.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0);
  if (missing > 0) {
    throw new InputError(
      "orphan-family",
      `${missing} famil${missing === 1 ? "y" : "ies"} of the children's table ${missing === 1 ? "has" : "have"} no row in the families' table.`,
      "See which with throughline check, and add the rows.",
    );
  }
  const selected = selectRows(table, Array.from(own));
  const columns = new Map(selected.columns);
  for (const [name, column] of authorityOfFamilies(time)) {
    if (!columns.has(name)) columns.set(name, column);
  }
  return {
    families: {
      ...selected,
      unit: "family",
      columns,
      families: {
        of: Int32Array.from({ length: families.count }, (_, row) => row),
        count: families.count,
      },
    },
    familyRow: own,
  };
}

/** The authority of each family, from its first child: families do not differ within. */
function authorityOfFamilies(time: Timelines): Map<string, Column> {
  const name = time.study.config.columns.authority;
  const column = time.children.columns.get(name);
  if (column?.kind !== "categorical") return new Map();
  const codes = new Int32Array(time.families.count).fill(-1);
  for (let child = time.childCount - 1; child >= 0; child--) {
    codes[time.families.of[child] as number] = column.codes[child] as number;
  }
  return new Map([[name, { ...column, level: "family", codes }]]);
}

function copyDown(
  families: Dataset,
  familyRow: Int32Array,
  time: Timelines,
  children: Map<string, Column>,
): void {
  if (familyRow[0] === -1) return;
  const copied = selectRows(families, Array.from(time.families.of));
  for (const [name, column] of copied.columns) {
    if (children.has(name) || column.kind === "text") continue;
    children.set(name, { ...column, level: "family" });
  }
}

/** Roll-ups, bands and yes/no variables whose parts are there by now. */
function addDerived(study: LoadedStudy, columns: Map<string, Column>, rowCount: number): void {
  for (const [name, { any, label }] of Object.entries(study.config.rollups)) {
    if (columns.has(name) || !any.every((part) => columns.has(part))) continue;
    columns.set(name, rollupColumn(name, label ?? name, any, columns, rowCount));
  }
  for (const [name, { of, cuts, labels, label }] of Object.entries(study.config.bands)) {
    const source = columns.get(of);
    if (columns.has(name) || source?.kind !== "numeric") continue;
    columns.set(name, bandColumn(name, label, source, cuts, labels));
  }
  for (const [name, { of, yes, no, label }] of Object.entries(study.config.yes_no)) {
    const source = columns.get(of);
    if (columns.has(name) || source?.kind !== "categorical") continue;
    columns.set(name, yesNoColumn(name, label ?? name, source, yes, no));
  }
}

function outcomeResult(
  rule: OutcomeRule,
  columns: ReadonlyMap<string, Column>,
  rowCount: number,
): OutcomeResult {
  const prepared = prepareRule(rule);
  const { column, decidedBy } = runRule(prepared, columns, rowCount);
  return {
    name: rule.outcome,
    label: rule.label,
    unit: rule.level,
    version: rule.version,
    n: rowCount,
    counts: countLevels(column),
    labels: rule.values,
    prepared,
    column,
    decidedBy,
  };
}

function patternResult(time: Timelines, rule: PatternRule): PatternResult {
  const judgements = judgeFamilies(time, rule);
  const values = { ...rule.values };
  if (judgements.some((each) => each.value === "not_determinable")) {
    values[rule.unknown] ??= "Not determinable";
  }
  const levels = Object.entries(values).map(([value, label]) => ({ value, label }));
  const codeOf = new Map(levels.map((level, code) => [level.value, code]));
  const column: CategoricalColumn = {
    kind: "categorical",
    name: rule.pattern,
    label: rule.label,
    level: "family",
    origin: "derived",
    codes: Int32Array.from(
      judgements,
      (each) => codeOf.get(each.value) ?? codeOf.get("mixed") ?? -1,
    ),
    levels,
    ordered: false,
  };
  return {
    name: rule.pattern,
    label: rule.label,
    unit: "family",
    version: rule.version,
    method: rule.method,
    n: judgements.length,
    counts: countLevels(column),
    labels: values,
    rule,
    column,
    judgements,
  };
}

function countLevels(column: CategoricalColumn): Record<string, number> {
  const counts = Object.fromEntries(column.levels.map((level) => [level.value, 0]));
  for (const code of column.codes) {
    const value = column.levels[code]?.value;
    if (value !== undefined) counts[value] = (counts[value] as number) + 1;
  }
  return counts;
}
