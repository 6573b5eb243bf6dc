import { fixed, pText } from "../words/number-text.ts";

/** A table of results, ready for a spreadsheet or a document. */
export interface ResultTable {
  readonly title: string;
  /** Unit and number: "138 children from 104 families". */
  readonly subtitle: string;
  readonly columns: readonly {
    readonly header: string;
    /** How numbers are shown: percentages are from 0 to 100. */
    readonly format: "text" | "count" | "percent" | "number" | "p";
  }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** What a reader must know: missing values, methods. */
  readonly notes: readonly string[];
}

/**
 * A cell as it is printed, with what its column says: percentages to one decimal, p-values to three, and
 * "–" where there is no number.
 *
 * @example
 * cellText(42.75, "percent") // => "42.8"
 * @example
 * cellText(0.00001, "p") // => "<\u00a0.001"
 */
export function cellText(
  value: string | number | null,
  format: ResultTable["columns"][number]["format"],
): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  switch (format) {
    case "percent":
      return fixed(value, 1);
    case "p":
      // Kept on one line in a narrow column.
      return pText(value).replace(" ", "\u00a0");
    case "number":
      return fixed(value, 2);
    default:
      return String(value);
  }
}
