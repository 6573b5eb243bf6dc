import { type Day, dayNumber } from "../../dates/day.ts";
import { type DateFormat, parseDate } from "../../dates/parse-date.ts";
import type { Fault } from "../../fault.ts";
import { InputError } from "../../input-error.ts";
import { type RawTable, readCsv } from "../csv/read-csv.ts";
import type { Episode } from "./episode.ts";
import { codeStanding } from "./ssda903-codes.ts";
import { recogniseSsda903, type Ssda903TableName } from "./ssda903-tables.ts";

/** A row of any table but episodes: its cells by column, dates as days. */
export interface ReturnRow {
  readonly child: string;
  readonly year: number;
  readonly authority: string;
  readonly file: string;
  readonly row: number;
  readonly text: (column: string) => string;
  readonly day: (column: string) => Day | null;
}

export interface FileCount {
  readonly file: string;
  readonly table: string;
  readonly rowsIn: number;
  readonly rowsUsed: number;
  readonly rowsRefused: number;
  readonly rowsBlank: number;
}

export interface Returns {
  readonly episodes: readonly Episode[];
  readonly rows: ReadonlyMap<Ssda903TableName, readonly ReturnRow[]>;
  readonly faults: readonly Fault[];
  readonly reconciliation: readonly FileCount[];
  /** What the years in file names stand for, as declared or as found. */
  readonly yearLabel: "start" | "end";
}

export interface ReadReturnsOptions {
  /**
   * Is the year in a file's name the one in which the return begins or ends? By `auto` it is the start if an
   * episode begins after 31 March of the labelled year, which no return ending then could hold.
   */
  readonly yearLabel: "start" | "end" | "auto";
  readonly dates?: DateFormat;
  readonly authority?: string;
}

const dateColumns = new Set(
  "DOB MC_DOB DECOM DEC REVIEW DUC DATE_INT DATE_MATCH DATE_PLACED DATE_PLACED_CEASED MIS_START MIS_END SW_DECOM SW_DEC DOLO_START DOLO_END".split(
    " ",
  ),
);

/**
 * Reads yearly or pooled SSDA903 files: each is known by its columns, its codes by its year. A cell that does
 * not fit is a fault and becomes blank; a row without a child, or an episode without a start, is refused.
 *
 * @throws {InputError} `no-year` when a single-year file has no year in its name or folder.
 */
export function readReturns(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  options: ReadReturnsOptions,
): Returns {
  const episodes: Episode[] = [];
  const rows = new Map<Ssda903TableName, ReturnRow[]>();
  const faults = new FaultList();
  const reconciliation: FileCount[] = [];
  const raws = files.map(({ path, bytes }) => readCsv(bytes, { file: path }));
  const { label, fault } = settleYearLabel(raws, options);
  if (fault !== null) faults.add(fault);
  for (const raw of raws) {
    const path = raw.file;
    const known = recogniseSsda903(raw.header);
    if (known === null) {
      faults.add({
        code: "unknown-table",
        severity: "warning",
        file: path,
        row: 1,
        message: "the columns are those of no SSDA903 table, so the file is left out",
        remedy: "Compare the first row with the return's column names.",
      });
      reconciliation.push(count(raw, "not used", 0));
      continue;
    }
    for (const fault of raw.faults) faults.add(fault);
    const read = readRows(raw, known.table, known.pooled, { ...options, yearLabel: label }, faults);
    if (known.table === "episodes") {
      for (const each of read) {
        const start = each.day("DECOM");
        if (start !== null) episodes.push(episode(each, start));
      }
    } else {
      const own = rows.get(known.table) ?? [];
      for (const each of read) own.push(each);
      rows.set(known.table, own);
    }
    reconciliation.push(count(raw, known.table, read.length));
  }
  return { episodes, rows, faults: faults.list(), reconciliation, yearLabel: label };
}

