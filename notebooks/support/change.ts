import { type DerivedStudy, deriveStudy } from "../../analysis/outcomes/derive-study.ts";
import type { LoadedStudy } from "../../data-dictionary/study/load-study.ts";
import type {
  OutcomeRule,
  PatternRule,
  RuleFile,
} from "../../data-dictionary/study/study-schema.ts";

/** A threshold of a rule that can be moved: what it is now, and what the rule's grid tries. */
export interface Threshold {
  readonly name: string;
  readonly words: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

const nameOf = (rule: RuleFile): string => ("outcome" in rule ? rule.outcome : rule.pattern);

/** The number thresholds of an outcome or pattern, with a range to try around the grid of its rule. */
export function thresholdsOf(study: LoadedStudy, name: string): Threshold[] {
  const rule = study.rules.find((each) => nameOf(each) === name);
  return Object.entries(rule?.parameters ?? {}).flatMap(([parameter, value]) => {
    if (typeof value !== "number") return [];
    const grid = (rule?.grid[parameter] ?? []).filter((each) => typeof each === "number");
    return [
      {
        name: parameter,
        words: inWords(parameter),
        value,
        least: Math.max(0, Math.min(value, ...grid) - (value > 5 ? 6 : 1)),
        most: Math.max(value, ...grid) + (value > 5 ? 12 : 3),
      },
    ];
  });
}

/** `settled_home_months` → "Settled home, months". */
function inWords(name: string): string {
  const words = name.split("_");
  const unit = /^(months|years|days)$/.test(words.at(-1) ?? "") ? words.pop() : undefined;
  const text = words.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${unit === undefined ? "" : `, ${unit}`}`;
}

/** The study coded again with other thresholds for one outcome or pattern: the same functions, other numbers. */
export function deriveWith(
  study: LoadedStudy,
  name: string,
  parameters: Readonly<Record<string, number>>,
): DerivedStudy {
  return deriveStudy(study, {
    rules: study.rules.map((rule) =>
      nameOf(rule) === name ? { ...rule, parameters: { ...rule.parameters, ...parameters } } : rule,
    ),
  });
}

/** The study coded again with other settings of a pattern: its method, boundary and what counts as mixed. */
export function deriveWithPattern(
  study: LoadedStudy,
  name: string,
  settings: Partial<Pick<PatternRule, "method" | "mixed_below" | "least_months">>,
): DerivedStudy {
  return deriveStudy(study, {
    rules: study.rules.map((rule) =>
      "pattern" in rule && rule.pattern === name ? { ...rule, ...settings } : rule,
    ),
  });
}

/** The study coded again with one of its bands cut elsewhere; the labels follow the cuts. */
export function deriveWithCuts(
  study: LoadedStudy,
  band: string,
  cuts: readonly number[],
): DerivedStudy {
  const own = study.config.bands[band];
  if (own === undefined) return deriveStudy(study);
  const labels = [
    `Under ${cuts[0]}`,
    ...cuts.slice(1).map((cut, at) => {
      const from = cuts[at] as number;
      return cut - from === 1 ? `${from}` : `${from} to ${cut - 1}`;
    }),
    `${cuts.at(-1)} and over`,
  ];
  const bands = { ...study.config.bands, [band]: { ...own, cuts: [...cuts], labels } };
  return deriveStudy({ ...study, config: { ...study.config, bands } });
}

/** How many children (or families) have another value than under the study's own rules. */
export function movedBetween(before: DerivedStudy, after: DerivedStudy, name: string): number {
  const find = (derived: DerivedStudy): Int32Array | undefined =>
    [...derived.outcomes, ...derived.patterns].find((each) => each.name === name)?.column.codes;
  const [first, second] = [find(before), find(after)];
  if (first === undefined || second === undefined) return 0;
  return first.reduce((sum, code, row) => sum + (code === second[row] ? 0 : 1), 0);
}

/** The rule of an outcome, or null. */
export function outcomeRule(study: LoadedStudy, name: string): OutcomeRule | null {
  const rule = study.rules.find((each) => nameOf(each) === name);
  return rule !== undefined && "outcome" in rule ? rule : null;
}
