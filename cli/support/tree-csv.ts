import type { Tree } from "../../analysis/trees/tree.ts";

/** The nodes of a tree as a tidy table. */
export function treeCsv(tree: Tree): (string | number | null)[][] {
  const numeric = tree.outcomeType === "continuous";
  return [
    [
      "node",
      "parent",
      "depth",
      "group",
      "n",
      "families",
      ...(numeric ? ["mean", "standard_deviation"] : tree.classes.map((each) => `n_${each.value}`)),
      "prediction",
      "split",
      "method",
      "statistic",
      "df",
      "df2",
      "p",
      "multiplier",
      "adjusted_p",
      "stopped",
    ],
    ...tree.nodes.map((node) => {
      const { split } = node;
      const parent = node.parent === null ? null : tree.nodes[node.parent];
      return [
        node.id,
        node.parent,
        node.depth,
        node.group === null ? null : (parent?.split?.groupLabels[node.group] ?? null),
        node.n,
        node.families,
        ...(numeric
          ? [node.mean, node.standardDeviation]
          : tree.classes.map((each) => node.counts[each.value] ?? 0)),
        node.prediction,
        split?.variable ?? null,
        split?.method ?? null,
        split?.statistic ?? null,
        split?.df ?? null,
        split?.df2 ?? null,
        split?.pValue ?? null,
        split?.multiplier ?? null,
        split?.adjustedPValue ?? null,
        node.stopped,
      ];
    }),
  ];
}