/** A date as the return writes it; year-first dates are unmistakable and read in any file. */
function returnDate(text: string, format: DateFormat): ReturnType<typeof parseDate> {
  return parseDate(text, /^\d{4}-\d{2}-\d{2}$/.test(text) ? "ymd" : format);
}

/** What file years stand for, and what to say about it. */
function settleYearLabel(
  raws: readonly RawTable[],
  options: ReadReturnsOptions,
): { label: "start" | "end"; fault: Fault | null } {
  let late = 0;
  let first: { file: string; row: number } | null = null;
  for (const raw of raws) {
    const known = recogniseSsda903(raw.header);
    if (known?.table !== "episodes") continue;
    const format = options.dates ?? (known.pooled ? "ymd" : "dmy");
    const [start, year] = [raw.header.indexOf("DECOM"), raw.header.indexOf("YEAR")];
    const fileYear = known.pooled ? Number.NaN : yearOf(raw.file);
    raw.rows.forEach((cells, index) => {
      const label = known.pooled ? Number(cells[year]) : fileYear;
      const day = returnDate((cells[start] ?? "").trim(), format);
      if (typeof day === "string" || !(label >= 2000 && label <= 2100)) return;
      if (day.day <= lastDayOf(label)) return;
      late++;
      first ??= { file: raw.file, row: raw.lines[index] as number };
    });
  }
  const found = late > 0 ? "start" : "end";
  if (first === null || options.yearLabel === "start") {
    return { label: options.yearLabel === "auto" ? found : options.yearLabel, fault: null };
  }
  const { file, row } = first as { file: string; row: number };
  const where = { file, row, column: "DECOM", found: `${late} episodes` };
  return options.yearLabel === "end"
    ? {
        label: "end",
        fault: {
          code: "year-label",
          severity: "error",
          ...where,
          message:
            "episodes begin after 31 March of the year in the file's name, but study.yaml says that year is the end of the return",
          remedy:
            "Set yearLabel to start under ssda903 in study.yaml, or correct the files' names.",
        },
      }
    : {
        label: "start",
        fault: {
          code: "year-label",
          severity: "note",
          ...where,
          message:
            "episodes begin after 31 March of the year in the file's name, so that year is taken as the start of the return",
          remedy: "Declare it with yearLabel: start under ssda903 in study.yaml.",
        },
      };
}

const count = (raw: RawTable, table: string, used: number): FileCount => ({
  file: raw.file,
  table,
  rowsIn: raw.rowsIn,
  rowsUsed: used,
  rowsRefused: raw.rowsIn - raw.rowsBlank - used,
  rowsBlank: raw.rowsBlank,
});

function readRows(
  raw: RawTable,
  table: Ssda903TableName,
  pooled: boolean,
  options: ReadReturnsOptions,
  faults: FaultList,
): ReturnRow[] {
  const place = new Map(raw.header.map((name, index) => [name, index]));
  const format = options.dates ?? (pooled ? "ymd" : "dmy");
  const shift = options.yearLabel === "start" ? 1 : 0;
  const fileYear = pooled ? 0 : yearOf(raw.file) + shift;
  const out: ReturnRow[] = [];
  raw.rows.forEach((cells, index) => {
    const text = (column: string): string => (cells[place.get(column) ?? -1] ?? "").trim();
    const year = pooled ? Number(text("YEAR")) + shift : fileYear;
    const at = { file: raw.file, row: raw.lines[index] as number };
    const refused = refusal(text, table, year, format);
    if (refused !== null) {
      faults.add({
        ...at,
        severity: "error",
        remedy: "Correct the row in the return.",
        ...refused,
      });
      return;
    }
    const days = new Map<string, Day | null>();
    const bad = new Set<string>();
    for (const column of raw.header) {
      const cell = text(column);
      if (cell === "") continue;
      if (dateColumns.has(column)) {
        const read = returnDate(cell, format);
        if (typeof read !== "string") days.set(column, read.day);
        else {
          faults.add({
            ...at,
            code: read,
            severity: "error",
            column,
            message: `${column} is no date written as ${format}`,
            remedy: "Correct the date, or declare how dates are written under dialect.",
          });
        }
        continue;
      }
      const standing = codeStanding(column, cell, year);
      if (standing === "valid") continue;
      // A code of other years has a clear meaning and is kept; one that never was is not.
      if (standing === "unknown") bad.add(column);
      faults.add({
        ...at,
        code: standing === "unknown" ? "wrong-code" : "code-of-other-years",
        severity: "error",
        column,
        message:
          standing === "unknown"
            ? `${column} has a code that the return does not have`
            : `${column} has a code that is not valid in the return for ${year - 1}/${year % 100}`,
        remedy:
          "Correct the code, or check whether the year label is the start or the end of the year.",
      });
    }
    out.push({
      ...at,
      child: text("CHILD"),
      year,
      authority: text("LA") || (options.authority ?? ""),
      text: (column) => (bad.has(column) ? "" : text(column)),
      day: (column) => days.get(column) ?? null,
    });
  });
  return out;
}

