import type { Codebook } from "../codebook/codebook.ts";
import { type Day, isoDate } from "../dates/day.ts";
import { type DateFormat, type DatePrecision, parseDate } from "../dates/parse-date.ts";
import type { Fault } from "../fault.ts";
import type { RawTable } from "../sources/csv/read-csv.ts";
import type { Column, Level } from "../table/column.ts";
import { missingDay } from "../table/column.ts";
import type { Dataset } from "../table/dataset.ts";
import { missingCodeOf } from "../table/missing.ts";
import type { ColumnSpec } from "./built-in-columns.ts";
import { columnSpec } from "./column-spec.ts";
import { missingColumns } from "./missing-columns.ts";

/** A table read by its codebook, with every cell that could not be taken as it stands. */
export interface TypedTable {
  readonly table: Dataset;
  readonly faults: readonly Fault[];
}

/**
 * Reads the cells of a table as the codebook says: codes, numbers, dates in the declared format, missing
 * codes. A cell that does not fit is a fault and becomes "not yet coded"; the row stays.
 *
 * A date column with partial dates is followed by a column `<name>_precision` unless the file has one
 * (`date_precision` for events).
 */
export function typeTable(
  raw: RawTable,
  options: {
    readonly name: string;
    readonly unit: string;
    readonly codebook: Codebook;
    readonly form?: string | undefined;
    /** The column that identifies a child, where it is not `child_id`. */
    readonly childColumn?: string;
    readonly dates: DateFormat;
  },
): TypedTable {
  const faults: Fault[] = [];
  const columns = new Map<string, Column>();
  // Names that nobody knows may be the first row of the data: they are not repeated.
  if (
    raw.header.every(
      (name) => !columnSpec(options.codebook, options.form ?? options.name, name).known,
    )
  ) {
    faults.push({
      code: "no-header",
      severity: "error",
      file: raw.file,
      row: 1,
      message: "no column of the first row is in the codebook, so it may be no header",
      remedy: "Put the names of the columns in the first row, as codebook.csv writes them.",
    });
  } else faults.push(...missingColumns(raw, options));
  const silent = faults.some((fault) => fault.code === "no-header");
  raw.header.forEach((name, place) => {
    const { spec, known } = columnSpec(options.codebook, options.form ?? options.name, name);
    if (!known && !silent) {
      faults.push({
        code: "not-in-codebook",
        severity: "warning",
        file: raw.file,
        row: 1,
        column: name,
        message: `the column ${name} is not in the codebook and is read as text`,
        remedy: "Add it to codebook.csv, or delete the column.",
      });
    }
    for (const column of typeColumn(raw, place, name, spec, options, faults)) {
      if (!columns.has(column.name)) columns.set(column.name, column);
    }
  });
  return {
    table: {
      name: options.name,
      unit: options.unit,
      rowCount: raw.rows.length,
      columns,
      families: null,
      weights: null,
      lines: raw.lines,
    },
    faults,
  };
}

/** No more faults of one kind in one column than this; the rest are counted in the last one. */
const mostFaults = 100;

class FaultCollector {
  readonly #raw: RawTable;
  readonly #column: string;
  readonly #counts = new Map<string, number>();
  readonly #faults: Fault[];

  constructor(raw: RawTable, column: string, faults: Fault[]) {
    this.#raw = raw;
    this.#column = column;
    this.#faults = faults;
  }

  add(row: number, fault: Omit<Fault, "file" | "row" | "column">): void {
    const count = (this.#counts.get(fault.code) ?? 0) + 1;
    this.#counts.set(fault.code, count);
    if (count > mostFaults) return;
    this.#faults.push({
      ...fault,
      file: this.#raw.file,
      row: this.#raw.lines[row] as number,
      column: this.#column,
    });
  }

  finish(): void {
    for (const [code, count] of this.#counts) {
      if (count <= mostFaults) continue;
      this.#faults.push({
        code,
        severity: "error",
        file: this.#raw.file,
        column: this.#column,
        message: `and ${count - mostFaults} more of the same kind in this column`,
        more: count - mostFaults,
      });
    }
  }
}

function typeColumn(
  raw: RawTable,
  place: number,
  name: string,
  spec: ColumnSpec,
  options: { readonly dates: DateFormat; readonly name: string },
  faults: Fault[],
): Column[] {
  const collector = new FaultCollector(raw, name, faults);
  const columns = readCells(raw, place, name, spec, options.dates, collector);
  if (spec.required === true) {
    const [column] = columns;
    for (let row = 0; row < raw.rows.length; row++) {
      if (cellAt(raw, row, place).trim() !== "" || column === undefined) continue;
      collector.add(row, {
        code: "required-but-blank",
        severity: "error",
        message: `${name} is required but blank`,
        remedy:
          "Code it, or give a missing code: -9 not recorded, -8 could not judge, -7 not applicable, -6 document unavailable.",
      });
    }
  }
  collector.finish();
  return columns;
}

