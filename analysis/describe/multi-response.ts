import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { familiesKnown } from "./frequency-table.ts";
import { type MissingReport, missingReport } from "./missing-report.ts";
import { type Share, shareOf } from "./share.ts";

/** Several yes/no variables as one table: each row has its own valid n, so shares do not add up. */
export interface MultiResponse {
  readonly kind: "multi-response";
  readonly unit: string;
  readonly rows: readonly (MissingReport & Share & { readonly familiesKnown: number | null })[];
}

const yesValues = new Set(["1", "yes", "Yes", "YES", "true", "TRUE"]);
const noValues = new Set(["0", "no", "No", "NO", "false", "FALSE"]);

/**
 * Is this a yes/no variable? Its levels are one yes and one no, in whatever spelling.
 *
 * @example
 * isYesNo(categoricalColumn("any", ["1", "0"])) // => true
 */
export function isYesNo(column: CategoricalColumn): boolean {
  return (
    column.levels.length > 0 &&
    column.levels.length <= 2 &&
    column.levels.every((level) => yesValues.has(level.value) || noValues.has(level.value))
  );
}

/**
 * How many say yes to each of several yes/no variables, of those where it is known. A missing answer
 * is never counted as no.
 *
 * @throws {InputError} `not-yes-no` when a variable has other answers.
 * @example
 * multiResponse(dataset([categoricalColumn("a", ["1", "0", "-9"])]), [categoricalColumn("a", ["1", "0", "-9"])]).rows[0].n // => 2
 */
export function multiResponse(
  data: Dataset,
  columns: readonly CategoricalColumn[],
  level = 0.95,
): MultiResponse {
  const has = new Int8Array(data.rowCount);
  const rows = columns.map((column) => {
    if (!isYesNo(column)) {
      throw new InputError(
        "not-yes-no",
        `${column.name} must be a yes/no variable to stand in a multiple-response table.`,
        "Describe it on its own, without --multi.",
      );
    }
    const yes = column.levels.map((answer) => yesValues.has(answer.value));
    for (let row = 0; row < data.rowCount; row++) {
      const code = column.codes[row] as number;
      has[row] = code < 0 ? -1 : yes[code] ? 1 : 0;
    }
    return {
      ...missingReport(data, column.name, column),
      ...shareOf(has, data.families, data.weights, level),
      familiesKnown: familiesKnown(data, (row) => (column.codes[row] as number) >= 0),
    };
  });
  return { kind: "multi-response", unit: data.unit, rows };
}
