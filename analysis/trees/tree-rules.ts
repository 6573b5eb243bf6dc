import type { Tree, TreeNode } from "./grow-tree.ts";

/** A path from the root to an end node. */
export interface TreeRule {
  readonly node: number;
  readonly conditions: readonly {
    readonly variable: string;
    readonly label: string;
    readonly words: string;
    readonly values: readonly (string | null)[];
  }[];
  readonly prediction: string;
  readonly n: number;
  /** Share of the predicted class in the node. */
  readonly share: number;
}

/** The paths to the end nodes of a tree, in the order they are drawn. */
export function treeRules(tree: Tree): TreeRule[] {
  return tree.nodes
    .filter((node) => node.split === null)
    .map((node) => ({
      node: node.id,
      conditions: pathTo(tree, node),
      prediction: node.prediction,
      n: node.n,
      share: node.n === 0 ? 0 : (node.counts[node.prediction] ?? 0) / node.n,
    }));
}

function pathTo(tree: Tree, node: TreeNode): TreeRule["conditions"] {
  const steps: TreeRule["conditions"][number][] = [];
  for (let at: TreeNode | undefined = node; at !== undefined && at.parent !== null; ) {
    const parent: TreeNode | undefined = tree.nodes[at.parent];
    const split = parent?.split;
    if (split === null || split === undefined) break;
    const group = at.group as number;
    steps.unshift({
      variable: split.variable,
      label: split.label,
      words: split.groupLabels[group] as string,
      values: split.groups[group] as readonly (string | null)[],
    });
    at = parent;
  }
  return steps;
}

/** Rules as sentences: IF … THEN …. */
export function rulesInWords(tree: Tree): string {
  const label = (value: string): string =>
    tree.classes.find((each) => each.value === value)?.label ?? value;
  return `${treeRules(tree)
    .map((rule) => {
      const path = rule.conditions.map((step) => `${step.label} is ${step.words}`).join(" and ");
      return `IF ${path === "" ? "anyone" : path}\n  THEN ${label(rule.prediction)} (${Math.round(rule.share * 100)}% of ${rule.n})`;
    })
    .join("\n")}\n`;
}

/** A value list as a test in the study's own condition language or in SQL. */
function test(step: TreeRule["conditions"][number], language: "logic" | "sql"): string {
  const field =
    language === "sql" ? `"${step.variable.replaceAll('"', '""')}"` : `[${step.variable}]`;
  const parts = step.values.map((value) => {
    if (value === null) return language === "sql" ? `${field} IS NULL` : `${field} = ''`;
    const range = /^(-?[\d.]+) to (-?[\d.]+)$/.exec(value);
    if (range !== null)
      return `(${field} >= ${range[1]} ${language === "sql" ? "AND" : "and"} ${field} <= ${range[2]})`;
    return `${field} = ${/^-?\d+(\.\d+)?$/.test(value) ? value : `'${language === "sql" ? value.replaceAll("'", "''") : value}'`}`;
  });
  const or = language === "sql" ? " OR " : " or ";
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(or)})`;
}

/** Rules as one SQL expression that gives the predicted class. */
export function rulesInSql(tree: Tree): string {
  const lines = treeRules(tree).map((rule) => {
    const path = rule.conditions.map((step) => test(step, "sql")).join(" AND ");
    return `  WHEN ${path === "" ? "TRUE" : path} THEN '${rule.prediction.replaceAll("'", "''")}'`;
  });
  return `CASE\n${lines.join("\n")}\nEND\n`;
}

/** Rules as a rule file of the study, so that a tree can code children like any other outcome. */
export function rulesAsRuleFile(tree: Tree): string {
  const rules = treeRules(tree);
  const quote = (text: string): string => JSON.stringify(text);
  const last = rules.at(-1);
  const rows = rules
    .slice(0, -1)
    .map(
      (rule) =>
        `  - when: ${quote(rule.conditions.map((step) => test(step, "logic")).join(" and "))}\n    then: ${quote(rule.prediction)}\n    because: ${quote(rule.conditions.map((step) => `${step.label} is ${step.words}`).join("; "))}`,
    );
  return `outcome: ${tree.outcome}_by_tree
label: ${quote(`${tree.label}, by the tree`)}
level: child
version: 1
values:
${tree.classes.map((each) => `  ${quote(each.value)}: ${quote(each.label)}`).join("\n")}
  not_determinable: Not determinable
first_match:
${rows.join("\n")}${rows.length > 0 ? "\n" : ""}  - else: ${quote(last?.prediction ?? "")}
    because: ${quote(last?.conditions.map((step) => `${step.label} is ${step.words}`).join("; ") || "Everybody")}
unknown: not_determinable
`;
}
