import type { LogicScope } from "../../../data-dictionary/logic/compile-condition.ts";
import { compileCondition } from "../../../data-dictionary/logic/compile-condition.ts";
import {
  conjuncts,
  type DecisivePart,
  decisiveParts,
} from "../../../data-dictionary/logic/decisive-parts.ts";
import { lowerFirst, upperFirst } from "../../figures/number-words.ts";
import type { DerivedStudy, OutcomeResult } from "../derive-study.ts";
import { becauseText, ruleConstants } from "../rule-runner.ts";
import type { Citations } from "./citations.ts";
import type { NoteSection } from "./note-section.ts";
import { columnsOf, type Subject, tellField } from "./tell-field.ts";
import { factOf, type Telling, tellParts } from "./tell-parts.ts";
import { isPlain, requirementOf, requirementWords } from "./tell-requirement.ts";
import { listWords } from "./words.ts";

/** A rule as it was tried: what settled it, and whether the rest of it held. */
interface TriedRule {
  readonly number: number;
  readonly text: string;
  readonly valueLabel: string;
  readonly because: string;
  readonly truth: boolean | null;
  readonly parts: readonly DecisivePart[];
  /** Of a rule that fails: does all else it asks hold? */
  readonly elseHolds: boolean;
}

/**
 * Why the subject has its value: the rule that decided and the facts that settled it, then each rule tried
 * before and why it failed.
 */
export function tellOutcome(
  derived: DerivedStudy,
  outcome: OutcomeResult,
  subject: Subject,
  cite: Citations,
): NoteSection {
  const { rule } = outcome.prepared;
  const scope: LogicScope = {
    columns: columnsOf(derived, subject),
    constants: ruleConstants(rule),
  };
  const telling: Telling = { derived, subject, scope, cite };
  const tried = triedRules(outcome, scope, subject.row);
  const last = tried.at(-1);
  const level = outcome.column.levels[outcome.column.codes[subject.row] as number];
  const source = `${rule.file}, version ${outcome.version}`;
  const decided = outcome.decidedBy[subject.row] as number;
  const closing = rule.first_match.at(-1);
  const lines: string[] = [];
  if (decided < 0 && last !== undefined) {
    lines.push(
      `Cannot be decided by ${source}. Rule ${last.number}, ${last.valueLabel}, is left open: ${clauses(tellParts(telling, last.parts, last.text))}.`,
    );
  } else if (last?.truth === true) {
    lines.push(
      `${upperFirst(last.because)} (rule ${last.number} of ${source}). ${upperFirst(clauses(tellParts(telling, last.parts, last.text)))}.`,
    );
  } else {
    lines.push(
      `${upperFirst(becauseText(closing?.because ?? "", ruleConstants(rule)))}: none of the rules of ${source} holds.`,
    );
  }
  const failed = tried.filter((each) => each.truth === false);
  if (failed.length > 0) {
    if (last?.truth !== false) {
      lines.push(
        failed.length === 1 ? "The rule before it fails:" : "The rules before it were tried first:",
      );
    }
    lines.push(...tellFailed(telling, failed).map((line) => `• ${line}`));
  }
  return { heading: `${outcome.label}: ${lowerFirst(level?.label ?? "")}`, lines };
}

const clauses = (told: readonly string[]): string => told.join("; ");

function triedRules(outcome: OutcomeResult, scope: LogicScope, row: number): TriedRule[] {
  const { rule, conditions } = outcome.prepared;
  const tried: TriedRule[] = [];
  for (const [place, { text, condition }] of conditions.entries()) {
    const written = rule.first_match[place];
    if (written === undefined || "else" in written) break;
    const truth = compileCondition(condition, scope)(row);
    const sides = conjuncts(condition).map((side) => compileCondition(side, scope)(row));
    tried.push({
      number: place + 1,
      text,
      valueLabel: lowerFirst(rule.values[written.then] ?? written.then),
      because: becauseText(written.because, scope.constants ?? new Map()),
      truth,
      parts: decisiveParts(condition, scope, row),
      elseHolds:
        sides.some((side) => side === true) &&
        sides.filter((side) => side === false).length === 1 &&
        !sides.includes(null),
    });
    if (truth !== false) break;
  }
  return tried;
}

/** Each failed rule in a sentence; rules in a row that fail by one field and the same are drawn together. */
function tellFailed(telling: Telling, failed: readonly TriedRule[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < failed.length; ) {
    const field = onlyField(telling, failed[at] as TriedRule);
    let end = at + 1;
    while (
      field !== null &&
      end < failed.length &&
      onlyField(telling, failed[end] as TriedRule) === field
    ) {
      end++;
    }
    const group = failed.slice(at, end);
    lines.push(
      group.length > 1 && field !== null
        ? togetherSentence(telling, group, field)
        : aloneSentence(telling, group[0] as TriedRule),
    );
    at = end;
  }
  return lines;
}

function aloneSentence(telling: Telling, rule: TriedRule): string {
  const rest = rule.elseHolds ? "; all else it asks for is so" : "";
  return `Rule ${rule.number}, ${rule.valueLabel}, fails: ${clauses(tellParts(telling, rule.parts, rule.text))}${rest}.`;
}

function togetherSentence(telling: Telling, group: readonly TriedRule[], field: string): string {
  const constants = telling.scope.constants ?? new Map<string, number | string>();
  const column = columnsOf(telling.derived, telling.subject).get(field);
  const fact = factOf(telling, field);
  const asked = group.map((rule) => {
    const requirements = rule.parts.flatMap((part) => {
      const found = requirementOf(part.condition, constants, part.negated);
      return found === null || found.constant === "" ? [] : [found];
    });
    const words = requirements.map((each) => requirementWords(each, column, fact));
    return { rule, requirements, words: listWords([...new Set(words)], "or") };
  });
  const told = tellField(telling.derived, telling.subject, field, telling.cite);
  const numbers = listWords(group.map((each) => String(each.number)));
  if (asked.some((each) => each.words === "")) return `Rules ${numbers} fail: ${told}.`;
  const plain = asked.every(({ requirements }) => isPlain(requirements, column, fact));
  return `Rules ${numbers} fail: ${told}, ${plain ? "not" : "where they ask for"} ${listWords(
    asked.map(({ rule, words }) => `${words} (rule ${rule.number}, ${rule.valueLabel})`),
    "or",
  )}.`;
}

/** The one field by which a rule fails; null when there are more, or a part is no plain comparison. */
function onlyField(telling: Telling, rule: TriedRule): string | null {
  const constants = telling.scope.constants ?? new Map<string, number | string>();
  const fields = new Set(
    rule.parts.map((part) => requirementOf(part.condition, constants, part.negated)?.field ?? null),
  );
  const [first] = fields;
  return fields.size === 1 && first !== undefined ? first : null;
}
