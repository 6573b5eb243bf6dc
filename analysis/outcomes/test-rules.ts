import { addMonths, dayNumber } from "../../data-dictionary/dates/day.ts";
import { fieldsOf } from "../../data-dictionary/logic/condition.ts";
import type {
  OutcomeRule,
  PatternRule,
  RuleFile,
} from "../../data-dictionary/study/study-schema.ts";
import {
  type Column,
  categoricalColumn,
  numericColumn,
} from "../../data-dictionary/table/column.ts";
import { missingCodeOf } from "../../data-dictionary/table/missing.ts";
import { changePoint } from "../case-management/change-point.ts";
import { twoPhase } from "../case-management/two-phase.ts";
import { prepareRule, runRule } from "./rule-runner.ts";

/** One test child (or family) of a rule file and how it came out. */
export interface RuleTestResult {
  readonly file: string;
  readonly rule: string;
  readonly test: string;
  readonly expected: string;
  readonly found: string;
  readonly passed: boolean;
}

/** Test results, and rows of decision tables that no test child reaches. */
export interface RuleTestReport {
  readonly results: readonly RuleTestResult[];
  readonly untested: readonly {
    readonly file: string;
    readonly rule: string;
    readonly row: number;
  }[];
}

/**
 * Runs the test children of rule files: each is a handful of given facts and the value expected of them. What
 * is not given is missing ("not yet coded").
 *
 * @throws {InputError} `bad-condition`, `unknown-field`.
 */
export function testRules(rules: readonly RuleFile[]): RuleTestReport {
  const results: RuleTestResult[] = [];
  const untested: { file: string; rule: string; row: number }[] = [];
  for (const rule of rules) {
    if ("outcome" in rule) {
      const reached = new Set<number>();
      for (const test of rule.tests) {
        const { value, decidedBy } = runTestChild(rule, test.given);
        reached.add(decidedBy);
        results.push({
          file: rule.file,
          rule: rule.outcome,
          test: test.name,
          expected: test.expect,
          found: value,
          passed: value === test.expect,
        });
      }
      rule.first_match.forEach((_, row) => {
        if (!reached.has(row)) untested.push({ file: rule.file, rule: rule.outcome, row: row + 1 });
      });
    } else results.push(...patternTests(rule));
  }
  return { results, untested };
}

function runTestChild(
  rule: OutcomeRule,
  given: Readonly<Record<string, string | number | null>>,
): { value: string; decidedBy: number } {
  const prepared = prepareRule(rule);
  const fields = new Set(prepared.conditions.flatMap(({ condition }) => fieldsOf(condition)));
  const columns = new Map<string, Column>();
  for (const name of new Set([...fields, ...Object.keys(given)])) {
    if (name in rule.parameters) continue;
    const value = given[name] ?? null;
    const text = value === null ? "" : String(value);
    const missing = missingCodeOf(text);
    columns.set(
      name,
      typeof value === "number"
        ? numericColumn(name, [value])
        : missing === 0
          ? categoricalColumn(name, [text])
          : numericColumn(name, [null], { reasons: Int8Array.of(missing) }),
    );
  }
  const { column, decidedBy } = runRule(prepared, columns, 1);
  return {
    value: column.levels[column.codes[0] as number]?.value ?? "",
    decidedBy: decidedBy[0] as number,
  };
}

function patternTests(rule: PatternRule): RuleTestResult[] {
  const index = dayNumber(2001, 6, 1) as number;
  return rule.tests.map((test) => {
    const periods = test.ratings.map(([from, to, value], row) => ({
      from: addMonths(index, from),
      to: addMonths(index, to),
      proactive: value === "proactive",
      row,
    }));
    const settings = {
      mixedBelow: rule.mixed_below,
      leastDays: Math.round(rule.least_months * 30.4375),
    };
    const judgement =
      rule.method === "two-phase"
        ? twoPhase(periods, addMonths(index, rule.boundary.months), settings)
        : changePoint(periods, settings);
    return {
      file: rule.file,
      rule: rule.pattern,
      test: test.name,
      expected: test.expect,
      found: judgement.value,
      passed: judgement.value === test.expect,
    };
  });
}
