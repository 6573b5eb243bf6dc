import { csvText } from "./csv-text.ts";

/** How a demonstration table may be written, to try other files than plain CSV. */
export type TableDialect = "csv" | "semicolon" | "utf16" | "dmy";

const isoDay = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Rows as the bytes of a file in some dialect: plain UTF-8 with commas; semicolons and a byte-order mark, as
 * Excel writes in much of Europe; UTF-16 with tabs, as Excel's "Unicode text"; or dates as dd/mm/yyyy.
 */
export function encodeTable(
  rows: readonly (readonly string[])[],
  dialect: TableDialect,
): Uint8Array {
  if (dialect === "dmy") {
    return Buffer.from(
      csvText(rows.map((row) => row.map((cell) => cell.replace(isoDay, "$3/$2/$1")))),
    );
  }
  if (dialect === "semicolon") return Buffer.from(`\ufeff${delimited(rows, ";")}`, "utf8");
  if (dialect === "utf16") return Buffer.from(`\ufeff${delimited(rows, "\t")}`, "utf16le");
  return Buffer.from(csvText(rows));
}

/** The lines of `dialect:` that study.yaml needs for it. */
export function dialectSetting(dialect: TableDialect): string {
  const dates = dialect === "dmy" ? "dmy" : "ymd";
  switch (dialect) {
    case "semicolon":
      return `dialect: { encoding: utf-8, delimiter: ";", dates: ${dates} }`;
    case "utf16":
      return `dialect: { encoding: utf-16le, delimiter: "\\t", dates: ${dates} }`;
    default:
      return `dialect: { encoding: utf-8, delimiter: ",", dates: ${dates} }`;
  }
}

function delimited(rows: readonly (readonly string[])[], delimiter: string): string {
  return rows
    .map(
      (row) =>
        `${row.map((cell) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)}\r\n`,
    )
    .join("");
}
