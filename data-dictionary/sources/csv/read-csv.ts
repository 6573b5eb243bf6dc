import { type CsvError, parse } from "csv-parse/sync";
import type { Fault } from "../../fault.ts";
import { InputError } from "../../input-error.ts";
import { decodeText, type Encoding } from "./decode-text.ts";
import { unguardCell } from "./formula-guard.ts";

/** A CSV file as text cells, with everything that was refused and why. */
export interface RawTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The physical line on which each row starts; the header is on line 1 of a plain file. */
  readonly lines: Int32Array;
  /** Rows after the header, of every kind: used + refused + blank. */
  readonly rowsIn: number;
  readonly rowsBlank: number;
  readonly rowsRefused: number;
  readonly faults: readonly Fault[];
  readonly dialect: {
    readonly encoding: Encoding;
    readonly delimiter: string;
    readonly bom: boolean;
  };
}

export interface ReadCsvOptions {
  readonly file?: string;
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  readonly maxRecordSize?: number;
  /** Accept columns of the same name, for published files that have them; they are numbered name, name_2, … */
  readonly allowDuplicateHeaders?: boolean;
}

const recordDelimiters = ["\r\n", "\n", "\r"];

/**
 * Reads a CSV file as rows of text. Every row is used, refused with a fault that names its line, or
 * blank, and the three add up to the rows of the file.
 *
 * Encoding and delimiter are taken from the options or, without them, seen from the bytes and the
 * header line (an Excel `sep=` line wins). Cells are trimmed of nothing: they are what the file says, save
 * that in a file with a UTF-8 byte-order mark, as our exports for people are, the apostrophe that guards
 * text against spreadsheets is taken away again.
 *
 * @throws {InputError} `empty-file`, `bad-header`, `wrong-delimiter`, `bad-encoding`, `unclosed-quote`, `record-too-long`
 *   when the file as a whole cannot be used.
 * @example
 * readCsv(new TextEncoder().encode("a;b\n1;2\n")).rows // => [["1", "2"]]
 */
export function readCsv(bytes: Uint8Array, options: ReadCsvOptions = {}): RawTable {
  const file = options.file ?? "the file";
  const decoded = decodeText(bytes, options.encoding, file);
  const nul = decoded.text.indexOf("\0");
  if (nul >= 0) {
    throw new InputError(
      "nul-byte",
      `${file} has a NUL character on line ${lineAt(decoded.text, nul)}: it is damaged or not a CSV file.`,
      "Export it again as CSV.",
    );
  }
  const separator = /^sep=(.)\r?\n/i.exec(decoded.text);
  const text = separator === null ? decoded.text : decoded.text.slice(separator[0].length);
  const lineOffset = separator === null ? 0 : 1;
  const delimiter = options.delimiter ?? separator?.[1] ?? likelyDelimiter(text);
  const { records, lines } = parseRecords(text, delimiter, file, lineOffset, options);
  const first = records[0];
  if (first === undefined || (first.length === 1 && first[0]?.trim() === "")) {
    throw new InputError(
      "empty-file",
      `${file} is empty: there is no header row.`,
      "Export it again, with the names of the columns in its first row.",
    );
  }
  refuseWrongDelimiter(first, delimiter, text, file);
  const header = checkedHeader(first, file, options.allowDuplicateHeaders ?? false);
  const guarded = decoded.bom && decoded.encoding === "utf-8";
  const rows: (readonly string[])[] = [];
  const usedLines: number[] = [];
  const faults: Fault[] = [];
  let blank = 0;
  let refused = 0;
  for (let index = 1; index < records.length; index++) {
    const record = records[index] as string[];
    const line = lines[index] as number;
    if (
      record.every((cell) => cell.trim() === "") &&
      (record.length === 1 || record.length === header.length)
    ) {
      blank++;
    } else if (record.length !== header.length) {
      refused++;
      faults.push({
        code: "ragged-row",
        severity: "error",
        file,
        row: line,
        message: `the row has ${record.length} ${record.length === 1 ? "cell" : "cells"}, but the header has ${header.length}`,
        found: String(record.length),
        expected: String(header.length),
        remedy:
          "Look for a missing or an extra delimiter, or a cell with one that needs quotes round it.",
      });
    } else {
      rows.push(guarded ? record.map(unguardCell) : record);
      usedLines.push(line);
    }
  }
  if (!/[\r\n]$/.test(text)) faults.push(cutOff(file, lines.at(-1) as number));
  return {
    file,
    header,
    rows,
    lines: Int32Array.from(usedLines),
    rowsIn: records.length - 1,
    rowsBlank: blank,
    rowsRefused: refused,
    faults,
    dialect: { encoding: decoded.encoding, delimiter, bom: decoded.bom },
  };
}

const delimiterNames: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
};

