import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { columnOf } from "../../data-dictionary/table/dataset.ts";
import type { Tree, TreeSplit } from "./tree.ts";
import type { TreeData, TreePredictor } from "./tree-data.ts";

/** The child of a node for each of its groups; −1 where there is none. */
function childrenOf(tree: Tree): Int32Array[] {
  const children = tree.nodes.map((node) =>
    new Int32Array(node.split?.groups.length ?? 0).fill(-1),
  );
  for (const node of tree.nodes) {
    if (node.parent === null || node.group === null) continue;
    (children[node.parent] as Int32Array)[node.group] = node.id;
  }
  return children;
}

/** The group of a split that a number belongs to; −1 for none. */
function groupOfNumber(split: TreeSplit, value: number): number {
  if (Number.isNaN(value)) return split.groups.findIndex((values) => values.includes(null));
  return (split.bounds ?? []).findIndex(
    (bound) =>
      bound !== null &&
      (bound[0] === null || value >= bound[0]) &&
      (bound[1] === null || value < bound[1]),
  );
}

/** The group of a split that a stored value belongs to; −1 for one that was not there when the tree was grown. */
const groupOfValue = (split: TreeSplit, value: string | null): number =>
  split.groups.findIndex((values) => values.includes(value));

/**
 * The node each row ends in. A row whose value was not there when a node was split, or is missing when nobody's was,
 * stays in that node: its prediction is the node's.
 */
export function leavesOf(tree: Tree, data: TreeData): Int32Array {
  const children = childrenOf(tree);
  const steps = tree.nodes.map(({ split }, id) => {
    if (split === null) return null;
    const predictor = data.predictors.find((each) => each.name === split.variable) as TreePredictor;
    const next = Int32Array.from({ length: predictor.size }, (_, category) => {
      const value = predictor.values[category] ?? null;
      const group =
        predictor.edges === null || value === null
          ? groupOfValue(split, value)
          : groupOfNumber(split, predictor.edges[category - 1] ?? Number.NEGATIVE_INFINITY);
      return group < 0 ? -1 : (children[id]?.[group] as number);
    });
    return { codes: predictor.codes, next };
  });
  const ends = new Int32Array(data.rowCount);
  for (let row = 0; row < data.rowCount; row++) {
    let id = 0;
    for (let step = steps[id]; step !== null && step !== undefined; step = steps[id]) {
      const child = step.next[step.codes[row] as number] as number;
      if (child < 0) break;
      id = child;
    }
    ends[row] = id;
  }
  return ends;
}

/**
 * The node each case of another dataset ends in, by the names and stored values of the tree's variables.
 *
 * @throws {InputError} `unknown-column` when a variable the tree splits on is not there.
 */
export function applyTree(tree: Tree, data: Dataset): Int32Array {
  const children = childrenOf(tree);
  const steps = tree.nodes.map(({ split }) => {
    if (split === null) return null;
    const column = columnOf(data, split.variable);
    const text = (row: number): string | null => {
      switch (column.kind) {
        case "categorical":
          return column.levels[column.codes[row] as number]?.value ?? null;
        case "numeric":
          return Number.isNaN(column.values[row] as number) ? null : String(column.values[row]);
        case "text":
          return column.values[row] ?? null;
        case "date":
          return null;
      }
    };
    if (split.bounds === null) return (row: number) => groupOfValue(split, text(row));
    return (row: number) => {
      const own = text(row);
      const value = own === null ? Number.NaN : Number(own);
      return own !== null && Number.isNaN(value) ? -1 : groupOfNumber(split, value);
    };
  });
  const ends = new Int32Array(data.rowCount);
  for (let row = 0; row < data.rowCount; row++) {
    let id = 0;
    for (let step = steps[id]; step !== null && step !== undefined; step = steps[id]) {
      const group = step(row);
      const child = group < 0 ? -1 : (children[id]?.[group] as number);
      if (child < 0) break;
      id = child;
    }
    ends[row] = id;
  }
  return ends;
}
