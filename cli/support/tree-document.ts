import { gainTable } from "../../analysis/trees/gain-table.ts";
import type { TreeRun } from "./tree-run.ts";

/** The document `throughline tree --json` prints. */
export function treeDocument({
  tree,
  stability,
  validation,
  cuts,
  searched,
}: TreeRun): { readonly schema: string } & Record<string, unknown> {
  const { leafOf: _, ...shown } = tree;
  return {
    schema: "throughline/tree/v1",
    ...shown,
    stability,
    validation,
    gains: Object.fromEntries(
      tree.classes.map((each) => [each.value, gainTable(tree, each.value)]),
    ),
    cuts,
    searched,
  };
}
