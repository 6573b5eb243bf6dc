/** The reader's own CSV parser: quotes, commas and line ends. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (end === "" && quoted === undefined && plain === "" && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
