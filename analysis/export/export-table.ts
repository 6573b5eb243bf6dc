import {
  type Column,
  type DateColumn,
  missingDay,
  missingReason,
} from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";

/** One answer of a coded variable: its number in the exported file, what the study stores, the words. */
export interface ExportLevel {
  readonly code: number;
  readonly value: string;
  readonly label: string;
}

/** A variable as other programs want it: numbers with labels, days, or text. */
export interface ExportVariable {
  readonly name: string;
  readonly label: string;
  readonly kind: "number" | "coded" | "date" | "text";
  /** The answers of a coded variable; empty for others. */
  readonly levels: readonly ExportLevel[];
  readonly ordered: boolean;
  readonly unit: string | null;
  readonly origin: "data" | "derived";
  /** Values, codes, or days since 1 January 1970; NaN where missing. Empty for text. */
  readonly numbers: Float64Array;
  /** Empty unless text. */
  readonly texts: readonly (string | null)[];
  /** Why each value is missing: −9 … −6, −1 for blank, 0 where it is there. */
  readonly missing: Int8Array;
}

/** A table ready to be written in any format. */
export interface ExportTable {
  readonly name: string;
  /** What one row is. */
  readonly unit: string;
  readonly title: string;
  /** Said in every file that can hold it: who may see this. */
  readonly banner: string;
  readonly rowCount: number;
  readonly variables: readonly ExportVariable[];
}

/**
 * A dataset as an export table.
 *
 * The answers of a categorical variable keep their codes when all of them are whole numbers of at least
 * 0; otherwise they are numbered 1, 2, 3… in the codebook's order. Missing codes stay −9 to −6, blank
 * stays blank.
 *
 * @example
 * exportTable(dataset([categoricalColumn("sex", ["girl", "-9"])]), { title: "t", banner: "b" }).variables[0].levels // => [{ code: 1, value: "girl", label: "girl" }]
 */
export function exportTable(
  data: Dataset,
  options: { readonly title: string; readonly banner: string },
): ExportTable {
  return {
    name: data.name,
    unit: data.unit,
    title: options.title,
    banner: options.banner,
    rowCount: data.rowCount,
    variables: [...data.columns.values()].map((column) => exportVariable(column, data.rowCount)),
  };
}

function exportVariable(column: Column, rowCount: number): ExportVariable {
  const missing = Int8Array.from({ length: rowCount }, (_, row) => missingReason(column, row));
  const common = {
    name: column.name,
    label: column.label,
    levels: [],
    ordered: false,
    unit: null,
    origin: column.origin,
    numbers: new Float64Array(0),
    texts: [],
    missing,
  };
  switch (column.kind) {
    case "categorical": {
      const codes = levelCodes(column.levels.map((level) => level.value));
      return {
        ...common,
        kind: "coded",
        levels: column.levels.map((level, index) => ({ code: codes[index] as number, ...level })),
        ordered: column.ordered,
        numbers: Float64Array.from(column.codes, (code) => codes[code] ?? Number.NaN),
      };
    }
    case "numeric":
      return { ...common, kind: "number", unit: column.unit ?? null, numbers: column.values };
    case "date":
      return { ...common, kind: "date", numbers: daysOf(column) };
    case "text":
      return { ...common, kind: "text", texts: column.values };
  }
}

const daysOf = (column: DateColumn): Float64Array =>
  Float64Array.from(column.days, (day) => (day === missingDay ? Number.NaN : day));

/** The values themselves when all are plain whole numbers, else 1, 2, 3… */
function levelCodes(values: readonly string[]): number[] {
  const whole = values.every((value) => /^(0|[1-9]\d{0,8})$/.test(value));
  return values.map((value, index) => (whole ? Number(value) : index + 1));
}

/** The missing codes that stand in a variable, from −9 to −6; blanks are not among them. */
export function missingCodesOf(variable: ExportVariable): number[] {
  return [-9, -8, -7, -6].filter((code) => variable.missing.includes(code));
}
