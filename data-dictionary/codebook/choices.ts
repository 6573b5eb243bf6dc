import type { Level } from "../table/column.ts";
import { missingCodeOf } from "../table/missing.ts";

/**
 * The choices of a REDCap field: split on bars, then on the first comma, so that labels may have commas.
 *
 * @example
 * parseChoices("1, Stable, at home | 2, Away") // => [{ value: "1", label: "Stable, at home" }, { value: "2", label: "Away" }]
 */
export function parseChoices(text: string): Level[] {
  return text
    .split("|")
    .map((choice) => choice.trim())
    .filter((choice) => choice !== "")
    .map((choice) => {
      const comma = choice.indexOf(",");
      return comma < 0
        ? { value: choice, label: choice }
        : { value: choice.slice(0, comma).trim(), label: choice.slice(comma + 1).trim() };
    });
}

/**
 * Choices as REDCap writes them.
 *
 * @example
 * formatChoices([{ value: "1", label: "Yes" }]) // => "1, Yes"
 */
export function formatChoices(levels: readonly Level[]): string {
  return levels.map((level) => `${level.value}, ${level.label}`).join(" | ");
}

/**
 * Is this choice one of the four missing codes?
 *
 * @example
 * isMissingChoice({ value: "-9", label: "Not recorded on file" }) // => true
 */
export function isMissingChoice(level: Level): boolean {
  return missingCodeOf(level.value) !== 0;
}
