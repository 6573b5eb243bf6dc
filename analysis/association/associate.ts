import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn, NumericColumn } from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { requireRange } from "../../data-dictionary/table/number-range.ts";
import { associateGroups } from "./associate-groups.ts";
import { associateNumbers } from "./associate-numbers.ts";
import { associateTables, indicators } from "./associate-tables.ts";
import type { AssociateOptions, Association, AssociationScreen } from "./association.ts";
import { knownRows } from "./known-rows.ts";
import { type Likeness, siblingLikeness } from "./likeness.ts";
import { benjaminiHochberg, holm } from "./multiplicity.ts";
import { type Settings, settingsOf } from "./settings.ts";

export type { AssociateOptions, Association, AssociationScreen } from "./association.ts";

/**
 * Tests which variables go with an outcome. The test is chosen by the kind of variables, by whether their levels are in
 * order and by how sparse the table is, and the result says why. With families, the headline is a test that respects
 * them: Rao–Scott's, or the whole-family permutation test; the plain test stands beside it.
 *
 * Rows with either variable missing are left out and counted. Frequencies (weights) repeat rows.
 *
 * @throws {InputError} `unknown-column`; `not-usable` for dates and text; `unknown-level` for a reference.
 * @example
 * associate(dataset([categoricalColumn("y", ["a", "b"]), categoricalColumn("x", ["c", "d"])]), "y", ["x"]).tests // => 1
 */
export function associate(
  data: Dataset,
  outcomeName: string,
  predictors: readonly string[],
  options: AssociateOptions = {},
): AssociationScreen {
  const settings = settingsOf(options);
  const outcome = usable(data, outcomeName, "an outcome");
  const results = predictors
    .filter((name) => name !== outcomeName)
    .map((name) => associationOf(data, outcome, usable(data, name, "a predictor"), settings));
  return {
    outcome: outcomeName,
    label: outcome.label,
    unit: data.unit,
    ...screenOf(results),
    seed: settings.seed,
    replications: settings.replications,
    intraclass: likenessOf(data, outcome),
  };
}

/** The results with their p-values adjusted for how many there are, and what chance alone would give. */
export function screenOf(
  results: readonly Association[],
): Pick<AssociationScreen, "tests" | "expectedByChance" | "results"> {
  const testable = results.filter((result) => result.pValue !== null);
  const p = testable.map((result) => result.pValue as number);
  const [byHolm, byBh] = [holm(p), benjaminiHochberg(p)];
  const place = new Map(testable.map((result, at) => [result, at]));
  return {
    tests: testable.length,
    expectedByChance: testable.length * 0.05,
    results: results.map((result) => {
      const at = place.get(result);
      return at === undefined
        ? result
        : { ...result, holmPValue: byHolm[at] ?? null, bhPValue: byBh[at] ?? null };
    }),
  };
}

/** A column that can be tested: categories or numbers. */
export function usable(data: Dataset, name: string, as: string): CategoricalColumn | NumericColumn {
  const column = columnOf(data, name);
  if (column.kind === "numeric") requireRange(column);
  if (column.kind === "categorical" || column.kind === "numeric") return column;
  throw new InputError(
    "not-usable",
    `${name} holds ${column.kind === "date" ? "dates" : "text"} and cannot be ${as}.`,
    "Band it into categories first.",
  );
}

function associationOf(
  data: Dataset,
  outcome: CategoricalColumn | NumericColumn,
  predictor: CategoricalColumn | NumericColumn,
  settings: Settings,
): Association {
  if (outcome.kind === "categorical" && predictor.kind === "categorical") {
    return associateTables(data, outcome, predictor, settings);
  }
  if (outcome.kind === "categorical") {
    return associateGroups(data, predictor as NumericColumn, outcome, predictor, settings);
  }
  if (predictor.kind === "categorical") {
    return associateGroups(data, outcome, predictor, predictor, settings);
  }
  return associateNumbers(data, outcome, predictor, settings);
}

function likenessOf(data: Dataset, outcome: CategoricalColumn | NumericColumn): Likeness | null {
  const { rows, siblings } = knownRows(data, [outcome]);
  if (rows === null || siblings === null) return null;
  if (outcome.kind === "numeric") {
    return siblingLikeness(
      [Float64Array.from(rows, (row) => outcome.values[row] as number)],
      siblings.of,
    );
  }
  const codes = Int32Array.from(rows, (row) => outcome.codes[row] as number);
  return siblingLikeness(indicators(codes, outcome.levels.length), siblings.of);
}
