import type { Tree } from "./tree.ts";
import { pathInWords, treeRules } from "./tree-rules.ts";

/** Rules as sentences: IF … THEN …. */
export function rulesInWords(tree: Tree): string {
  const label = (value: string): string =>
    tree.classes.find((each) => each.value === value)?.label ?? value;
  return `${treeRules(tree)
    .map((rule) => {
      const node = tree.nodes[rule.node];
      const then =
        rule.share === null
          ? `${tree.label} ${round(node?.mean ?? 0)} (mean of ${rule.n})`
          : `${label(rule.prediction)} (${Math.round(rule.share * 100)}% of ${rule.n})`;
      return `IF ${pathInWords(rule)}\n  THEN ${then}`;
    })
    .join("\n")}\n`;
}

const round = (value: number): string => String(Number(value.toPrecision(4)));
