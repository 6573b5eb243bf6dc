import { checkPercentage } from "../../../data-dictionary/checks/printed-percentage.ts";
import { judgedNumbers } from "./judged-numbers.ts";
import { countOf, countPattern, type TextFinding, type TextLine } from "./text-finding.ts";

/** "Of the 138 children, …" at the start of a sentence: the base of what follows. */
const opening = new RegExp(
  `(?<=^|[.:;!?] |\\| )(?:of|out of|among) (?:the |all )?(?:the )?(?<n>${countPattern})(?![\\d.,]*\\d|%| ?per ?cent)[^.;!?|]*`,
  "giu",
);
/** "59 (43%)", "59 children (43%)", with no base of its own. */
const counted = new RegExp(
  `(?<![\\d.,/]|of )(?<count>${countPattern})(?: [\\p{L}-]+){0,3} \\((?<percent>\\d{1,3}(?:\\.\\d{1,4})?) ?(?:%|per ?cent)(?! of)`,
  "giu",
);

/**
 * Counts with percentages after "Of 138 children, …", whose base stands once for all of them. A percentage
 * that fits an earlier number of the sentence is taken to be of that number.
 */
export function countsOfAll(line: TextLine): TextFinding[] {
  return [...line.text.matchAll(opening)].flatMap((sentence) => {
    const n = countOf(sentence.groups?.n ?? "");
    return [...sentence[0].matchAll(counted)].flatMap((match) => {
      const count = countOf(match.groups?.count ?? "");
      const percent = match.groups?.percent ?? "";
      const earlier = [...sentence[0].slice(0, match.index).matchAll(/\d[\d,]*/g)].map(([text]) =>
        countOf(text),
      );
      const fitsAnother = earlier.some(
        (base) => base !== n && base >= count && fits(count, base, percent),
      );
      // Another base may have come in between: "… of the 99 who stayed, 40 (40%)".
      const between = sentence[0].slice(0, match.index).replace(sentence.groups?.n ?? "", "");
      if (fitsAnother || count > n || /\b(?:of|among) (?:the |these |those )?\d/i.test(between))
        return [];
      return judgedNumbers(line.line, sentence.index + match.index + 1, count, n, percent);
    });
  });
}

const fits = (count: number, base: number, percent: string): boolean =>
  base > 0 && checkPercentage(count, base, percent).verdict === "ok";
