import { basename } from "node:path";
import { applyTree } from "../../analysis/trees/route-rows.ts";
import type { Tree, TreeNode } from "../../analysis/trees/tree.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { missingReason } from "../../data-dictionary/table/column.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
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
  /** Did the case reach an end node? */
  readonly reachedEnd: boolean;
  /** The variable at which it stopped above an end node, and why; else null. */
  readonly stoppedAt: string | null;
  readonly why: "not seen" | "missing" | null;
  /** Numbers on its way that are outside the range the tree was grown from. */
  readonly outside: readonly string[];
}

/**
 * Sends the cases of a CSV file down a tree. A category that the tree has not seen, and a missing value where nobody's was
 * missing, stop a case at the node above, whose prediction it gets; a number beyond those seen goes with the
 * outermost band, and is named.
 */
export async function applyToFile(tree: Tree, file: string, io: Io): Promise<AppliedCase[]> {
  const splits = tree.nodes.flatMap(({ split }) => (split === null ? [] : [split]));
  const numbers = [...new Set(splits.filter(isNumeric).map(({ variable }) => variable))];
  const others = splits.filter((split) => !isNumeric(split)).map(({ variable }) => variable);
  const dataset = await readCases(file, numbers, [...new Set(others)], io);
  const cases = [...applyTree(tree, dataset)].map((id, row): AppliedCase => {
    const node = tree.nodes[id] as TreeNode;
    const stoppedAt = node.split?.variable ?? null;
    return {
      line: dataset.lines?.[row] ?? row + 2,
      node: id,
      prediction: node.prediction,
      share:
        tree.outcomeType === "continuous" || node.n === 0
          ? null
          : (node.counts[node.prediction] ?? 0) / node.n,
      n: node.n,
      reachedEnd: stoppedAt === null,
      stoppedAt,
      why:
        stoppedAt === null
          ? null
          : missingReason(columnOf(dataset, stoppedAt), row) === 0
            ? "not seen"
            : "missing",
      outside: outsideRange(tree, node, dataset, row),
    };
  });
  sayStops(cases, basename(file), io);
  return cases;
}

const isNumeric = ({ bounds }: { readonly bounds: unknown }): boolean => bounds !== null;

async function readCases(
  data: string,
  numeric: readonly string[],
  categorical: readonly string[],
  io: Io,
): Promise<Dataset> {
  try {
    return (await loadData({ data, seed: 1, numeric, categorical }, io)).dataset;
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== "not-numeric") throw error;
    throw new InputError(
      "not-numeric",
      `In ${basename(data)}, ${error.message}`,
      "The tree splits on it as a number. Code words as missing (-9, -8, -7, -6) in that file.",
    );
  }
}

/** Numbers on the way to a node that no row of the tree was as small or as large as. */
function outsideRange(tree: Tree, node: TreeNode, data: Dataset, row: number): string[] {
  const outside = new Set<string>();
  for (let at = node; at.parent !== null; ) {
    at = tree.nodes[at.parent] as TreeNode;
    const name = at.split?.variable ?? "";
    const range = tree.predictors.find((each) => each.name === name)?.range ?? null;
    const column = columnOf(data, name);
    if (range === null || column.kind !== "numeric") continue;
    const value = column.values[row] as number;
    if (value < range[0] || value > range[1]) outside.add(name);
  }
  return [...outside];
}

function sayStops(cases: readonly AppliedCase[], file: string, io: Io): void {
  if (cases.length === 0) io.err(`note: ${file} holds no cases.\n`);
  const say = (text: string, test: (each: AppliedCase) => boolean): void => {
    const count = cases.filter(test).length;
    if (count > 0) io.err(`note: ${file}, ${count} of ${cases.length} cases: ${text}.\n`);
  };
  for (const variable of new Set(cases.flatMap(({ stoppedAt }) => stoppedAt ?? []))) {
    say(
      `${variable} has a value that the tree has not seen; the node above it stands`,
      (each) => each.stoppedAt === variable && each.why === "not seen",
    );
    say(
      `${variable} is missing, which it never was in the tree; the node above it stands`,
      (each) => each.stoppedAt === variable && each.why === "missing",
    );
  }
  for (const variable of new Set(cases.flatMap(({ outside }) => outside))) {
    say(
      `${variable} is outside the range the tree was grown from; the outermost group stands`,
      ({ outside }) => outside.includes(variable),
    );
  }
}
