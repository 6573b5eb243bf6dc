import { counted, fixed, percent, pText } from "../../words/number-text.ts";
import type { Results } from "../results/results.ts";

/** How a bound number is printed. */
export type Format =
  | "count"
  | "percent"
  | "percent-number"
  /** A percentage that is stored as one, from 0 to 100. */
  | "percent-value"
  | "level"
  | "points"
  | "p"
  | "two-decimals"
  | "ratio"
  | "label"
  | "quoted"
  /** In quotation marks as it is: a name, or an answer that may hold one. */
  | "exact"
  /** In quotation marks at the start of a sentence: its own capital kept. */
  | "opening"
  /** A label in a heading that goes on after it: without its question mark. */
  | "heading"
  /** The name of a setting, in quotation marks, its underscores as spaces. */
  | "name"
  /** A label as the subject of a sentence: inside it, without quotation marks. */
  | "plain";

/** How the number comes from the results it is bound to. */
export type Derivation = "is" | "share" | "difference" | "sum" | "complement";

/** A number or label in a sentence, tied to the result it comes from. */
export interface Bound {
  readonly value: number | string;
  readonly text: string;
  readonly format: Format;
  readonly how: Derivation;
  /** Where it stands: file#/json/pointer, one or several. */
  readonly from: readonly string[];
}

/** A sentence: words of ours, and numbers and labels bound to results. */
export type Sentence = readonly (string | Bound)[];

/**
 * A sentence from words and bound values. A digit among the words is a fault of ours: every number in the
 * prose belongs to a result.
 *
 * @throws {Error} when the words hold a digit.
 * @example
 * sentenceText(say`No numbers here.`) // => "No numbers here."
 */
export function say(
  words: TemplateStringsArray,
  ...values: readonly (Bound | Sentence)[]
): Sentence {
  return words.flatMap((word, place) => {
    const value = values[place];
    const isP = value !== undefined && isBoundTo(value, "p");
    // The letter p stays with its number.
    const text = word.replace(/[ \n\t]+/g, " ").replace(/\bp $/, isP ? "p\u00a0" : "p ");
    if (/\d/.test(text)) throw new Error("A number is typed into a sentence.");
    const after = value === undefined ? [] : "how" in value ? [value] : value;
    return text === "" ? after : [text, ...after];
  });
}

const isBoundTo = (value: Bound | Sentence, format: Format): boolean =>
  "how" in value
    ? value.format === format
    : typeof value[0] === "object" && value[0].format === format;

/**
 * A sentence as plain text.
 *
 * @example
 * sentenceText(["Of ", { value: 3, text: "3", format: "count", how: "is", from: ["a.json#/n"] }, " children"]) // => "Of 3 children"
 */
export function sentenceText(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === "string" ? part : part.text)).join("");
}

/** A number or label of the results, ready to stand in a sentence. */
export function bind(
  results: Results,
  format: Format,
  from: string | readonly string[],
  how: Derivation = "is",
): Bound {
  const paths = typeof from === "string" ? [from] : from;
  const value = derive(
    paths.map((path) => results.at(path)),
    how,
  );
  return {
    value,
    text: formatted(value, format, base(results, paths, how)),
    format,
    how,
    from: paths,
  };
}

/**
 * The value that a derivation gives: the value itself, a/b, a − b, a + b + …, or 1 − a.
 *
 * @throws {Error} when a value that should be there is not: a fault of ours.
 * @example
 * derive([59, 138], "share") // => 59 / 138
 */
export function derive(values: readonly unknown[], how: Derivation): number | string {
  if (how === "is") {
    const [value] = values;
    if (typeof value !== "number" && typeof value !== "string")
      throw new Error("A sentence is bound to something that is no number and no label.");
    return value;
  }
  const numbers = values.map((value) => {
    if (typeof value !== "number")
      throw new Error("A sentence is bound to something that is no number.");
    return value;
  });
  const [a = Number.NaN, b = Number.NaN] = numbers;
  switch (how) {
    case "share":
      return a / b;
    case "difference":
      return a - b;
    case "complement":
      return 1 - a;
    default:
      return numbers.reduce((sum, value) => sum + value, 0);
  }
}

/** The base of a percentage decides its decimals; taken from the path beside it where there is one. */
function base(results: Results, paths: readonly string[], how: Derivation): number {
  if (how === "share") return Number(results.at(paths[1] as string));
  const beside = (paths[0] as string).replace(/\/[^/]*$/, "/n");
  const n = results.find(beside);
  return typeof n === "number" ? n : 1;
}

function formatted(value: number | string, format: Format, n: number): string {
  if (typeof value === "string") {
    switch (format) {
      case "quoted":
        return `“${inSentence(value)}”`;
      case "exact":
        return `“${value}”`;
      case "name":
        return `“${value.replaceAll("_", " ")}”`;
      case "opening":
        return `“${value.charAt(0)}${inSentence(value).slice(1)}”`;
      case "plain":
        return inSentence(value.replace(/\?$/, ""));
      case "heading":
        return value.replace(/\?$/, "");
      default:
        return value;
    }
  }
  switch (format) {
    case "count":
      return counted(value, "", "").trim();
    case "percent":
      return percent(value, n);
    case "percent-number":
      return percent(value, n).replace("%", "");
    case "percent-value":
      return fixed(value, 1);
    case "level":
      return percent(value, 1);
    case "points":
      return fixed(Math.abs(value) * 100, 0);
    case "p":
      return pText(value).startsWith("<") || pText(value).startsWith(">")
        ? pText(value)
        : `= ${pText(value)}`;
    case "ratio":
      return fixed(value, value < 10 ? 1 : 0);
    default:
      return fixed(value, 2);
  }
}

/**
 * A label as it stands inside a sentence: its first letter small, unless it is an abbreviation or a single letter.
 *
 * @example
 * inSentence("Passive throughout") // => "passive throughout"
 * @example
 * inSentence("SDQ score") // => "SDQ score"
 */
export function inSentence(label: string): string {
  return label
    .split(" or ")
    .map((part) =>
      /^\p{Lu}\p{Ll}/u.test(part) ? part.charAt(0).toLowerCase() + part.slice(1) : part,
    )
    .join(" or ");
}
