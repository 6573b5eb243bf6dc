import { fixed, pText } from "../words/number-text.ts";

/**
 * A share as a whole percentage; one that is not nought never reads as 0%, nor one short of all as 100%.
 *
 * @example
 * percent(0.4277) // => "43%"
 * @example
 * percent(0.004) // => "<1%"
 */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share > 0 && share < 0.005) return "<1%";
  if (share < 1 && share > 0.995) return ">99%";
  return `${fixed(share * 100, 0)}%`;
}

/**
 * A number with as many decimals as asked, a real minus sign and no "−0".
 *
 * @example
 * decimal(-0.04, 1) // => "0.0"
 */
export function decimal(value: number | null, places: number): string {
  return fixed(value, places);
}

/**
 * A count with thin groups of thousands.
 *
 * @example
 * whole(12345) // => "12,345"
 */
export function whole(value: number): string {
  const rounded = Number.isInteger(value) ? String(value) : decimal(value, 1);
  return rounded.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/**
 * A p-value in the manner of APA.
 *
 * @example
 * pWords(0.0312) // => "p = .031"
 * @example
 * pWords(0.00002) // => "p < .001"
 */
export function pWords(value: number): string {
  const text = pText(value);
  return /^[<>]/.test(text) ? `p ${text}` : `p = ${text}`;
}

/**
 * A count with its noun: one child, 2 children.
 *
 * @example
 * counted(2, "child") // => "2 children"
 */
export function counted(count: number, unit: string): string {
  return `${whole(count)} ${count === 1 ? unit : plural(unit)}`;
}

/**
 * The plural of a unit.
 *
 * @example
 * plural("family") // => "families"
 */
export function plural(unit: string): string {
  if (unit === "child") return "children";
  if (/[^aeiou]y$/.test(unit)) return `${unit.slice(0, -1)}ies`;
  return unit.endsWith("s") ? unit : `${unit}s`;
}

/**
 * "for whom" of people, "for which" of files and other things.
 *
 * @example
 * forWhom("child") // => "for whom"
 * @example
 * forWhom("file") // => "for which"
 */
export function forWhom(unit: string): string {
  return /^(child|family|respondent|person|parent|carer|mother|father|young person)$/.test(unit)
    ? "for whom"
    : "for which";
}

/** The first of some headlines that has at most 10 words, or the last one's first 10. */
export function headline(...candidates: readonly string[]): string {
  const found = candidates.find((text) => text.split(/\s+/).length <= 10);
  return found ?? `${(candidates.at(-1) ?? "").split(/\s+/).slice(0, 10).join(" ")}`;
}

/** A text as it stands inside a sentence; an abbreviation keeps its capitals. */
export function lowerFirst(text: string): string {
  return /^[A-Z][A-Z0-9]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** A text as it begins a sentence. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A name as part of a file name.
 *
 * @example
 * fileStem("stability_5y") // => "stability-5y"
 */
export function fileStem(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/gi, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}
