import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn, NumericColumn } from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { likelihoodRatio, pearson, sparseness } from "./chi-squared.ts";
import { type CrossTable, crossTable } from "./contingency.ts";
import {
  biasCorrectedV,
  cramersV,
  type EffectResult,
  oddsRatio,
  phi,
  riskDifference,
  riskRatio,
} from "./effect-sizes.ts";
import { familyPermutation } from "./family-permutation.ts";
import { fisherExact2x2, freemanHalton } from "./fisher-exact.ts";
import { benjaminiHochberg, holm } from "./multiplicity.ts";
import { kruskalWallis, midRanks } from "./rank-tests.ts";
import { raoScott } from "./rao-scott.ts";
import { isRefused, type TestResult } from "./test-result.ts";

/** One predictor against the outcome. */
export interface Association {
  readonly predictor: string;
  readonly label: string;
  /** Whose fact the predictor is, and so what the test counts. */
  readonly unit: string;
  readonly n: number;
  readonly nMissing: number;
  readonly families: number | null;
  /** The counts behind it, levels in declared order; null for a numeric predictor. */
  readonly table: {
    readonly rows: readonly string[];
    readonly rowLabels: readonly string[];
    readonly columns: readonly string[];
    readonly columnLabels: readonly string[];
    readonly counts: readonly (readonly number[])[];
  } | null;
  readonly tests: readonly TestResult[];
  readonly effects: readonly EffectResult[];
  /** The method whose p-value counts. */
  readonly headline: string;
  /** Why that one, in a sentence. */
  readonly reason: string;
  readonly pValue: number | null;
  /** The p-value that takes brothers and sisters for strangers, for comparison. */
  readonly naivePValue: number | null;
  readonly holmPValue: number | null;
  readonly bhPValue: number | null;
  readonly designEffect: number | null;
}

/** All predictors against one outcome, with what chance alone would give. */
export interface AssociationScreen {
  readonly outcome: string;
  readonly label: string;
  readonly unit: string;
  readonly tests: number;
  /** How many p-values below .05 chance alone would give among so many. */
  readonly expectedByChance: number;
  readonly seed: number;
  readonly replications: number;
  readonly results: readonly Association[];
}

export interface AssociateOptions {
  readonly seed?: number;
  /** Whole-family permutations for each predictor. */
  readonly replications?: number;
  /** Every test and effect that applies, not only those needed. */
  readonly all?: boolean;
  readonly level?: number;
}

/**
 * Tests which variables go with an outcome. The test is chosen by the kind of variables and by how sparse the
 * table is, and the result says why. With families, the headline is a test that respects them: Rao–Scott's, or
 * the whole-family permutation test when expected counts are small; the plain test stands beside it.
 *
 * @throws {InputError} `unknown-column`, `not-categorical` when the outcome is not categorical.
 */
export function associate(
  data: Dataset,
  outcomeName: string,
  predictors: readonly string[],
  options: AssociateOptions = {},
): AssociationScreen {
  const outcome = columnOf(data, outcomeName);
  if (outcome.kind !== "categorical") {
    throw new InputError(
      "not-categorical",
      `${outcomeName} must be categorical to be an outcome here, but it is ${outcome.kind}.`,
      "Band it in study.yaml, or fit a model with throughline model.",
    );
  }
  const seed = options.seed ?? 1;
  const replications = options.replications ?? 2000;
  const results = predictors
    .filter((name) => name !== outcomeName)
    .map((name) => {
      const predictor = columnOf(data, name);
      if (predictor.kind === "categorical") {
        return categoricalAssociation(data, outcome, predictor, seed, replications, options);
      }
      if (predictor.kind === "numeric") {
        return numericAssociation(data, outcome, predictor, seed, replications);
      }
      throw new InputError(
        "not-usable",
        `${name} holds ${predictor.kind === "date" ? "dates" : "text"} and cannot be a predictor.`,
        "Band it into categories first.",
      );
    });
  const testable = results.filter((result) => result.pValue !== null);
  const p = testable.map((result) => result.pValue as number);
  const [byHolm, byBh] = [holm(p), benjaminiHochberg(p)];
  testable.forEach((result, place) => {
    Object.assign(result, { holmPValue: byHolm[place], bhPValue: byBh[place] });
  });
  return {
    outcome: outcomeName,
    label: outcome.label,
    unit: data.unit,
    tests: testable.length,
    expectedByChance: testable.length * 0.05,
    seed,
    replications,
    results,
  };
}

