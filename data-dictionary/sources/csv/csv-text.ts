/**
 * Rows as CSV text, quoted where needed, with CRLF line ends.
 *
 * @example
 * csvText([["a", "b"], ["x,y", 1], [null, 2]]) // => "a,b\r\n\"x,y\",1\r\n,2\r\n"
 */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
