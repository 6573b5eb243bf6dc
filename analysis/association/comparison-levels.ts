import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn, Level } from "../../data-dictionary/table/column.ts";

const affirmative = new Set(["yes", "y", "true", "1"]);

const yesPlace = (levels: readonly Level[]): number =>
  levels.findIndex(({ value }) => affirmative.has(value.toLowerCase()));

/**
 * Which of two levels of an outcome is the event whose share is compared: the one that is not the reference; else yes
 * (or 1, or true); else the first. null for more levels.
 *
 * @param reference - Value or label of the level that is not the event.
 * @throws {InputError} `unknown-level`
 * @example
 * eventPlace(categoricalColumn("again", ["no", "yes"])) // => 1
 */
export function eventPlace(outcome: CategoricalColumn, reference?: string): number | null {
  if (outcome.levels.length !== 2) {
    if (reference !== undefined) placeOf(outcome, reference);
    return null;
  }
  if (reference !== undefined) return 1 - placeOf(outcome, reference);
  return Math.max(0, yesPlace(outcome.levels));
}

/**
 * The level that others are compared with: the one asked for; of two with a yes among them, the other; else the last.
 *
 * @throws {InputError} `unknown-level`
 * @example
 * referencePlace(categoricalColumn("again", ["no", "yes"])) // => 0
 */
export function referencePlace(predictor: CategoricalColumn, reference?: string): number {
  if (reference !== undefined) return placeOf(predictor, reference);
  const last = predictor.levels.length - 1;
  return predictor.levels.length === 2 && yesPlace(predictor.levels) === 1 ? 0 : last;
}

function placeOf(column: CategoricalColumn, reference: string): number {
  const at = column.levels.findIndex(
    ({ value, label }) => value === reference || label === reference,
  );
  if (at >= 0) return at;
  throw new InputError(
    "unknown-level",
    `${column.name} has no level named as in --reference.`,
    `Its levels are: ${column.levels.map((level) => level.value).join(", ")}.`,
  );
}