function categoricalAssociation(
  data: Dataset,
  outcome: CategoricalColumn,
  predictor: CategoricalColumn,
  seed: number,
  replications: number,
  options: AssociateOptions,
): Association {
  const cross = crossTable(data, predictor, outcome);
  const { table } = cross;
  const sparse = sparseness(table);
  const isSparse = sparse.smallest < 1 || sparse.below5 > 0.2;
  const twoByTwo = table.rows === 2 && table.columns === 2;
  const plain = pearson(table);
  const tests: TestResult[] = [plain];
  const weighted = data.weights !== null;
  const siblings = data.families !== null && siblingsAmong(data, predictor, outcome);
  if (isSparse && !weighted) {
    // With families the exact test is only there for comparison, so a large table is not counted out.
    const exact = (): TestResult =>
      siblings
        ? freemanHalton(table, seed, 100_000, options.all ? "draw" : "refuse")
        : freemanHalton(table, seed);
    tests.push(twoByTwo ? fisherExact2x2(table) : exact());
  }
  if (options.all) {
    tests.push(likelihoodRatio(table));
    if (twoByTwo) {
      tests.push(pearson(table, true));
      if (!isSparse && !weighted) tests.push(fisherExact2x2(table));
      if (!weighted) tests.push(fisherExact2x2(table, true));
    } else if (!isSparse && !weighted) {
      tests.push(freemanHalton(table, seed, 100_000, "draw"));
    }
  }
  const naive =
    tests.find((test) => /fisher|freeman/.test(test.method) && isSparse && !isRefused(test)) ??
    plain;
  let headline = naive;
  let reason = isSparse
    ? `Exact, because ${Math.round(sparse.below5 * 100)}% of the expected counts are below 5`
    : "Pearson's chi-squared: the expected counts are large enough";
  let designEffect: number | null = null;
  if (data.families !== null && siblings) {
    const corrected = raoScott(
      predictor.codes,
      outcome.codes,
      table.rows,
      table.columns,
      data.families.of,
      data.weights,
    );
    tests.push(corrected);
    designEffect = corrected.designEffect ?? null;
    if (!weighted && (isSparse || isRefused(corrected) || options.all)) {
      tests.push(permuteTable(data, predictor, outcome, replications, seed));
    }
    const permuted = tests.find((test) => test.method === "family-permutation");
    if (permuted !== undefined && !isRefused(permuted) && (isSparse || isRefused(corrected))) {
      headline = permuted;
      reason = `Whole families were permuted, because ${Math.round(sparse.below5 * 100)}% of the expected counts are below 5 and brothers and sisters are alike`;
    } else {
      headline = corrected;
      reason =
        "Rao–Scott: brothers and sisters are alike, and the expected counts are large enough";
    }
  }
  const effects: EffectResult[] = twoByTwo
    ? [
        riskDifference(table),
        oddsRatio(table),
        riskRatio(table),
        phi(table),
        cramersV(table, options.level),
      ]
    : [cramersV(table, options.level)];
  if (options.all) effects.push(biasCorrectedV(table));
  return finish(predictor, data, cross, tests, effects, headline, reason, naive, designEffect);
}

function finish(
  predictor: CategoricalColumn,
  data: Dataset,
  cross: CrossTable,
  tests: readonly TestResult[],
  effects: readonly EffectResult[],
  headline: TestResult,
  reason: string,
  naive: TestResult,
  designEffect: number | null,
): Association {
  const { table } = cross;
  return {
    predictor: predictor.name,
    label: predictor.label,
    unit: predictor.level === "other" ? data.unit : predictor.level,
    n: cross.n,
    nMissing: cross.nMissing,
    families: cross.families,
    table: {
      rows: cross.rowLevels.map((level) => level.value),
      rowLabels: cross.rowLevels.map((level) => level.label),
      columns: cross.columnLevels.map((level) => level.value),
      columnLabels: cross.columnLevels.map((level) => level.label),
      counts: Array.from({ length: table.rows }, (_, i) =>
        Array.from(table.counts.subarray(i * table.columns, (i + 1) * table.columns)),
      ),
    },
    tests,
    effects,
    headline: headline.method,
    reason: isRefused(headline) ? headline.reason : reason,
    pValue: isRefused(headline) ? null : headline.pValue,
    naivePValue: isRefused(naive) ? null : naive.pValue,
    holmPValue: null,
    bhPValue: null,
    designEffect,
  };
}

function siblingsAmong(data: Dataset, a: CategoricalColumn, b: CategoricalColumn): boolean {
  const seen = new Uint8Array(data.families?.count ?? 0);
  for (let row = 0; row < data.rowCount; row++) {
    if ((a.codes[row] as number) < 0 || (b.codes[row] as number) < 0) continue;
    const family = data.families?.of[row] as number;
    if (seen[family] === 1) return true;
    seen[family] = 1;
  }
  return false;
}

