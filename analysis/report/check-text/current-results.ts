import type { Results } from "../results/results.ts";
import { countOf, type TextFinding, type TextLine } from "./text-finding.ts";

/** Every number of a study's results, for asking whether a printed one is among them. */
export class CurrentNumbers {
  readonly #whole = new Set<number>();
  readonly #values: Float64Array;

  constructor(results: Results) {
    const all = new Set<number>();
    const visit = (value: unknown): void => {
      if (typeof value === "number") all.add(value);
      else if (Array.isArray(value)) value.forEach(visit);
      else if (value !== null && typeof value === "object") Object.values(value).forEach(visit);
    };
    for (const document of results.documents.values()) visit(document);
    for (const value of all) if (Number.isInteger(value)) this.#whole.add(Math.abs(value));
    this.#values = Float64Array.from(all, Math.abs).sort();
  }

  /** Is a whole number among the results? */
  hasCount(count: number): boolean {
    return this.#whole.has(count);
  }

  /** Does a share of the results, or one less it, round to this percentage? */
  hasPercentage(printed: string): boolean {
    const decimals = printed.split(".")[1]?.length ?? 0;
    const half = 0.5 / 10 ** decimals + 1e-9;
    const percent = Number(printed);
    return (
      this.#between((percent - half) / 100, (percent + half) / 100) ||
      this.#between((100 - percent - half) / 100, (100 - percent + half) / 100) ||
      this.#between(percent - 1e-9, percent + 1e-9)
    );
  }

  /** Does a number of the results round to this decimal? */
  hasDecimal(printed: string): boolean {
    const decimals = printed.split(".")[1]?.length ?? 0;
    const half = 0.5 / 10 ** decimals + 1e-9;
    return this.#between(Number(printed) - half, Number(printed) + half);
  }

  #between(low: number, high: number): boolean {
    let from = 0;
    let to = this.#values.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#values[middle] as number) < low) from = middle + 1;
      else to = middle;
    }
    return from < this.#values.length && (this.#values[from] as number) <= high;
  }
}

const number =
  /(?<![\p{L}\d_.,/-])(?<text>\d{1,3}(?:,\d{3})+|\d*\.\d+|\d+)(?<percent> ?%| ?per ?cent\b)?(?![\p{L}\d_/]|[.,]\d|-\d)/giu;
/** Counts below this occur everywhere and prove nothing. */
const smallest = 10;

/**
 * Numbers of a text that are no current result of the study: percentages, decimals, and counts of ten and over.
 * Years, dates, page and section numbers and levels of confidence are left alone.
 */
export function noCurrentResult(
  lines: readonly TextLine[],
  current: CurrentNumbers,
): TextFinding[] {
  return lines.flatMap((line) =>
    [...line.text.matchAll(number)].flatMap((match): TextFinding[] => {
      const text = match.groups?.text ?? "";
      const percent = match.groups?.percent !== undefined;
      if (inRowName(line, match.index)) return [];
      if (ignored(line.text, match.index, text, percent)) return [];
      const known = percent
        ? current.hasPercentage(text)
        : text.includes(".")
          ? current.hasDecimal(text)
          : current.hasCount(countOf(text)) ||
            // The ends of an interval stand without their sign: 26 to 79, [26, 79], 26–79.
            (inRange(line.text, match.index, text) && current.hasPercentage(text));
      return known
        ? []
        : [
            {
              rule: "no-current-result",
              line: line.line,
              column: match.index + 1,
              words: percent ? `${text}%` : text,
              message: "Matches no current result of the study.",
              hint: "It may be an old figure, a sum of your own, or somebody else's: check it.",
            },
          ];
    }),
  );
}

/** The first cell of a row names it: ages, item numbers, thresholds. */
const inRowName = ({ row, text }: TextLine, at: number): boolean =>
  row !== undefined && at < text.indexOf("|", text.indexOf("|") + 1);

const inRange = (line: string, at: number, text: string): boolean =>
  /(?:\d%? ?(?:to|and|–|-) ?[−-]?|\d, ?[−-]?)$/.test(line.slice(0, at)) ||
  /^%? ?(?:to|and|–|-|,) ?[−-]?\d/.test(line.slice(at + text.length)) ||
  // A table of percentages gives its sign in the heading.
  /\| $/.test(line.slice(0, at));

function ignored(line: string, at: number, text: string, percent: boolean): boolean {
  const before = line.slice(Math.max(0, at - 24), at);
  const value = countOf(text);
  // A bound: p < .001, p > .999.
  if (/[<>≤≥]\s*$/.test(before)) return true;
  // Volume and pages of somebody's publication.
  if (/\bet al\b|\bdoi\b/.test(line.slice(0, at))) return true;
  if (percent) return /^(90|95|99)(\.0+)?$|^99\.8$|^0$|^100$/.test(text);
  if (
    /(?:page|p\.|pp\.|section|chapter|table|figure|appendix|step|note|version|v|item|no\.|seed|DCSF-RB|RR)\s*$/i.test(
      before,
    )
  )
    return true;
  if (text.includes(".")) return false;
  return (
    value < smallest ||
    (text.length === 4 && value >= 1900 && value <= 2100) ||
    /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/.test(
      line.slice(at, at + 20),
    ) ||
    // The number of a list or heading at the start of its line.
    (/^\s*(?:#+\s*)?$/.test(line.slice(0, at)) && /^\d+[.)]\s/.test(line.slice(at)))
  );
}
