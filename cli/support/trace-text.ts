import type { Trace, TraceRecord } from "../../analysis/outcomes/trace.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { wrapText } from "./wrap-text.ts";

/** A trace in full: each row of the table that was tried, each part of its condition, each fact and its records. */
export function traceText(trace: Trace, io: Io): string {
  const paint = styler(io);
  const marks = new Map<boolean | null, string>([
    [true, paint("green", "✓")],
    [false, paint("red", "✗")],
    [null, paint("yellow", "?")],
  ]);
  const lines = [
    "",
    `${paint("bold", `${trace.label}: ${trace.valueLabel}`)}   (${trace.file}, version ${trace.version})`,
    ...wrapText(`${trace.because}.`, 2, io.width),
  ];
  for (const row of trace.tried) {
    lines.push(
      ...wrapText(`${marks.get(row.holds)} row ${row.number}  ${row.because}`, 4, io.width, 11),
    );
    for (const part of row.parts) {
      const values = part.values.map((value) => `${value.field} is ${value.value}`).join(", ");
      lines.push(
        ...wrapText(`${marks.get(part.truth)} ${part.text}  (${values})`, 8, io.width, 10),
      );
    }
  }
  for (const fact of trace.facts) {
    if (fact.records.length === 0) continue;
    lines.push(...wrapText(`${fact.label}: ${fact.value}`, 4, io.width));
    for (const record of fact.records) lines.push(...wrapText(recordText(record), 6, io.width, 8));
  }
  return `${lines.join("\n")}\n`;
}

const recordText = (record: TraceRecord): string =>
  `${record.words}  [${record.file}:${record.row}${record.page === null ? "" : `, p. ${record.page}`}]`;
