import { InputError } from "../../data-dictionary/input-error.ts";
import { nearestName } from "../../data-dictionary/nearest-name.ts";
import type { RuleFile } from "../../data-dictionary/study/study-schema.ts";
import { judgeFamilies } from "../case-management/judge-families.ts";
import type { DerivedStudy } from "./derive-study.ts";
import { prepareRule, runRule } from "./rule-runner.ts";

/** What becomes of the cohort under one setting of the thresholds. */
export interface SensitivityPoint {
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly isDefault: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** Children (or families) coded otherwise than under the default. */
  readonly moved: number;
  /** From which value to which, with how many; the most first. */
  readonly moves: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

/** The outcome re-coded over a grid of thresholds. */
export interface Sensitivity {
  readonly outcome: string;
  readonly label: string;
  readonly unit: "child" | "family";
  readonly n: number;
  readonly values: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly SensitivityPoint[];
  /** Each value's smallest and largest count over the grid. */
  readonly range: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** The most children that one parameter moves by itself, the others at their default. */
  readonly byParameter: readonly { readonly parameter: string; readonly moved: number }[];
}

const mostPoints = 2000;

/**
 * Re-codes an outcome or pattern over the grid of its thresholds and counts who moves.
 *
 * @throws {InputError} `unknown-outcome`, `no-grid`, `grid-too-large`.
 */
export function sensitivity(derived: DerivedStudy, name: string): Sensitivity {
  const rule = derived.study.rules.find(
    (each) => ("outcome" in each ? each.outcome : each.pattern) === name,
  );
  if (rule === undefined) {
    const known = derived.study.rules.map((each) =>
      "outcome" in each ? each.outcome : each.pattern,
    );
    const near = nearestName(name, known);
    throw new InputError(
      "unknown-outcome",
      `There is no outcome or pattern named ${name}.`,
      near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
    );
  }
  const grid = Object.entries(rule.grid);
  if (grid.length === 0) {
    throw new InputError(
      "no-grid",
      `${rule.file} has no grid of thresholds to vary.`,
      "Add one, such as  grid: { settled_home_months: [6, 12, 18] }",
    );
  }
  const size = grid.reduce((product, [, values]) => product * values.length, 1);
  if (size > mostPoints) {
    throw new InputError(
      "grid-too-large",
      `The grid of ${rule.file} has ${size} points; at most ${mostPoints} are tried.`,
      "Give fewer values.",
    );
  }
  const code = coder(derived, rule);
  const defaults = defaultsOf(rule);
  const base = code(defaults);
  const values = [...Object.keys(rule.values), ...extraValues(base, rule)];
  const points = combinations(grid).map((parameters) =>
    pointOf(code({ ...defaults, ...parameters }), base, values, parameters, defaults),
  );
  return {
    outcome: name,
    label: rule.label,
    unit: rule.level,
    n: base.length,
    values,
    labels: rule.values,
    points,
    range: Object.fromEntries(
      values.map((value) => {
        const counts = points.map((point) => point.counts[value] ?? 0);
        return [value, [Math.min(...counts), Math.max(...counts)] as const];
      }),
    ),
    byParameter: grid
      .map(([parameter, own]) => ({
        parameter,
        moved: Math.max(
          ...own.map((value) => moved(code({ ...defaults, [parameter]: value }), base)),
        ),
      }))
      .sort((a, b) => b.moved - a.moved),
  };
}

type Parameters = Readonly<Record<string, number | string>>;

function defaultsOf(rule: RuleFile): Parameters {
  return "outcome" in rule
    ? rule.parameters
    : {
        mixed_below: rule.mixed_below,
        boundary_months: rule.boundary.months,
        least_months: rule.least_months,
        ...rule.parameters,
      };
}

/** A function that codes everybody under some thresholds. */
function coder(derived: DerivedStudy, rule: RuleFile): (parameters: Parameters) => string[] {
  if ("pattern" in rule) {
    return (parameters) =>
      judgeFamilies(derived.time, { ...rule, parameters }).map((judgement) => judgement.value);
  }
  const data = rule.level === "child" ? derived.children : derived.families;
  return (parameters) => {
    const { column } = runRule(prepareRule({ ...rule, parameters }), data.columns, data.rowCount);
    return Array.from(column.codes, (code) => column.levels[code]?.value ?? "");
  };
}

const extraValues = (base: readonly string[], rule: RuleFile): string[] =>
  [...new Set(base)].filter((value) => !(value in rule.values));

function combinations(
  grid: readonly (readonly [string, readonly (number | string)[]])[],
): Parameters[] {
  let all: Parameters[] = [{}];
  for (const [name, values] of grid) {
    all = all.flatMap((start) => values.map((value) => ({ ...start, [name]: value })));
  }
  return all;
}

const moved = (now: readonly string[], base: readonly string[]): number =>
  now.reduce((sum, value, row) => sum + (value === base[row] ? 0 : 1), 0);

function pointOf(
  now: readonly string[],
  base: readonly string[],
  values: readonly string[],
  parameters: Parameters,
  defaults: Parameters,
): SensitivityPoint {
  const counts = Object.fromEntries(values.map((value) => [value, 0]));
  const moves = new Map<string, { from: string; to: string; count: number }>();
  now.forEach((value, row) => {
    counts[value] = (counts[value] ?? 0) + 1;
    const was = base[row] as string;
    if (was === value) return;
    const key = `${was}>${value}`;
    const own = moves.get(key) ?? { from: was, to: value, count: 0 };
    own.count++;
    moves.set(key, own);
  });
  return {
    parameters,
    isDefault: Object.entries(parameters).every(([name, value]) => defaults[name] === value),
    counts,
    moved: moved(now, base),
    moves: [...moves.values()].sort((a, b) => b.count - a.count),
  };
}
