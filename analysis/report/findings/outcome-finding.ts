import { outcomeBars } from "../../figures/outcome-bars.ts";
import { drawn } from "../html/figure-node.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { RuleSummary } from "../results/rules-summary.ts";
import type { StudySummary } from "../results/study-summary.ts";
import type { Finding } from "./finding.ts";
import { nounFor, nounOf } from "./nouns.ts";
import { bind, type Sentence, say } from "./sentence.ts";

/**
 * A finding from an outcome or pattern: how many came out as what.
 *
 * @param event - The value whose interval is given; the last when left out.
 */
export function outcomeFinding(results: Results, place: number, event?: string): Finding | null {
  const path = (...steps: (string | number)[]): string =>
    pathTo("rules.json", "rules", place, ...steps);
  const rule = results.at(path()) as RuleSummary;
  const shown = rule.values.flatMap((value, at) =>
    value.share !== null && value.count > 0 ? [at] : [],
  );
  if (shown.length === 0) return null;
  const noun = nounOf(rule.unit);
  const { families, children } = results.at(pathTo("study.json")) as StudySummary;
  const siblings = families < children && rule.unit !== "family";
  const n = bind(results, "count", path("determined"));
  const part = (at: number, first: boolean): Sentence =>
    say`${bind(results, "count", path("values", at, "count"))} (${bind(results, "percent", path("values", at, "share"))})${[first ? " came out as " : " "]}${bind(results, "quoted", path("values", at, "label"))}`;
  const found = rule.values.findIndex((value) => value.value === event);
  const share = (at: number): number => rule.values[at]?.share ?? 0;
  const largest = shown.reduce((best, at) => (share(at) > share(best) ? at : best));
  const main = shown.includes(found) ? found : largest;
  const value = (format: "percent" | "percent-number" | "quoted" | "count", key: string) =>
    bind(results, format, path("values", main, key));
  return {
    id: rule.name,
    topic: [bind(results, "label", path("label"))],
    claim: say`Of ${n} ${[nounFor(rule.unit, rule.determined)]}, ${listOf(shown.map((at, place) => part(at, place === 0)))}.`,
    confidence: [
      siblings
        ? say`In families like these the true share ${value("quoted", "label")} probably lies between ${value("percent-number", "ciLow")} and ${value("percent", "ciHigh")}; brothers and sisters are counted only for what they add.`
        : say`In ${[noun.many]} like these the true share ${value("quoted", "label")} probably lies between ${value("percent-number", "ciLow")} and ${value("percent", "ciHigh")}.`,
      ...settingsWords(results, rule, path, main),
    ],
    limits: [
      say`It says how many came out as what by a written rule, version ${bind(results, "count", path("version"))}. It does not say why.`,
      ...(rule.n > rule.determined
        ? [
            say`For ${bind(results, "count", [path("n"), path("determined")], "difference")} more it could not be determined.`,
          ]
        : []),
    ],
    plain: {
      claim: say`We looked at ${n} ${[nounFor(rule.unit, rule.determined)]}. This is how they came out: ${listOf(shown.map((at) => say`${bind(results, "count", path("values", at, "count"))} ${bind(results, "quoted", path("values", at, "label"))}`))}.`,
      sure: [
        say`In ${[siblings ? "families" : noun.many]} like these the true share ${value("quoted", "label")} is likely to be ${value("percent-number", "ciLow")} to ${value("percent-number", "ciHigh")} in every hundred.`,
      ],
    },
    question: say`How many of our own cases would come out as ${value("quoted", "label")} by the same rule?`,
    draw: (document) =>
      drawn(document, (options) =>
        outcomeBars(
          {
            name: rule.name,
            label: rule.label,
            unit: rule.unit,
            counts: Object.fromEntries(rule.values.map((each) => [each.value, each.count])),
            labels: Object.fromEntries(rule.values.map((each) => [each.value, each.label])),
            n: rule.n,
            ordered: rule.ordered,
            intervals: Object.fromEntries(
              rule.values.flatMap(({ value: name, ciLow, ciHigh }) =>
                ciLow === null || ciHigh === null ? [] : [[name, { ciLow, ciHigh }]],
              ),
            ),
          },
          options,
        ),
      ),
  };
}

function settingsWords(
  results: Results,
  rule: RuleSummary,
  path: (...steps: (string | number)[]) => string,
  main: number,
): Sentence[] {
  if (rule.sensitivity === null) return [];
  const settings = bind(results, "count", path("sensitivity", "settings"));
  const least = bind(results, "count", path("values", main, "least"));
  const most = bind(results, "count", path("values", main, "most"));
  return [
    least.value === most.value
      ? say`Over ${settings} settings of the rule's thresholds that number does not move.`
      : say`Over ${settings} settings of the rule's thresholds that number moves between ${least} and ${most}.`,
  ];
}

/** "a", "a and b", "a, b and c". */
export function listOf(parts: readonly Sentence[]): Sentence {
  return parts.flatMap((part, place) =>
    place === 0 ? part : place === parts.length - 1 ? [" and ", ...part] : [", ", ...part],
  );
}
