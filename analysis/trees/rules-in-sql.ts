import type { Tree } from "./tree.ts";
import { type RuleStep, treeRules } from "./tree-rules.ts";

/**
 * Rules as one SQL expression that gives the predicted class, or the mean of a number. Missing values are NULL. A value
 * that was not there when the tree was grown gives NULL, and never a guess.
 */
export function rulesInSql(tree: Tree): string {
  const lines = treeRules(tree).map((rule) => {
    const path = rule.conditions.map(condition).join(" AND ");
    const then = rule.share === null ? rule.prediction || "NULL" : text(rule.prediction);
    return `  WHEN ${path === "" ? "TRUE" : path} THEN ${then}`;
  });
  return `CASE\n${lines.join("\n")}\n  ELSE NULL\nEND\n`;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function condition(step: RuleStep): string {
  const field = `"${step.variable.replaceAll('"', '""')}"`;
  const parts: string[] = [];
  if (step.numeric) {
    if (step.bound !== null) {
      const [from, below] = step.bound;
      const ends = [
        ...(from === null ? [] : [`${field} >= ${from}`]),
        ...(below === null ? [] : [`${field} < ${below}`]),
      ];
      parts.push(ends.length === 0 ? `${field} IS NOT NULL` : ends.join(" AND "));
    }
  } else {
    const known = step.values.filter((value) => value !== null);
    if (known.length > 0) parts.push(`${field} IN (${known.map(text).join(", ")})`);
  }
  if (step.values.includes(null)) parts.push(`${field} IS NULL`);
  return parts.length === 1
    ? (parts[0] as string)
    : `(${parts.map((part) => (part.includes(" AND ") ? `(${part})` : part)).join(" OR ")})`;
}
