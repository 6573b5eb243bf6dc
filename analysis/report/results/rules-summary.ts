import { InputError } from "../../../data-dictionary/input-error.ts";
import { shareOf } from "../../describe/share.ts";
import type { DerivedStudy } from "../../outcomes/derive-study.ts";
import { becauseText, ruleConstants } from "../../outcomes/rule-runner.ts";
import { type Sensitivity, sensitivity } from "../../outcomes/sensitivity.ts";
import type { ResultDocument } from "./results.ts";

/** One rule or pattern: its version, its words, and what other thresholds would have given. */
export interface RuleSummary {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly version: number;
  readonly file: string;
  readonly method: string;
  readonly ordered: boolean;
  readonly n: number;
  /** Those whose value could be determined. */
  readonly determined: number;
  readonly source: string | null;
  readonly note: string | null;
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly tests: number;
  readonly values: readonly {
    readonly value: string;
    readonly label: string;
    /** In a plain sentence, from the rule file; null when it says nothing. */
    readonly meaning: string | null;
    readonly count: number;
    /** Of those whose value could be determined, with a 95% interval that respects families; null for the rest. */
    readonly share: number | null;
    readonly ciLow: number | null;
    readonly ciHigh: number | null;
    readonly n: number;
    /** The least and most of it over the grid of thresholds; null without a grid. */
    readonly least: number | null;
    readonly most: number | null;
  }[];
  /** Rows of a decision table in words, in the order they are tried, with how many each decided. */
  readonly rows: readonly {
    readonly value: string;
    readonly label: string;
    readonly because: string;
    readonly decided: number;
  }[];
  /** Left open because something is not known. */
  readonly open: number;
  readonly sensitivity: {
    readonly settings: number;
    readonly mostMoved: number;
    readonly byParameter: Sensitivity["byParameter"];
  } | null;
  /** Why there is no sensitivity analysis. */
  readonly withoutSensitivity: string | null;
}

export interface RulesDocument extends ResultDocument {
  readonly schema: "throughline/rules/v1";
  readonly rules: readonly RuleSummary[];
}

/** Beyond so many codings the report leaves sensitivity to its own command. */
const mostCodings = 2_000_000;

/** The rules of a study in words, with the counts they gave and how far other thresholds would move them. */
export function rulesSummary(derived: DerivedStudy): {
  readonly rules: RulesDocument;
  readonly sensitivities: ReadonlyMap<string, Sensitivity>;
} {
  const sensitivities = new Map<string, Sensitivity>();
  const without = new Map<string, string>();
  for (const each of [...derived.outcomes, ...derived.patterns]) {
    const rule = "prepared" in each ? each.prepared.rule : each.rule;
    const points = Object.values(rule.grid).reduce((size, values) => size * values.length, 1);
    if (points * each.n > mostCodings) {
      without.set(each.name, "Too many children for the report: use throughline sensitivity.");
      continue;
    }
    try {
      sensitivities.set(each.name, sensitivity(derived, each.name));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      without.set(each.name, error.message);
    }
  }
  const rules = [...derived.outcomes, ...derived.patterns].map((each): RuleSummary => {
    const rule = "prepared" in each ? each.prepared.rule : each.rule;
    const own = sensitivities.get(each.name) ?? null;
    return {
      name: each.name,
      label: each.label,
      unit: each.unit === "family" ? "family" : derived.children.unit,
      version: each.version,
      file: rule.file,
      method: "method" in each ? each.method : "decision-table",
      ordered: each.column.ordered,
      n: each.n,
      determined: Object.entries(each.counts).reduce(
        (sum, [value, count]) => sum + (value === undetermined ? 0 : count),
        0,
      ),
      source: rule.source ?? null,
      note: rule.note ?? null,
      parameters:
        "method" in rule
          ? {
              boundary_months: rule.boundary.months,
              mixed_below: rule.mixed_below,
              least_months: rule.least_months,
              ...rule.parameters,
            }
          : rule.parameters,
      tests: rule.tests.length,
      values: Object.entries(each.counts).map(([value, count]) => ({
        value,
        label: each.labels[value] ?? value,
        meaning: rule.meanings?.[value] ?? null,
        count,
        ...sharesOf(derived, each, value),
        least: own?.range[value]?.[0] ?? null,
        most: own?.range[value]?.[1] ?? null,
      })),
      rows: rowsOf(each),
      open: "decidedBy" in each ? each.decidedBy.filter((row) => row < 0).length : 0,
      sensitivity:
        own === null
          ? null
          : {
              settings: own.points.length,
              mostMoved: Math.max(...own.points.map((point) => point.moved)),
              byParameter: own.byParameter,
            },
      withoutSensitivity: without.get(each.name) ?? null,
    };
  });
  return { rules: { schema: "throughline/rules/v1", rules }, sensitivities };
}

const undetermined = "not_determinable";

function sharesOf(
  derived: DerivedStudy,
  each: DerivedStudy["outcomes"][number] | DerivedStudy["patterns"][number],
  value: string,
): Pick<RuleSummary["values"][number], "share" | "ciLow" | "ciHigh" | "n"> {
  const { column } = each;
  const data = each.unit === "family" ? derived.families : derived.children;
  const has = Int8Array.from(column.codes, (code) => {
    const own = column.levels[code]?.value;
    return own === undefined || own === undetermined ? -1 : own === value ? 1 : 0;
  });
  const { share, n, ciLow, ciHigh, familyCiLow, familyCiHigh } = shareOf(
    has,
    data.families,
    data.weights,
  );
  if (value === undetermined) return { share: null, ciLow: null, ciHigh: null, n };
  return { share, ciLow: familyCiLow ?? ciLow, ciHigh: familyCiHigh ?? ciHigh, n };
}

function rowsOf(
  each: DerivedStudy["outcomes"][number] | DerivedStudy["patterns"][number],
): RuleSummary["rows"] {
  if (!("prepared" in each)) return [];
  const { rule } = each.prepared;
  const constants = ruleConstants(rule);
  return rule.first_match.map((row, place) => {
    const value = "else" in row ? row.else : row.then;
    return {
      value,
      label: each.labels[value] ?? value,
      because: becauseText(row.because, constants),
      decided: each.decidedBy.filter((own) => own === place).length,
    };
  });
}
