import type { TreeSettings } from "./settings.ts";
import type { TreeData } from "./tree-data.ts";

/** Comparisons of pairs that all resampled trees together may take: about half a minute. */
const mostComparisons = 1e8;
/** Nodes of a tree that are worth reckoning with. */
const mostNodes = 30;

/**
 * How many trees can be resampled in about half a minute: a thousand for a study, fewer for large files and for predictors of
 * hundreds of categories, and at least twenty. It depends on the data and the settings alone, never on the machine.
 *
 * @example
 * affordableResamples({ rowCount: 138, families: null, predictors: [{ type: "nominal", size: 7 }] }, { minParent: 20 }) // => 1000
 */
export function affordableResamples(data: TreeData, settings: TreeSettings): number {
  const nodes = Math.max(1, Math.min(mostNodes, data.rowCount / settings.minParent));
  const merging = data.predictors.reduce(
    (sum, { type, size }) => sum + (type === "nominal" ? size * size : 3 * size),
    0,
  );
  // Drawing a row and counting it takes a third of a comparison for each column; Rao and Scott's test the rest.
  const respectful = data.families !== null && settings.splitTest !== "plain";
  const counting = data.rowCount * (data.predictors.length + 3) * (respectful ? 1 : 1 / 3);
  const resamples = mostComparisons / (counting + nodes * merging);
  return [1000, 500, 200, 100, 50].find((each) => resamples >= each) ?? 20;
}
