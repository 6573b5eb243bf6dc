import { counted } from "../../analysis/words/number-text.ts";

/**
 * So many of what is counted: "2 children", "1 family", "20 reviews".
 *
 * @example
 * unitWords("child", 2) // => "2 children"
 */
export function unitWords(unit: string, n: number): string {
  if (unit === "child") return counted(n, "child", "children");
  if (unit === "family") return counted(n, "family", "families");
  return counted(n, unit, `${unit}s`);
}