function refusal(
  text: (column: string) => string,
  table: Ssda903TableName,
  year: number,
  format: DateFormat,
): Pick<Fault, "code" | "column" | "message"> | null {
  if (text("CHILD") === "") {
    return { code: "required-but-blank", column: "CHILD", message: "the row names no child" };
  }
  if (!(year >= 2000 && year <= 2100)) {
    return { code: "no-year", column: "YEAR", message: "the row has no year of return" };
  }
  if (table !== "episodes") return null;
  const start = returnDate(text("DECOM"), format);
  if (typeof start !== "string") return null;
  return { code: start, column: "DECOM", message: `DECOM is no date written as ${format}` };
}

function yearOf(path: string): number {
  const parts = path.split("/").reverse();
  for (const part of parts) {
    const year = /(?:^|\D)(20\d\d)(?!\d)/.exec(part)?.[1];
    if (year !== undefined) return Number(year);
  }
  throw new InputError(
    "no-year",
    `${path} has no year in its name or folder, and no YEAR column.`,
    "Name the file with its year, such as 2021-episodes.csv, or put it in a folder named 2021.",
  );
}

const episode = (each: ReturnRow, start: Day): Episode => ({
  child: each.child,
  start,
  end: each.day("DEC"),
  rne: each.text("RNE"),
  legal: each.text("LS"),
  need: each.text("CIN"),
  place: each.text("PLACE"),
  provider: each.text("PLACE_PROVIDER"),
  rec: each.text("REC"),
  reason: each.text("REASON_PLACE_CHANGE"),
  year: each.year,
  authority: each.authority,
  file: each.file,
  row: each.row,
});

/** The last day of a return. */
export const lastDayOf = (year: number): Day => dayNumber(year, 3, 31) as Day;

const mostAlike = 50;

/** Keeps the first of each kind by file and column, and counts the rest. */
export class FaultList {
  readonly #faults: Fault[] = [];
  readonly #counts = new Map<string, { readonly fault: Fault; count: number }>();

  add(fault: Fault): void {
    const key = `${fault.code}|${fault.file}|${fault.column ?? ""}`;
    const before = this.#counts.get(key);
    if (before === undefined) this.#counts.set(key, { fault, count: 1 });
    else before.count++;
    if ((before?.count ?? 1) <= mostAlike) this.#faults.push(fault);
  }

  list(): Fault[] {
    const rest = [...this.#counts.values()].filter(({ count }) => count > mostAlike);
    return [
      ...this.#faults,
      ...rest.map(({ fault, count }) => {
        const { row: _row, ...other } = fault;
        return {
          ...other,
          message: `and ${count - mostAlike} more of the same kind in this column`,
          more: count - mostAlike,
        };
      }),
    ];
  }
}
