import { InputError } from "../../data-dictionary/input-error.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

/** A study's ratings: one row for each value that a coder gave to an item. */
export interface RatingColumns {
  readonly table: Dataset;
  readonly item: CategoricalColumn;
  readonly value: CategoricalColumn;
  readonly coder: CategoricalColumn;
}

/**
 * The ratings of a study, with the columns that agreement needs.
 *
 * @throws {InputError} `no-ratings` when the study has no table of ratings with items, values and coders.
 */
export function ratingColumns(study: LoadedStudy): RatingColumns {
  const table = study.tables.get("ratings");
  const [item, value, coder] = ["item", "value", "coder"].map((name) => {
    const column = table?.columns.get(name);
    return column?.kind === "categorical" ? column : null;
  });
  if (table === undefined || !item || !value || !coder) {
    throw new InputError(
      "no-ratings",
      "The study has no table of ratings with the columns item, value and coder.",
      "Add data/ratings.csv, or measure a file:  throughline agree --data FILE.csv --coders A,B",
    );
  }
  return { table, item, value, coder };
}
