import { applyTree } from "../../analysis/trees/route-rows.ts";
import type { Tree } from "../../analysis/trees/tree.ts";
import type { Io } from "../io.ts";
import { loadData } from "./load-data.ts";

/** A new case, by the line of its file, and what the tree says of it. */
export interface AppliedCase {
  readonly line: number;
  readonly node: number;
  readonly prediction: string;
  /** Share of the predicted class in the node; null for a numeric outcome. */
  readonly share: number | null;
  /** Rows of the node when the tree was grown. */
  readonly n: number;
  /** Did the case reach an end node, or stop at a value that the tree has not seen? */
  readonly reachedEnd: boolean;
}

/** Sends the cases of a CSV file down a tree. */
export async function applyToFile(tree: Tree, file: string, io: Io): Promise<AppliedCase[]> {
  const numeric = new Set(
    tree.nodes.flatMap(({ split }) =>
      split !== null && split.bounds !== null ? [split.variable] : [],
    ),
  );
  const categorical = new Set(
    tree.nodes.flatMap(({ split }) =>
      split !== null && split.bounds === null ? [split.variable] : [],
    ),
  );
  const { dataset } = await loadData(
    { data: file, seed: 1, numeric: [...numeric], categorical: [...categorical] },
    io,
  );
  return [...applyTree(tree, dataset)].map((id, row) => {
    const node = tree.nodes[id] as Tree["nodes"][number];
    return {
      line: dataset.lines?.[row] ?? row + 2,
      node: id,
      prediction: node.prediction,
      share:
        tree.outcomeType === "continuous" || node.n === 0
          ? null
          : (node.counts[node.prediction] ?? 0) / node.n,
      n: node.n,
      reachedEnd: node.split === null,
    };
  });
}
