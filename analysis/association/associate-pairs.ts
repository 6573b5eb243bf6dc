import { median } from "simple-statistics";
import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn, NumericColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { screenOf, usable } from "./associate.ts";
import type {
  AssociateOptions,
  Association,
  AssociationScreen,
  GroupSummary,
} from "./association.ts";
import { described, notListed } from "./association-parts.ts";
import { adjustedResiduals } from "./chi-squared.ts";
import { eventPlace } from "./comparison-levels.ts";
import type { Contingency } from "./contingency.ts";
import type { EffectResult } from "./effect-sizes.ts";
import { type KnownRows, knownRows } from "./known-rows.ts";
import { siblingLikeness } from "./likeness.ts";
import { bowker, mcnemar, mcnemarExact, pairedDifference, pairedOddsRatio } from "./mcnemar.ts";
import { groupMoments } from "./means.ts";
import { matchedRankBiserial, pairedT } from "./paired-effects.ts";
import { meanOf, pairedResult, rankBiserialOf } from "./paired-result.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { signedRank } from "./signed-rank.ts";
import type { TestResult } from "./test-result.ts";

/**
 * Before and after: did the same children (or families) change? McNemar's exact test for yes/no, Wilcoxon's signed ranks
 * for numbers and ordered levels, Bowker's symmetry for levels without order; with brothers and sisters, before and
 * after are changed over for whole families.
 *
 * @param after - The variable at the later time. @param befores - Variables at the earlier time, each with the same
 * levels, or a number like it.
 * @throws {InputError} `not-paired` when the two are of different kinds or levels; `unknown-column`, `not-usable`.
 */
export function associatePairs(
  data: Dataset,
  after: string,
  befores: readonly string[],
  options: AssociateOptions = {},
): AssociationScreen {
  const settings = settingsOf(options);
  const later = usable(data, after, "an outcome");
  const results = befores
    .filter((name) => name !== after)
    .map((name) => {
      const earlier = usable(data, name, "a variable before");
      const known = knownRows(data, [later, earlier]);
      if (known.rows === null) {
        return notListed(data, earlier, known, "paired", "Pairs need single rows.", null);
      }
      if (later.kind === "numeric" && earlier.kind === "numeric") {
        const differences = Float64Array.from(
          known.rows,
          (row) => (later.values[row] as number) - (earlier.values[row] as number),
        );
        return ofDifferences(data, later, earlier, known, known.rows, differences, settings);
      }
      if (later.kind === "categorical" && earlier.kind === "categorical") {
        return ofLevels(data, later, sameLevels(later, earlier), known, known.rows, settings);
      }
      throw new InputError(
        "not-paired",
        `${after} and ${name} cannot be before and after: one is a number and the other categories.`,
        `Read both the same way, with --numeric or --ordered ${after},${name}.`,
      );
    });
  return {
    outcome: after,
    label: later.label,
    unit: data.unit,
    ...screenOf(results),
    seed: settings.seed,
    replications: settings.replications,
    intraclass: null,
  };
}

/** The earlier variable with its codes into the later one's levels. */
function sameLevels(later: CategoricalColumn, earlier: CategoricalColumn): CategoricalColumn {
  const place = earlier.levels.map(({ value }) =>
    later.levels.findIndex((level) => level.value === value),
  );
  if (place.includes(-1)) {
    const extra = earlier.levels.filter((_, at) => place[at] === -1).map((level) => level.value);
    throw new InputError(
      "not-paired",
      `${earlier.name} must have the levels of ${later.name}, but it also has ${extra.join(", ")}.`,
      "Before and after must be coded alike; recode one of them.",
    );
  }
  return {
    ...earlier,
    levels: later.levels,
    codes: earlier.codes.map((code) => (code < 0 ? code : (place[code] as number))),
  };
}

