import { type Codebook, redcapColumns } from "./codebook.ts";

/**
 * A codebook as a REDCap data dictionary that REDCap accepts: its 18 headings in order (only
 * `Identifier?` unquoted), every cell as it was read, and columns of our own after them.
 */
export function writeCodebook(codebook: Codebook): string {
  const headings = [
    ...redcapColumns.map(([heading]) => (heading === "Identifier?" ? heading : quoted(heading))),
    ...codebook.extraColumns.map(quoted),
  ];
  const keys = [...redcapColumns.map(([, key]) => key as string), ...codebook.extraColumns];
  const rows = codebook.variables.map((variable) =>
    keys.map((key) => cell(variable.cells.get(key) ?? "")).join(","),
  );
  return `${[headings.join(","), ...rows].join("\n")}\n`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const cell = (text: string): string => (/[",\r\n]/.test(text) ? quoted(text) : text);
