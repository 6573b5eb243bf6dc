import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { requireRange } from "../../data-dictionary/table/number-range.ts";
import { selectRows } from "../../data-dictionary/table/select-rows.ts";
import { type FrequencyTable, frequencyTable } from "./frequency-table.ts";
import { type MultiResponse, multiResponse } from "./multi-response.ts";
import { type NumericSummary, numericSummary } from "./numeric-summary.ts";

/** One variable described, for everybody and for each group. */
export interface Description {
  readonly variable: string;
  readonly all: FrequencyTable | NumericSummary;
  readonly groups: readonly {
    readonly value: string;
    readonly label: string;
    readonly table: FrequencyTable | NumericSummary;
  }[];
  /** Rows whose group is not known: in `all`, in no group. */
  readonly groupMissing: number;
}

/**
 * Describes a variable, and again within each group of another.
 *
 * @param by - A categorical variable that makes the groups, or null.
 * @throws {InputError} `unknown-column`; `not-describable` for dates and text, which could identify a child.
 * @example
 * describeBy(dataset([numericColumn("age", [1, 2, 6])]), "age", null).all.mean // => 3
 */
export function describeBy(
  data: Dataset,
  variable: string,
  by: string | null,
  level = 0.95,
): Description {
  const all = describeColumn(data, variable, level);
  if (by === null) return { variable, all, groups: [], groupMissing: 0 };
  const grouping = categoricalOf(data, by);
  return {
    variable,
    all,
    groups: grouping.levels.map((group, code) => ({
      value: group.value,
      label: group.label,
      table: describeColumn(rowsWith(data, grouping, code), variable, level),
    })),
    groupMissing: grouping.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0),
  };
}

/**
 * A multiple-response table, for everybody and within each group.
 *
 * @throws {InputError} `unknown-column`, `not-categorical`, `not-yes-no`.
 */
export function multiResponseBy(
  data: Dataset,
  variables: readonly string[],
  by: string | null,
  level = 0.95,
): {
  readonly all: MultiResponse;
  readonly groups: readonly {
    readonly value: string;
    readonly label: string;
    readonly table: MultiResponse;
  }[];
} {
  const table = (rows: Dataset): MultiResponse =>
    multiResponse(
      rows,
      variables.map((name) => categoricalOf(rows, name)),
      level,
    );
  const grouping = by === null ? null : categoricalOf(data, by);
  return {
    all: table(data),
    groups:
      grouping === null
        ? []
        : grouping.levels.map((group, code) => ({
            value: group.value,
            label: group.label,
            table: table(rowsWith(data, grouping, code)),
          })),
  };
}

function rowsWith(data: Dataset, grouping: CategoricalColumn, code: number): Dataset {
  const rows: number[] = [];
  for (let row = 0; row < data.rowCount; row++) if (grouping.codes[row] === code) rows.push(row);
  return selectRows(data, rows);
}

function describeColumn(
  data: Dataset,
  variable: string,
  level: number,
): FrequencyTable | NumericSummary {
  const column = columnOf(data, variable);
  if (column.kind === "categorical") return frequencyTable(data, column, level);
  if (column.kind === "numeric") {
    requireRange(column);
    return numericSummary(data, column, level);
  }
  throw new InputError(
    "not-describable",
    `${variable} holds ${column.kind === "date" ? "dates" : "text"}, which are never shown as a result.`,
    "Band it into categories first, in study.yaml under bands.",
  );
}