function readCells(
  raw: RawTable,
  place: number,
  name: string,
  spec: ColumnSpec,
  dates: DateFormat,
  collector: FaultCollector,
): Column[] {
  const common = {
    name,
    label: spec.label,
    level: spec.level ?? "child",
    origin: "data" as const,
  };
  const count = raw.rows.length;
  switch (spec.kind) {
    case "identifier":
    case "text": {
      const reasons = new Int8Array(count);
      const values = new Array<string | null>(count);
      for (let row = 0; row < count; row++) {
        const text = cellAt(raw, row, place).trim();
        const reason = missingCodeOf(text);
        reasons[row] = reason;
        values[row] = reason === 0 ? text : null;
      }
      return [{ ...common, kind: "text", values, reasons }];
    }
    case "categorical":
      return [{ ...common, ...readCodes(raw, place, name, spec, collector) }];
    case "numeric": {
      const values = new Float64Array(count);
      const reasons = new Int8Array(count);
      for (let row = 0; row < count; row++) {
        const text = cellAt(raw, row, place).trim();
        const reason = missingCodeOf(text);
        reasons[row] = reason;
        values[row] = reason === 0 ? numberIn(text, row, name, spec, collector) : Number.NaN;
        if (reason === 0 && Number.isNaN(values[row] as number)) reasons[row] = -1;
      }
      return [{ ...common, kind: "numeric", values, reasons }];
    }
    case "date":
      return readDates(raw, place, common, spec, dates, collector);
  }
}

function readCodes(
  raw: RawTable,
  place: number,
  name: string,
  spec: ColumnSpec,
  collector: FaultCollector,
): { kind: "categorical"; codes: Int32Array; levels: readonly Level[]; ordered: boolean } {
  const open = spec.levels === undefined || spec.levels.length === 0;
  const levels: Level[] = [...(spec.levels ?? [])];
  const codeOf = new Map(levels.map((level, code) => [level.value, code]));
  const codes = new Int32Array(raw.rows.length);
  for (let row = 0; row < raw.rows.length; row++) {
    const cell = cellAt(raw, row, place);
    let code = codeOf.get(cell);
    if (code === undefined) {
      const text = cell.trim();
      const reason = missingCodeOf(text);
      if (reason !== 0) code = reason;
      else if (codeOf.has(text)) code = codeOf.get(text) as number;
      else if (open) {
        code = levels.length;
        levels.push({ value: text, label: inWords(text) });
        codeOf.set(text, code);
      } else {
        code = -1;
        collector.add(row, {
          code: "wrong-code",
          severity: "error",
          message: `${name} has a code that the codebook does not have`,
          expected: levels
            .map((level) => level.value)
            .slice(0, 15)
            .join(", "),
          remedy: "Correct the cell, or add the code to the choices in codebook.csv.",
        });
      }
    }
    codes[row] = code;
  }
  return { kind: "categorical", codes, levels, ordered: spec.ordered ?? false };
}

const cellAt = (raw: RawTable, row: number, place: number): string =>
  (raw.rows[row] as readonly string[])[place] as string;

