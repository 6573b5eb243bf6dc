import { InputError } from "../../data-dictionary/input-error.ts";
import {
  compileCondition,
  type LogicScope,
} from "../../data-dictionary/logic/compile-condition.ts";
import type { Condition } from "../../data-dictionary/logic/condition.ts";
import { parseCondition } from "../../data-dictionary/logic/parse-condition.ts";
import type { OutcomeRule } from "../../data-dictionary/study/study-schema.ts";
import type { CategoricalColumn, Column } from "../../data-dictionary/table/column.ts";

/** A rule made ready to run: its conditions parsed once. */
export interface PreparedRule {
  readonly rule: OutcomeRule;
  readonly conditions: readonly { readonly text: string; readonly condition: Condition }[];
}

/** The parameters of a rule, as constants of the condition language. */
export function ruleConstants(rule: OutcomeRule): Map<string, number | string> {
  return new Map(Object.entries(rule.parameters));
}

/**
 * Parses the conditions of a rule.
 *
 * @throws {InputError} `bad-condition` naming the rule file and the row.
 */
export function prepareRule(rule: OutcomeRule): PreparedRule {
  const conditions = rule.first_match.flatMap((row, place) => {
    if ("else" in row) return [];
    try {
      return [{ text: row.when, condition: parseCondition(row.when) }];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(
        error.code,
        `${rule.file}, row ${place + 1}: ${error.message}`,
        error.hint,
      );
    }
  });
  return { rule, conditions };
}

/**
 * Runs a rule over columns: for each row of the data the first row of the table that holds gives the
 * value. A condition left open by a missing value gives the rule's `unknown`, at once: a child about whom
 * too little is known never falls through to the last row.
 *
 * @returns The outcome, one of the rule's values for every row; and which row of the table decided it,
 *   −1 where a condition was left open.
 * @throws {InputError} `unknown-field`.
 */
export function runRule(
  prepared: PreparedRule,
  columns: ReadonlyMap<string, Column>,
  rowCount: number,
): { readonly column: CategoricalColumn; readonly decidedBy: Int32Array } {
  const { rule } = prepared;
  const scope: LogicScope = { columns, constants: ruleConstants(rule) };
  const tests = prepared.conditions.map(({ condition }, place) => {
    try {
      return compileCondition(condition, scope);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(
        error.code,
        `${rule.file}, row ${place + 1}: ${error.message}`,
        error.hint,
      );
    }
  });
  const levels = Object.entries(rule.values).map(([value, label]) => ({ value, label }));
  const codeOf = new Map(levels.map((level, code) => [level.value, code]));
  const codeByRow = rule.first_match.map(
    (row) => codeOf.get("else" in row ? row.else : row.then) as number,
  );
  const unknown = codeOf.get(rule.unknown) as number;
  const codes = new Int32Array(rowCount);
  const decidedBy = new Int32Array(rowCount);
  const last = tests.length;
  for (let row = 0; row < rowCount; row++) {
    let decided = last;
    for (let place = 0; place < last; place++) {
      const holds = (tests[place] as (row: number) => boolean | null)(row);
      if (holds === false) continue;
      decided = holds === null ? -1 : place;
      break;
    }
    decidedBy[row] = decided;
    codes[row] = decided < 0 ? unknown : (codeByRow[decided] as number);
  }
  return {
    column: {
      kind: "categorical",
      name: rule.outcome,
      label: rule.label,
      level: rule.level,
      origin: "derived",
      codes,
      levels,
      ordered: rule.ordered,
    },
    decidedBy,
  };
}

/**
 * The words for why a row of the table applies, with the rule's parameters put in.
 *
 * @example
 * becauseText("settled for [months] months", new Map([["months", 12]])) // => "settled for 12 months"
 */
export function becauseText(
  because: string,
  constants: ReadonlyMap<string, number | string>,
): string {
  return because.replace(/\[(\w+)\]/g, (whole, name: string) =>
    String(constants.get(name) ?? whole),
  );
}
