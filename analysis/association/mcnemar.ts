import {
  betaQuantile,
  binomialUpper,
  chiSquaredUpper,
  logChiSquaredUpper,
} from "../distributions/index.ts";
import { type Contingency, marginsOf } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { refuseTest, type TestResult } from "./test-result.ts";
import { wilson } from "./wilson.ts";

/** Rows that changed one way and the other, of a square table of before (rows) by after (columns). */
function changers(table: Contingency): { up: number; down: number } {
  return { up: table.counts[1] as number, down: table.counts[2] as number };
}

function refusal(method: string, table: Contingency): TestResult | null {
  const { total } = marginsOf(table);
  if (table.rows !== 2 || table.columns !== 2) {
    return refuseTest(
      method,
      "not-2-by-2",
      "McNemar's test needs the same two levels before and after; use bowker or signedRank for more.",
      total,
    );
  }
  const { up, down } = changers(table);
  if (up + down > 0) return null;
  return refuseTest(
    method,
    total === 0 ? "no-rows" : "no-change",
    total === 0
      ? "No row has both values known."
      : "Before and after are the same in every row, so there is no change to test.",
    total,
  );
}

/**
 * McNemar's exact test of a yes/no variable before and after: among the rows that changed, did as many change
 * one way as the other? p is twice the smaller binomial tail.
 *
 * @param table - Before in rows, after in columns, the levels in the same order.
 * @param midP - Counts half of the observed probability: less conservative.
 * @example
 * mcnemarExact(contingency([[30, 12], [4, 20]])).pValue // => 0.07681274414
 * @see McNemar (1947), Psychometrika 12, 153–157; mid-p: Fagerland, Lydersen and Laake (2013).
 */
export function mcnemarExact(table: Contingency, midP = false): TestResult {
  const method = midP ? "mcnemar-mid-p" : "mcnemar-exact";
  const refused = refusal(method, table);
  if (refused !== null) return refused;
  const { total } = marginsOf(table);
  const { up, down } = changers(table);
  if (!Number.isInteger(up) || !Number.isInteger(down)) {
    return refuseTest(method, "not-counts", "An exact test needs whole counts.", total);
  }
  const more = Math.max(up, down);
  // P(X ≥ more) is P(X > more − 1).
  const beyond = binomialUpper(more, up + down, 0.5);
  const atLeast = binomialUpper(more - 1, up + down, 0.5);
  const p = midP ? 2 * beyond + (atLeast - beyond) : 2 * atLeast;
  return { method, statistic: up, pValue: Math.min(1, p), n: total, respectsFamilies: false };
}

/**
 * McNemar's chi-squared test: (b − c)²/(b + c) with 1 degree of freedom, b and c the rows that changed. With fewer
 * than 25 changes use mcnemarExact.
 *
 * @param corrected - Takes one from |b − c| first (Edwards).
 * @example
 * mcnemar(contingency([[30, 12], [4, 20]])).statistic // => 4
 * @see McNemar (1947), Psychometrika 12, 153–157.
 */
export function mcnemar(table: Contingency, corrected = false): TestResult {
  const method = corrected ? "mcnemar-corrected" : "mcnemar";
  const refused = refusal(method, table);
  if (refused !== null) return refused;
  const { up, down } = changers(table);
  const gap = Math.max(0, Math.abs(up - down) - (corrected ? 1 : 0));
  const statistic = (gap * gap) / (up + down);
  return {
    method,
    statistic,
    df: 1,
    pValue: chiSquaredUpper(statistic, 1),
    logPValue: logChiSquaredUpper(statistic, 1),
    n: marginsOf(table).total,
    respectsFamilies: false,
  };
}

/**
 * Bowker's test of symmetry for more than two levels before and after: Σ (n_ij − n_ji)²/(n_ij + n_ji) over the pairs
 * of levels between which somebody changed; each such pair is a degree of freedom. Not for few changes.
 *
 * @example
 * bowker(contingency([[5, 6, 1], [2, 7, 3], [0, 1, 9]])).statistic // => 4
 * @see Bowker (1948), J. Am. Stat. Assoc. 43, 572–574.
 */