/** `plan_start` as "Plan start". */
const inWords = (code: string): string => {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function numberIn(
  text: string,
  row: number,
  name: string,
  spec: ColumnSpec,
  collector: FaultCollector,
): number {
  const pattern = spec.integer ? /^-?\d+$/ : /^-?(\d+\.?\d*|\.\d+)$/;
  if (!pattern.test(text)) {
    collector.add(row, {
      code: "not-a-number",
      severity: "error",
      message: `${name} must be ${spec.integer ? "a whole number" : "a number"}`,
      remedy: "Write digits with a point for decimals and no unit.",
    });
    return Number.NaN;
  }
  const value = Number(text);
  if (
    (spec.min !== undefined && value < spec.min) ||
    (spec.max !== undefined && value > spec.max)
  ) {
    collector.add(row, {
      code: "out-of-range",
      severity: "error",
      message: `${name} lies outside the codebook's range`,
      expected: `${spec.min ?? "…"} to ${spec.max ?? "…"}`,
      remedy: "Correct the value, or widen the range in codebook.csv.",
    });
    return Number.NaN;
  }
  return value;
}

const dateSentences = {
  "not-a-date": "is not a date in the declared format",
  "no-such-day": "is a day that does not exist",
  "two-digit-year": "has a year of two digits",
  "excel-serial-60": "is Excel's day 60, which never was",
} as const;

/** What to do about a cell that is no date; a number of five digits is most likely Excel's. */
function dateRemedy(fault: keyof typeof dateSentences, text: string): string {
  switch (fault) {
    case "two-digit-year":
      return "Write the year with four digits: 01 could be 1901 or 2001, and nothing here guesses.";
    case "no-such-day":
      return "Correct the day, or declare the order of day and month under dialect in study.yaml.";
    case "excel-serial-60":
      return "Excel counts 29 February 1900, which never was: look the date up and write it out.";
    default:
      if (/^\d{5}$/.test(text))
        return "It looks like an Excel day number: declare dates: excel under dialect in study.yaml, or export dates as text.";
      if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text))
        return "It looks like yyyy-mm-dd: declare dates: ymd under dialect in study.yaml.";
      if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/.test(text))
        return "It looks like dd/mm/yyyy: declare dates: dmy under dialect in study.yaml (or mdy, if the month comes first).";
      return "Correct the cell, or declare the format the file uses under dialect in study.yaml.";
  }
}

const formatWords: Readonly<Record<DateFormat, string>> = {
  ymd: "yyyy-mm-dd",
  dmy: "dd/mm/yyyy",
  mdy: "mm/dd/yyyy",
  excel: "an Excel day number",
  "excel-1904": "an Excel day number (1904)",
};

function readDates(
  raw: RawTable,
  place: number,
  common: { name: string; label: string; level: "child" | "family" | "other"; origin: "data" },
  spec: ColumnSpec,
  format: DateFormat,
  collector: FaultCollector,
): Column[] {
  const count = raw.rows.length;
  const days = new Int32Array(count);
  const reasons = new Int8Array(count);
  const precisions = new Int32Array(count);
  const [low, high] = [boundDay(spec.minDay), boundDay(spec.maxDay)];
  // The same day is written many times in one file: each text is worked out once.
  const seen = new Map<string, ReturnType<typeof parseDate>>();
  let partial = false;
  for (let row = 0; row < count; row++) {
    const cell = cellAt(raw, row, place);
    const text = cell.trim();
    const reason = missingCodeOf(text);
    if (reason !== 0) {
      days[row] = missingDay;
      reasons[row] = reason;
      continue;
    }
    let parsed = seen.get(text);
    if (parsed === undefined) {
      parsed = parseDate(text, format);
      seen.set(text, parsed);
    }
    if (typeof parsed === "string") {
      days[row] = missingDay;
      reasons[row] = -1;
      collector.add(row, {
        code: parsed === "not-a-date" ? "bad-date" : parsed,
        severity: "error",
        message: `${common.name} ${dateSentences[parsed]}`,
        expected: formatWords[format],
        remedy: dateRemedy(parsed, text),
      });
      continue;
    }
    if ((low !== null && parsed.day < low) || (high !== null && parsed.day > high)) {
      collector.add(row, {
        code: "out-of-range",
        severity: "error",
        message: `${common.name} lies outside the codebook's range`,
        expected: `${low === null ? "…" : isoDate(low)} to ${high === null ? "…" : isoDate(high)}`,
        remedy: "Correct the date, or widen the range in codebook.csv.",
      });
      days[row] = missingDay;
      reasons[row] = -1;
      continue;
    }
    days[row] = parsed.day;
    if (parsed.precision !== "day") {
      partial = true;
      precisions[row] = precisionLevels.findIndex((level) => level.value === parsed.precision);
    }
  }
  const column: Column = { ...common, kind: "date", days, reasons };
  if (!partial) return [column];
  return [
    column,
    {
      ...common,
      name: common.name === "date" ? "date_precision" : `${common.name}_precision`,
      label: `How exact: ${common.label}`,
      kind: "categorical",
      codes: precisions,
      levels: precisionLevels,
      ordered: false,
    },
  ];
}

const precisionLevels: readonly { readonly value: DatePrecision; readonly label: string }[] = [
  { value: "day", label: "Day" },
  { value: "month", label: "Month" },
  { value: "quarter", label: "Quarter" },
  { value: "year", label: "Year" },
];

function boundDay(text: string | undefined): Day | null {
  if (text === undefined) return null;
  const parsed = parseDate(text, "ymd");
  return typeof parsed === "string" ? null : parsed.day;
}
