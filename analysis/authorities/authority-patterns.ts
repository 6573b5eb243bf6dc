import { InputError } from "../../data-dictionary/input-error.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { adjustedResiduals } from "../association/chi-squared.ts";
import { contingency } from "../association/contingency.ts";
import type { TestResult } from "../association/test-result.ts";
import { wilson } from "../association/wilson.ts";
import type { Interval } from "./authority-comparison.ts";
import { nameOrder } from "./count-authorities.ts";
import { heterogeneityOfRows } from "./heterogeneity.ts";

/** One value of an outcome in one authority. */
export interface PatternShare {
  readonly value: string;
  readonly label: string;
  readonly events: number;
  readonly share: Interval | null;
  /** Distance from what all authorities together lead one to expect, in standard errors; null where it has none. */
  readonly residual: number | null;
}

/** How one authority's children or families spread over the values of an outcome. */
export interface AuthorityPattern {
  readonly name: string;
  readonly n: number;
  readonly nMissing: number;
  readonly families: number | null;
  readonly patterns: readonly PatternShare[];
}

/** Patterns, or an outcome of several values, by authority: plain data, in name order. */
export interface AuthorityPatterns {
  readonly by: string;
  readonly outcome: string;
  readonly label: string;
  readonly unit: string;
  readonly n: number;
  readonly nMissing: number;
  readonly nWithoutAuthority: number;
  readonly families: number | null;
  readonly ciLevel: number;
  readonly overall: readonly PatternShare[];
  readonly authorities: readonly AuthorityPattern[];
  readonly heterogeneity: TestResult;
  readonly heterogeneityFamilies: TestResult | null;
  readonly seed: number;
  readonly warnings: readonly string[];
}

/**
 * Compares how authorities' children (or families) spread over the values of an outcome, such as the
 * four patterns of case management. Values that nobody has are left out.
 *
 * When not to use: to pick out single cells. There are as many as authorities times values, and one in
 * twenty is beyond 2 standard errors by chance.
 *
 * @param leaveOut - Values to treat as not known.
 * @throws {InputError} `unknown-column`, `not-categorical`, `too-few-authorities`.
 */
export function authorityPatterns(
  data: Dataset,
  by: string,
  outcome: string,
  options: {
    readonly seed?: number | undefined;
    readonly leaveOut?: readonly string[] | undefined;
  } = {},
): AuthorityPatterns {
  const level = 0.95;
  const { seed = 1, leaveOut = [] } = options;
  const groups = categoricalOf(data, by);
  const column = categoricalOf(data, outcome);
  const dropped = (code: number): boolean => {
    const own = column.levels[code];
    return own !== undefined && (leaveOut.includes(own.value) || leaveOut.includes(own.label));
  };
  const known = (row: number): boolean =>
    (column.codes[row] as number) >= 0 && !dropped(column.codes[row] as number);
  const rows = [...Array(data.rowCount).keys()].filter(
    (row) => data.weights === null || (data.weights[row] as number) > 0,
  );
  const weight = (row: number): number =>
    data.weights === null ? 1 : (data.weights[row] as number);
  const sum = (of: readonly number[]): number => of.reduce((total, row) => total + weight(row), 0);
  const placed = rows.filter((row) => (groups.codes[row] as number) >= 0);
  const inGroup = new Set(placed.map((row) => groups.codes[row] as number));
  const order = nameOrder(groups.levels.map(({ label }) => label)).filter((code) =>
    inGroup.has(code),
  );
  const counting = placed.filter(known);
  const used = new Set(counting.map((row) => column.codes[row] as number));
  const values = [...column.levels.keys()].filter((code) => used.has(code));
  if (new Set(counting.map((row) => groups.codes[row] as number)).size < 2) {
    throw new InputError(
      "too-few-authorities",
      "A comparison needs 2 authorities with known outcomes.",
      "Describe a single authority with throughline describe.",
    );
  }
  const counts = order.map((group) => {
    const own = counting.filter((row) => groups.codes[row] === group);
    return values.map((value) => sum(own.filter((row) => column.codes[row] === value)));
  });
  const residuals = adjustedResiduals(contingency(counts));
  const share = (
    value: number,
    events: number,
    n: number,
    residual: number | null,
  ): PatternShare => {
    const { estimate, ciLow, ciHigh } = n === 0 ? noInterval : wilson(events, n, level);
    return {
      value: column.levels[value]?.value as string,
      label: column.levels[value]?.label as string,
      events,
      share: n === 0 ? null : { estimate, ciLow, ciHigh },
      residual,
    };
  };
  const n = sum(counting);
  const familiesOf = (of: readonly number[]): number | null =>
    data.families === null ? null : new Set(of.map((row) => data.families?.of[row])).size;
  const authorities = order.map((group, place): AuthorityPattern => {
    const own = placed.filter((row) => groups.codes[row] === group);
    const mine = own.filter(known);
    const size = sum(mine);
    return {
      name: groups.levels[group]?.label as string,
      n: size,
      nMissing: sum(own) - size,
      families: familiesOf(mine),
      patterns: values.map((value, at) =>
        share(
          value,
          counts[place]?.[at] as number,
          size,
          residuals[place * values.length + at] ?? null,
        ),
      ),
    };
  });
  const codes = column.codes.map((code) => (dropped(code) ? -8 : code));
  const tests = heterogeneityOfRows(
    { ...data, columns: new Map([...data.columns, [outcome, { ...column, codes }]]) },
    by,
    outcome,
    seed,
  );
  const few = authorities.filter((each) => each.n > 0 && (each.families ?? each.n) < 10);
  return {
    by,
    outcome,
    label: column.label,
    unit: data.unit,
    n,
    nMissing: sum(placed) - n,
    nWithoutAuthority: sum(rows) - sum(placed),
    families: familiesOf(counting),
    ciLevel: level,
    overall: values.map((value, at) =>
      share(
        value,
        counts.reduce((total, each) => total + (each[at] as number), 0),
        n,
        null,
      ),
    ),
    authorities,
    heterogeneity: tests.plain,
    heterogeneityFamilies: tests.families,
    seed,
    warnings:
      few.length === 0
        ? []
        : [
            `Fewer than 10 ${data.families === null && data.unit !== "family" ? "rows" : "families"}: ${few.map(({ name }) => name).join(", ")}. Their percentages say little.`,
          ],
  };
}

const noInterval = { estimate: 0, ciLow: 0, ciHigh: 0 };