/** A header that is one long cell, full of another delimiter, was cut with the wrong one. */
function refuseWrongDelimiter(
  header: readonly string[],
  delimiter: string,
  text: string,
  file: string,
): void {
  const likely = likelyDelimiter(text);
  if (header.length > 1 || likely === delimiter || !(header[0] ?? "").includes(likely)) return;
  const name = (each: string): string => delimiterNames[each] ?? "another delimiter";
  throw new InputError(
    "wrong-delimiter",
    `${file} has a single column when read with ${name(delimiter)}, but its header has ${name(likely)}.`,
    `Declare delimiter: "${likely === "\t" ? "\\t" : likely}" under dialect in study.yaml, or leave it out: it is seen from the header.`,
  );
}

/** A file that ends in the middle of a line may have lost the end of its last row, and more rows after it. */
const cutOff = (file: string, row: number): Fault => ({
  code: "may-be-cut-off",
  severity: "warning",
  file,
  row,
  message: "the file does not end with a line end, so it may have been cut off in its last row",
  remedy:
    "Look at the end of the file; press Enter after its last row, or declare how many rows it has under tables.",
});

function parseRecords(
  text: string,
  delimiter: string,
  file: string,
  lineOffset: number,
  options: ReadCsvOptions,
): { records: string[][]; lines: number[] } {
  const lines: number[] = [];
  let lastLine = 0;
  // Without a quotation mark each line is a record; being told the line of each is slow.
  const lineByLine = !text.includes('"');
  try {
    const records = parse(text, {
      delimiter,
      bom: false,
      relax_column_count: true,
      skip_empty_lines: false,
      record_delimiter: recordDelimiters,
      max_record_size: options.maxRecordSize ?? 1_000_000,
      ...(lineByLine
        ? {}
        : {
            on_record: (record: string[], context: { readonly lines: number }) => {
              lines.push(lastLine + 1 + lineOffset);
              lastLine = context.lines;
              return record;
            },
          }),
    }) as unknown as string[][];
    return {
      records,
      lines: lineByLine ? records.map((_, index) => index + 1 + lineOffset) : lines,
    };
  } catch (error) {
    throw inOurWords(error as CsvError, file, lineOffset);
  }
}

/** csv-parse quotes the cell in its messages, so only its code and line are used. */
function inOurWords(error: CsvError, file: string, lineOffset: number): Error {
  const line = Number((error as unknown as { lines?: number }).lines ?? 0) + lineOffset;
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return new InputError(
        "unclosed-quote",
        `${file} has a quotation mark that is opened and never closed; the row ends at line ${line}.`,
        "Close it, or write a quotation mark inside a cell twice.",
      );
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return new InputError(
        "stray-quote",
        `${file} has a stray quotation mark on line ${line}.`,
        'Put the whole cell in quotation marks and write the inner ones twice, as in "said ""no""". With many such rows, look whether the delimiter is the one declared.',
      );
    case "CSV_MAX_RECORD_SIZE":
      return new InputError(
        "record-too-long",
        `${file} has a row of more than a million characters at line ${line}.`,
        "A quotation mark may be missing above it.",
      );
    default:
      return error.code === undefined
        ? error
        : new InputError("bad-csv", `${file} cannot be read as CSV at line ${line}.`);
  }
}

function checkedHeader(cells: readonly string[], file: string, allowDuplicates: boolean): string[] {
  const seen = new Map<string, number>();
  const names = cells.map((cell) => cell.trim());
  // A trailing delimiter makes blank columns at the end; they are refused like any other.
  return names.map((name, index) => {
    const place = `column ${index + 1}`;
    if (name === "" && !allowDuplicates) {
      throw new InputError(
        "bad-header",
        `${file} has no name for ${place}.`,
        "Give each column a name in the first row, or delete the empty column.",
      );
    }
    if (name === "__proto__" || name === "constructor" || name === "prototype") {
      throw new InputError(
        "bad-header",
        `${file} names ${place} with a word that is not allowed.`,
        "Give the column another name.",
      );
    }
    const before = seen.get(name);
    seen.set(name, (before ?? 0) + 1);
    if (before === undefined) return name;
    if (!allowDuplicates) {
      throw new InputError(
        "bad-header",
        `${file} has two columns named ${name}: ${place} and column ${names.indexOf(name) + 1}.`,
        "Rename or delete one of them: which one holds the data cannot be guessed.",
      );
    }
    return `${name}_${before + 1}`;
  });
}

/** The delimiter seen most in the header line, outside quotation marks; a comma when there is none. */
function likelyDelimiter(text: string): string {
  let quoted = false;
  const counts = new Map([
    [",", 0],
    [";", 0],
    ["\t", 0],
    ["|", 0],
  ]);
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "\n" || character === "\r") break;
    else if (counts.has(character)) counts.set(character, (counts.get(character) as number) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best === undefined || best[1] === 0 ? "," : best[0];
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
