import type { DerivedStudy } from "../../analysis/outcomes/derive-study.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { selectRows } from "../../data-dictionary/table/select-rows.ts";

/** What a reader may choose from: a name with the words for it. */
export interface Choice {
  readonly name: string;
  readonly label: string;
}

/** A part of the children, with how to say so. */
export interface Cohort {
  readonly data: Dataset;
  /** The rows of the children's table. */
  readonly rows: readonly number[];
  /** "all children", "children under 6 in Authority A". */
  readonly words: string;
}

/** Stands for no restriction. */
export const everybody = "";

/** The outcomes of children, in the order of the rule files. */
export function childOutcomes(derived: DerivedStudy): Choice[] {
  return derived.outcomes
    .filter((outcome) => outcome.unit === "child")
    .map(({ name, label }) => ({ name, label }));
}

/** Categorical variables that can make groups: 2 to `most` answers, with at least one child in two of them. */
export function groupings(data: Dataset, most = 12): Choice[] {
  return [...data.columns.values()]
    .filter((column): column is CategoricalColumn => column.kind === "categorical")
    .filter((column) => column.levels.length >= 2 && column.levels.length <= most)
    .filter((column) => new Set([...column.codes].filter((code) => code >= 0)).size >= 2)
    .map(({ name, label }) => ({ name, label }));
}

/** The study's first band of an age, such as `age_band`; null without one. */
export function ageBand(derived: DerivedStudy): CategoricalColumn | null {
  const { bands } = derived.study.config;
  const names = Object.keys(bands);
  const name = names.find((each) => bands[each]?.of.includes("age")) ?? names[0];
  const column = name === undefined ? undefined : derived.children.columns.get(name);
  return column?.kind === "categorical" ? column : null;
}

/** The authorities of the study; null when the children have none. */
export function authorityColumn(derived: DerivedStudy): CategoricalColumn | null {
  const column = derived.children.columns.get(derived.study.config.columns.authority);
  return column?.kind === "categorical" ? column : null;
}

/**
 * The children of one age band and one authority; the empty text takes all of them. Children whose age or
 * authority is not known are in no part.
 */
export function cohortOf(
  derived: DerivedStudy,
  choice: { readonly age?: string; readonly authority?: string },
): Cohort {
  const { children } = derived;
  const parts = [
    { column: ageBand(derived), value: choice.age ?? everybody, before: "aged " },
    { column: authorityColumn(derived), value: choice.authority ?? everybody, before: "in " },
  ].filter(({ column, value }) => column !== null && value !== everybody);
  const rows: number[] = [];
  const codes = parts.map(({ column, value }) => ({
    column,
    code: column?.levels.findIndex((level) => level.value === value) ?? -1,
  }));
  for (let row = 0; row < children.rowCount; row++) {
    if (codes.every(({ column, code }) => column?.codes[row] === code)) rows.push(row);
  }
  if (parts.length === 0) return { data: children, rows, words: "all children" };
  const words = parts.map(({ column, value, before }) => {
    const label = column?.levels.find((level) => level.value === value)?.label ?? value;
    return `${before}${before === "aged " ? label.toLowerCase() : label}`;
  });
  return { data: selectRows(children, rows), rows, words: `children ${words.join(" ")}` };
}

/** Choices for a select of levels, "all" first. */
export function levelChoices(column: CategoricalColumn | null, all: string): Map<string, string> {
  return new Map([
    [all, everybody],
    ...(column?.levels ?? []).map((level) => [level.label, level.value] as [string, string]),
  ]);
}

/** Choices for a select of variables: words to name. */
export function nameChoices(choices: readonly Choice[]): Map<string, string> {
  const seen = new Set<string>();
  return new Map(
    choices.map(({ name, label }) => {
      const words = seen.has(label) ? `${label} (${name})` : label;
      seen.add(label);
      return [words, name];
    }),
  );
}

/**
 * The variables that the plan sets against an outcome in any analysis, as far as the children have them;
 * without a plan, age, authority and patterns.
 */
export function plannedPredictors(derived: DerivedStudy, outcome: string): Choice[] {
  const { config } = derived.study;
  const planned = config.plan.flatMap((item) => {
    const own = "associate" in item ? item.associate : "tree" in item ? item.tree : null;
    return own === outcome && "with" in item ? item.with : [];
  });
  const names =
    planned.length > 0
      ? planned
      : [
          ...Object.keys(config.bands),
          config.columns.authority,
          ...derived.patterns.map((pattern) => pattern.name),
        ];
  return [...new Set(names)].flatMap((name) => {
    const column = derived.children.columns.get(name);
    return column === undefined || name === outcome ? [] : [{ name, label: column.label }];
  });
}
