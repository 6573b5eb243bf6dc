import type { DoubleCodedItem } from "../../analysis/outcomes/double-coded.ts";
import { idsOf } from "../../analysis/timeline/timelines.ts";
import { counted } from "../../analysis/words/number-text.ts";
import { isoDate } from "../../data-dictionary/dates/day.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { type MissingCode, missingLabels } from "../../data-dictionary/table/missing.ts";
import type { Io } from "../io.ts";
import type { FileItem } from "./agree-data.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";

/** The cases of a study's item on which coders differ: case level, for the screen only. */
export function studyDisagreements(study: LoadedStudy, item: DoubleCodedItem, io: Io): string {
  const table = study.tables.get("ratings") as Dataset;
  const { child, family } = study.config.columns;
  const ids = [child, family].map((name) => idsOf(table, name));
  const value = table.columns.get("value");
  const day = (name: string, row: number): string => {
    const column = table.columns.get(name);
    return column?.kind === "date" && missingReason(column, row) === 0
      ? isoDate(column.days[row] as number)
      : "";
  };
  return listing(item, io, {
    heads: ["Child or family", "From", "To"],
    start: (at) => {
      const row = rowsOf(item, at).find((each) => each >= 0) as number;
      const who = ids.map((list) => list?.[row]).find((id) => id != null) ?? "";
      return [who, day("period_start", row), day("period_end", row)];
    },
    missing: (at, coder) => {
      const row = rowsOf(item, at)[coder] as number;
      return row < 0 || value === undefined
        ? ""
        : missingLabels[missingReason(value, row) as MissingCode];
    },
  });
}

/** The rows of a file on which coders differ, by the line they stand in. */
export function fileDisagreements(data: Dataset, item: FileItem, io: Io): string {
  return listing(item, io, {
    heads: ["Line"],
    start: (at) => [String(data.lines?.[item.fileRows[at] as number] ?? at + 2)],
    missing: () => "",
  });
}

const rowsOf = (item: DoubleCodedItem, at: number): Int32Array =>
  item.rows.subarray(at * item.ratings.coders.length, (at + 1) * item.ratings.coders.length);

interface Naming {
  readonly heads: readonly string[];
  /** The cells that say which case it is. */
  readonly start: (at: number) => string[];
  /** The words for a value that is not there. */
  readonly missing: (at: number, coder: number) => string;
}

function listing(item: DoubleCodedItem | FileItem, io: Io, naming: Naming): string {
  const { ratings, categoryLabels } = item;
  const coders = ratings.coders.length;
  const rows: string[][] = [];
  let unsure = 0;
  for (let at = 0; at < ratings.cases; at++) {
    const codes = Array.from(ratings.codes.subarray(at * coders, (at + 1) * coders));
    const given = new Set(codes.filter((code) => code >= 0));
    if (given.size < 2 && !(given.size === 1 && codes.includes(-1))) continue;
    if (given.size < 2) unsure++;
    rows.push([
      ...naming.start(at),
      ...codes.map((code, coder) =>
        code < 0 ? naming.missing(at, coder) : (categoryLabels[code] as string),
      ),
    ]);
  }
  const differ = rows.length - unsure;
  const title = styler(io)("bold", `${item.label}: where coders differ`);
  const summary = `${counted(differ, "case", "cases")} of ${ratings.cases} with different values${unsure === 0 ? "" : `, ${unsure} more where a coder gave none`}.\n`;
  if (rows.length === 0) return `${title}\n${summary}`;
  return `${title}\n${summary}\n${textTable(
    [...naming.heads, ...ratings.coders].map((header) => ({ header })),
    rows,
    io.width,
  )}\nCase level: for this screen only, never to be sent or published.\n`;
}
