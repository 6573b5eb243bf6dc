import type { Tree } from "./tree.ts";

/** How much of one class an end node gathers. */
export interface GainRow {
  readonly node: number;
  readonly n: number;
  /** Share of all rows. */
  readonly share: number;
  /** Rows of the class, and their share of all rows of the class. */
  readonly hits: number;
  readonly hitShare: number;
  /** Share of the class in the node. */
  readonly response: number;
  /** The node's share of the class over the sample's: 2 is twice as common here. */
  readonly index: number;
  /** The same shares of this node and all before it. */
  readonly cumulativeShare: number;
  readonly cumulativeHitShare: number;
}

/**
 * The gain table of a class: end nodes from the one where the class is commonest, with what each gathers. Empty when the
 * class has no rows, and for a numeric outcome.
 */
export function gainTable(tree: Tree, target: string): GainRow[] {
  const all = tree.nodes[0]?.counts[target] ?? 0;
  if (all === 0) return [];
  const base = all / tree.n;
  const ends = tree.nodes
    .filter((node) => node.split === null && node.n > 0)
    .map((node) => ({ node, hits: node.counts[target] ?? 0 }))
    .sort((a, b) => b.hits / b.node.n - a.hits / a.node.n || a.node.id - b.node.id);
  let n = 0;
  let found = 0;
  return ends.map(({ node, hits }) => {
    n += node.n;
    found += hits;
    return {
      node: node.id,
      n: node.n,
      share: node.n / tree.n,
      hits,
      hitShare: hits / all,
      response: hits / node.n,
      index: hits / node.n / base,
      cumulativeShare: n / tree.n,
      cumulativeHitShare: found / all,
    };
  });
}