function permuteTable(
  data: Dataset,
  predictor: CategoricalColumn,
  outcome: CategoricalColumn,
  replications: number,
  seed: number,
): TestResult {
  const rows = [...Array(data.rowCount).keys()].filter(
    (row) => (predictor.codes[row] as number) >= 0 && (outcome.codes[row] as number) >= 0,
  );
  const columns = outcome.levels.length;
  const outcomeOf = Int32Array.from(rows, (row) => outcome.codes[row] as number);
  const columnTotal = new Float64Array(columns);
  for (const code of outcomeOf) columnTotal[code] = (columnTotal[code] as number) + 1;
  const counts = new Float64Array(predictor.levels.length * columns);
  const rowTotal = new Float64Array(predictor.levels.length);
  const n = rows.length;
  return familyPermutation(
    {
      method: "family-permutation",
      predictor: Float64Array.from(rows, (row) => predictor.codes[row] as number),
      families: Int32Array.from(rows, (row) => data.families?.of[row] as number),
      // Pearson's X² = n·(Σ O²/(R·C) − 1); dealing over families of different size changes R.
      statistic: (codes) => {
        counts.fill(0);
        rowTotal.fill(0);
        for (let row = 0; row < n; row++) {
          const level = codes[row] as number;
          const cell = level * columns + (outcomeOf[row] as number);
          counts[cell] = (counts[cell] as number) + 1;
          rowTotal[level] = (rowTotal[level] as number) + 1;
        }
        let sum = 0;
        for (let i = 0; i < rowTotal.length; i++) {
          if (rowTotal[i] === 0) continue;
          for (let j = 0; j < columns; j++) {
            const own = counts[i * columns + j] as number;
            if (own > 0)
              sum += (own * own) / ((rowTotal[i] as number) * (columnTotal[j] as number));
          }
        }
        return n * (sum - 1);
      },
    },
    replications,
    seed,
  );
}

function numericAssociation(
  data: Dataset,
  outcome: CategoricalColumn,
  predictor: NumericColumn,
  seed: number,
  replications: number,
): Association {
  const rows = [...Array(data.rowCount).keys()].filter(
    (row) => (outcome.codes[row] as number) >= 0 && !Number.isNaN(predictor.values[row] as number),
  );
  const values = Float64Array.from(rows, (row) => predictor.values[row] as number);
  const groups = Int32Array.from(rows, (row) => outcome.codes[row] as number);
  const plain = kruskalWallis(values, groups, outcome.levels.length);
  const tests: TestResult[] = [plain];
  let headline = plain;
  let reason = "Kruskal–Wallis: the predictor is a number and the groups are compared by rank";
  const familyOf = Int32Array.from(rows, (row) => data.families?.of[row] ?? row);
  const families = data.families === null ? null : new Set(familyOf).size;
  if (families !== null && families < rows.length && !isRefused(plain)) {
    const { ranks } = midRanks(values);
    const sizes = new Float64Array(outcome.levels.length);
    for (const group of groups) sizes[group] = (sizes[group] as number) + 1;
    const sums = new Float64Array(sizes.length);
    headline = familyPermutation(
      {
        method: "family-permutation-ranks",
        predictor: ranks,
        families: familyOf,
        statistic: (own) => {
          sums.fill(0);
          for (let row = 0; row < own.length; row++) {
            const group = groups[row] as number;
            sums[group] = (sums[group] as number) + (own[row] as number);
          }
          let total = 0;
          let all = 0;
          for (let group = 0; group < sums.length; group++) {
            const size = sizes[group] as number;
            if (size > 0) total += (sums[group] as number) ** 2 / size;
            all += sums[group] as number;
          }
          return total - (all * all) / own.length;
        },
      },
      replications,
      seed,
    );
    tests.push(headline);
    reason = "Ranks compared with whole families permuted: brothers and sisters are alike";
  }
  const effects: EffectResult[] = isRefused(plain)
    ? []
    : [
        {
          method: "epsilon-squared",
          estimate: (plain.statistic as number) / (rows.length - 1),
          note: "Share of the variation in ranks that lies between the groups.",
        },
      ];
  return {
    predictor: predictor.name,
    label: predictor.label,
    unit: predictor.level === "other" ? data.unit : predictor.level,
    n: rows.length,
    nMissing: data.rowCount - rows.length,
    families,
    table: null,
    tests,
    effects,
    headline: headline.method,
    reason: isRefused(headline) ? headline.reason : reason,
    pValue: isRefused(headline) ? null : headline.pValue,
    naivePValue: isRefused(plain) ? null : plain.pValue,
    holmPValue: null,
    bhPValue: null,
    designEffect: null,
  };
}