function ofLevels(
  data: Dataset,
  later: CategoricalColumn,
  earlier: CategoricalColumn,
  known: KnownRows,
  rows: Int32Array,
  settings: Settings,
): Association {
  const k = later.levels.length;
  const before = Int32Array.from(rows, (row) => earlier.codes[row] as number);
  const after = Int32Array.from(rows, (row) => later.codes[row] as number);
  const counts = new Float64Array(k * k);
  before.forEach((code, at) => {
    counts[code * k + (after[at] as number)]! += 1;
  });
  const table: Contingency = { rows: k, columns: k, counts };
  const event = eventPlace(later, settings.reference[later.name]);
  const tests: TestResult[] = [];
  let effects: EffectResult[] = [];
  let naive: TestResult;
  let reason: string;
  if (k === 2) {
    naive = mcnemarExact(table);
    tests.push(naive, mcnemarExact(table, true));
    if (settings.all) tests.push(mcnemar(table), mcnemar(table, true));
    reason = "McNemar's exact test: the same yes/no variable before and after";
    const first = event ?? 0;
    const asEvent: Contingency =
      first === 0 ? table : { ...table, counts: Float64Array.from([...counts].reverse()) };
    const label = later.levels[first]?.label ?? "";
    const note = (effect: EffectResult, words: string): EffectResult =>
      "refused" in effect ? effect : { ...effect, note: words };
    effects = [
      note(pairedDifference(asEvent, settings.level), `Share with ${label} after, less before.`),
      note(pairedOddsRatio(asEvent, settings.level), `Changes to ${label} over changes from it.`),
    ];
  } else if (later.ordered) {
    naive = signedRank(after.map((code, at) => code - (before[at] as number)));
    tests.push(naive);
    if (settings.all) tests.push(bowker(table));
    reason = "Wilcoxon's signed ranks: the same ordered levels before and after";
    effects = [matchedRankBiserial(after.map((code, at) => code - (before[at] as number)))];
  } else {
    naive = bowker(table);
    tests.push(naive);
    reason = "Bowker's test of symmetry: the same levels, without order, before and after";
  }
  const result = pairedResult(
    { tests, naive, reason, effects },
    known,
    k === 2 || later.ordered
      ? {
          scores: after.map((code, at) => code - (before[at] as number)),
          effect: (weights, differences) =>
            k === 2
              ? meanOf(weights, differences) * (event === 0 ? -1 : 1)
              : rankBiserialOf(weights, differences),
        }
      : { before, after, levels: k },
    settings,
  );
  const byRow = <T>(cells: ArrayLike<T>): T[][] =>
    Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => cells[i * k + j] as T));
  return {
    ...described(data, earlier, known),
    table: {
      rows: later.levels.map((level) => level.value),
      rowLabels: later.levels.map((level) => level.label),
      columns: later.levels.map((level) => level.value),
      columnLabels: later.levels.map((level) => level.label),
      counts: byRow(counts),
      residuals: byRow(adjustedResiduals(table)),
      percentagesOf: "row",
      event: event === null ? null : (later.levels[event]?.value ?? null),
    },
    groups: null,
    ...result,
    intraclass: null,
  };
}

function ofDifferences(
  data: Dataset,
  later: NumericColumn,
  earlier: NumericColumn,
  known: KnownRows,
  rows: Int32Array,
  differences: Float64Array,
  settings: Settings,
): Association {
  const naive = signedRank(differences);
  const tests: TestResult[] = [naive];
  const t = pairedT(differences, settings.level);
  if (settings.all) tests.push(t.test);
  const result = pairedResult(
    {
      tests,
      naive,
      reason: "Wilcoxon's signed ranks: the same number before and after",
      effects: [t.effect, matchedRankBiserial(differences)],
    },
    known,
    { scores: differences, effect: meanOf },
    settings,
  );
  const summary = (column: NumericColumn): GroupSummary => {
    const values = Float64Array.from(rows, (row) => column.values[row] as number);
    const [moments] = groupMoments(values, new Int32Array(values.length), 1);
    return {
      level: column.name,
      label: column.label,
      n: values.length,
      mean: moments?.mean ?? null,
      standardDeviation: moments?.variance == null ? null : Math.sqrt(moments.variance),
      median: values.length === 0 ? null : median([...values]),
    };
  };
  return {
    ...described(data, earlier, known),
    table: null,
    groups: [summary(earlier), summary(later)],
    ...result,
    intraclass: known.siblings === null ? null : siblingLikeness([differences], known.siblings.of),
  };
}