export function bowker(table: Contingency): TestResult {
  const { total } = marginsOf(table);
  if (table.rows !== table.columns) {
    return refuseTest(
      "bowker",
      "not-square",
      "Before and after must have the same levels in the same order.",
      total,
    );
  }
  let statistic = 0;
  let df = 0;
  for (let i = 0; i < table.rows; i++) {
    for (let j = i + 1; j < table.rows; j++) {
      const one = table.counts[i * table.rows + j] as number;
      const other = table.counts[j * table.rows + i] as number;
      if (one + other === 0) continue;
      statistic += (one - other) ** 2 / (one + other);
      df++;
    }
  }
  if (df === 0) {
    return refuseTest(
      "bowker",
      "no-change",
      "Before and after are the same in every row, so there is no change to test.",
      total,
    );
  }
  return {
    method: "bowker",
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
    n: total,
    respectsFamilies: false,
  };
}

/**
 * The change in a share from before to after, share of the first level after less before, with Newcombe's
 * interval for paired shares.
 *
 * @param table - Before in rows, after in columns.
 * @example
 * pairedDifference(contingency([[30, 12], [4, 20]])).estimate // => -0.1212121212
 * @see Newcombe (1998), Stat. Med. 17, 2635–2650, method 10.
 */
export function pairedDifference(table: Contingency, level = 0.95): EffectResult {
  const method = "paired-risk-difference";
  const { total: n } = marginsOf(table);
  if (table.rows !== 2 || table.columns !== 2 || n === 0) {
    return {
      method,
      refused: n === 0 ? "no-rows" : "not-2-by-2",
      reason:
        n === 0
          ? "No row has both values known."
          : "A change in one share needs the same two levels before and after.",
    };
  }
  const [a, b, c, d] = table.counts as unknown as [number, number, number, number];
  const before = wilson(a + b, n, level);
  const after = wilson(a + c, n, level);
  // Pearson's phi of the pairs, its numerator drawn towards nought where it is above.
  const product = (a + b) * (c + d) * (a + c) * (b + d);
  const cross = a * d - b * c;
  const eased = cross > n / 2 ? cross - n / 2 : cross >= 0 ? 0 : cross;
  const phi = product === 0 ? 0 : eased / Math.sqrt(product);
  const estimate = (c - b) / n;
  const half = (one: number, other: number): number =>
    Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  return {
    method,
    estimate,
    ciLow: estimate - half(after.estimate - after.ciLow, before.ciHigh - before.estimate),
    ciHigh: estimate + half(after.ciHigh - after.estimate, before.estimate - before.ciLow),
    ciLevel: level,
    note: "Share of the first level after, less its share before.",
  };
}

/**
 * The odds ratio of change, changes to the first level over changes from it, with the exact interval.
 *
 * @example
 * pairedOddsRatio(contingency([[30, 12], [4, 20]])).estimate // => 0.3333333333
 * @see Agresti (2013), Categorical Data Analysis, section 11.2; limits from Clopper and Pearson (1934).
 */
export function pairedOddsRatio(table: Contingency, level = 0.95): EffectResult {
  const method = "paired-odds-ratio";
  const { up: from, down: to } = changers(table);
  if (table.rows !== 2 || table.columns !== 2 || from === 0 || to === 0) {
    return {
      method,
      refused: "zero-cell",
      reason:
        "Nobody changed in one of the directions, so the ratio is 0 or infinite: use the difference.",
    };
  }
  const tail = (1 - level) / 2;
  const low = betaQuantile(tail, to, from + 1);
  const high = betaQuantile(tail, to + 1, from, "upper");
  return {
    method,
    estimate: to / from,
    ciLow: low / (1 - low),
    ciHigh: high / (1 - high),
    ciLevel: level,
  };
}
