import type { TextFinding, TextLine } from "./text-finding.ts";

const times =
  /(?<!\p{L})(?<words>(?:\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twice|half)[ -]?(?:times )?(?:as|more|less) likely)/giu;
const odds = /\bodds\b|\bOR\b\s*[=:(0-9]|\blogistic\b|\baOR\b/;

/** "Times more likely" in a paragraph that speaks of an odds ratio, or beside one: odds are no likelihood. */
export function oddsRatioWords(lines: readonly TextLine[]): TextFinding[] {
  return lines.flatMap((line, place) => {
    const around = [lines[place - 1], line, lines[place + 1]]
      .map((own) => own?.text ?? "")
      .join("\n");
    if (!odds.test(around)) return [];
    return [...line.text.matchAll(times)].map(
      (match): TextFinding => ({
        rule: "times-more-likely",
        line: line.line,
        column: match.index + 1,
        words: match.groups?.words ?? "",
        message: "Stands beside an odds ratio, which is no ratio of likelihoods.",
        hint: "Give the two percentages instead.",
      }),
    );
  });
}
