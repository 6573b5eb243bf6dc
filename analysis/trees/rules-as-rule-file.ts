import { InputError } from "../../data-dictionary/input-error.ts";
import type { Tree } from "./tree.ts";
import { pathInWords, type RuleStep, treeRules } from "./tree-rules.ts";

/**
 * Rules as a rule file of a study, so that a tree can code children like any other outcome. Deriving with it gives the
 * tree's predictions. A child with a value that the tree has not seen, or one missing where nobody's was, is "not
 * determinable": the tree says nothing of it.
 *
 * @param level - What a row of the tree was.
 * @throws {InputError} `no-rule-file` for a numeric outcome, and for a value with both kinds of quotation mark.
 */
export function rulesAsRuleFile(tree: Tree, level: "child" | "family" = "child"): string {
  if (tree.outcomeType === "continuous") {
    throw new InputError(
      "no-rule-file",
      `${tree.outcome} is a number, and a rule file gives categories.`,
      "Use --rules words or --rules sql.",
    );
  }
  const quote = (text: string): string => JSON.stringify(text);
  const name = tree.outcome.replaceAll(/[^A-Za-z0-9_]/g, "_");
  const rules = treeRules(tree);
  const rows = rules.map((rule) => {
    if (rule.conditions.map(condition).join(" and ").length > longestCondition) {
      throw new InputError(
        "no-rule-file",
        "A path of the tree names more values than a condition can hold.",
        "Use --rules words or --rules sql, or group the values first.",
      );
    }
    const because = `${pathInWords(rule)}: ${Math.round((rule.share ?? 0) * 100)}% of ${rule.n} in the tree`;
    return rule.conditions.length === 0
      ? `  - else: ${quote(rule.prediction)}\n    because: ${quote(because)}`
      : `  - when: ${quote(rule.conditions.map(condition).join(" and "))}\n    then: ${quote(rule.prediction)}\n    because: ${quote(because)}`;
  });
  if (rules.some((rule) => rule.conditions.length > 0)) {
    rows.push(
      `  - else: not_determinable\n    because: "A value that was not there when the tree was grown"`,
    );
  }
  const values = [
    ...tree.classes.map((each) => `  ${quote(each.value)}: ${quote(each.label)}`),
    ...(tree.classes.some((each) => each.value === "not_determinable")
      ? []
      : ["  not_determinable: Not determinable"]),
  ];
  return `outcome: ${/^[A-Za-z]/.test(name) ? name : `v_${name}`}_by_tree
label: ${quote(`${tree.label}, by the tree`)}
level: ${level}
version: 1
note: ${quote(`Grown by CHAID from ${tree.n} rows; a description of them, not a judgement of a ${level}.`)}
values:
${values.join("\n")}
first_match:
${rows.join("\n")}
unknown: not_determinable
`;
}

const longestCondition = 8000;

/** A step in the study's condition language; a missing value is asked for first, so that it never leaves a row open. */
function condition(step: RuleStep): string {
  const field = `[${step.variable}]`;
  const missing = step.values.includes(null);
  const known = step.numeric ? numberTest(field, step) : valueTest(field, step);
  if (known === "") return `${field} = ''`;
  return missing ? `(${field} = '' or ${known})` : `(${field} <> '' and ${known})`;
}

function numberTest(field: string, { bound }: RuleStep): string {
  if (bound === null) return "";
  const [from, below] = bound;
  const ends = [
    ...(from === null ? [] : [`${field} >= ${from}`]),
    ...(below === null ? [] : [`${field} < ${below}`]),
  ];
  return ends.length === 0
    ? `${field} <> ''`
    : ends.length === 1
      ? (ends[0] as string)
      : `(${ends.join(" and ")})`;
}

function valueTest(field: string, { values, variable }: RuleStep): string {
  const tests = values
    .filter((value) => value !== null)
    .map((value) => `${field} = ${literal(value, variable)}`);
  return tests.length <= 1 ? (tests[0] ?? "") : `(${tests.join(" or ")})`;
}

function literal(value: string, variable: string): string {
  if (!value.includes("'")) return `'${value}'`;
  if (!value.includes('"')) return `"${value}"`;
  throw new InputError(
    "no-rule-file",
    `A value of ${variable} has both kinds of quotation mark, which a condition cannot hold.`,
    "Use --rules words or --rules sql, or give the value a simpler code.",
  );
}
