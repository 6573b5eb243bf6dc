import { readCsv } from "../../data-dictionary/sources/csv/read-csv.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";

/** Columns of text whose words mean something to an analysis: who rated, and whose rating is the agreed one. */
const keptTexts = new Set(["coder"]);

/**
 * The files of a study without names: every identifier becomes a running number, the same wherever it stands, and
 * every text of more than a word is left out. Codes, numbers and dates stay, so that all numbers stay the same.
 *
 * Files of a source that is not a table of ours, such as SSDA903 returns, are given as they are.
 */
export function withoutNames(
  files: ReadonlyMap<string, Uint8Array>,
  study: LoadedStudy,
): Map<string, Uint8Array> {
  const { config } = study;
  const result = new Map(files);
  const numbers = new Map<string, string>();
  const given = new Map<string, number>();
  const instead = (column: string, cell: string): string => {
    const text = cell.trim();
    if (text === "") return cell;
    if (/\s/.test(text)) return "";
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const kind =
      column === config.columns.child
        ? "child"
        : column === config.columns.family
          ? "family"
          : "no";
    const next = (given.get(kind) ?? 0) + 1;
    given.set(kind, next);
    const own = `${kind}-${String(next).padStart(3, "0")}`;
    numbers.set(text, own);
    return own;
  };
  // Children first: they are numbered in the order of their table.
  const tables = Object.entries(config.tables).sort(
    ([a], [b]) => Number(b === "children") - Number(a === "children"),
  );
  for (const [name, { file }] of tables) {
    const [bytes, table] = [files.get(file), study.tables.get(name)];
    if (bytes === undefined || table === undefined || config.source === "ssda903") continue;
    const { encoding, delimiter } = config.dialect;
    const raw = readCsv(bytes, {
      file,
      ...(encoding === undefined ? {} : { encoding }),
      ...(delimiter === undefined ? {} : { delimiter }),
    });
    const isText = raw.header.map(
      (column) => table.columns.get(column)?.kind === "text" && !keptTexts.has(column),
    );
    const own = raw.dialect.delimiter;
    const quoted = (cell: string): string =>
      cell.includes(own) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const lines = [
      raw.header.map(quoted).join(own),
      ...raw.rows.map((row) =>
        row
          .map((cell, at) => quoted(isText[at] ? instead(raw.header[at] as string, cell) : cell))
          .join(own),
      ),
      // Rows that were refused or blank are counted in the notebooks, and hold nothing here.
      ...Array<string>(raw.rowsRefused).fill("refused"),
      ...Array<string>(raw.rowsBlank).fill(own.repeat(raw.header.length - 1)),
    ];
    result.set(file, encoded(`${lines.join("\n")}\n`, encoding ?? "utf-8"));
  }
  return result;
}

function encoded(text: string, encoding: string): Uint8Array {
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(text, "utf16le").swap16();
  // What is left are codes and numbers; the readers take either for the same.
  return Buffer.from(text, encoding === "windows-1252" ? "latin1" : "utf8");
}
