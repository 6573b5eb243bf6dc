import type { TextFinding, TextLine } from "./text-finding.ts";

/** Words that say one thing brings about another. The list is in docs/commands/check-text.md. */
const causal =
  /(?<![\p{L}-])(?<words>caus(?:e|es|ed|ing)(?! for concern)|le(?:d|ads|ading) to|result(?:s|ed)? in|because of|due to|owing to|as a result of|(?:an?|the|its|their) (?:effect|impact|influence) (?:of|on)|impact(?:s|ed) on|affect(?:s|ed)?|brings? about|brought about|prevent(?:s|ed)?|makes? (?:it|them|children) (?:more|less) likely)(?![\p{L}-])/giu;

/** The same clause denies it or asks: "an association is not a cause", "whether it led to". */
const denied =
  /(?<!\p{L})(?:not|no|never|nor|cannot|neither|whether|without|n't|n’t)(?!\p{L})[^.;:!?|]*$/iu;

/** Words for a cause, where a study of case files shows what goes with what. */
export function causalWords(lines: readonly TextLine[]): TextFinding[] {
  return lines.flatMap((line) =>
    [...line.text.matchAll(causal)]
      .filter((match) => !denied.test(line.text.slice(0, match.index)))
      .map(
        (match): TextFinding => ({
          rule: "causal-words",
          line: line.line,
          column: match.index + 1,
          words: (match.groups?.words ?? "").toLowerCase(),
          message: "Says that one thing brings about another. The study shows what goes with what.",
          hint: "Write 'went with', or say what shows the cause.",
        }),
      ),
  );
}
