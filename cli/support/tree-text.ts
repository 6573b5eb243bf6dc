import { gainTable } from "../../analysis/trees/gain-table.ts";
import type { CutsTest } from "../../analysis/trees/test-cuts.ts";
import type { Tree, TreeNode, TreeSplit } from "../../analysis/trees/tree.ts";
import type { TreeStability } from "../../analysis/trees/tree-stability.ts";
import { counted, fixed, percent, pText } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { treeCheckText } from "./tree-check-text.ts";
import { classOf, leftOutWords, type TreeRun } from "./tree-run.ts";
import { wrapText } from "./wrap-text.ts";

/** A tree for people: how it was grown, the tree itself, published cuts, and whether it is real. */
export function treeText(run: TreeRun, io: Io, gains: string | undefined): string {
  const width = Math.min(io.width, 80);
  const paint = styler(io);
  const { tree } = run;
  const lines = [
    paint(
      "bold",
      `${tree.label}: ${tree.settings.method === "chaid" ? "CHAID" : "exhaustive CHAID"} tree`,
    ),
    ...grownWords(tree).flatMap((words) => wrapText(words, 0, width, 2)),
    "",
    ...drawn(tree, io, width),
  ];
  if (tree.nodes[0]?.stopped?.startsWith("No split met the rule") === true) {
    lines.push("  That no split met the rule is a result, and not a failure.");
  }
  return `${lines.join("\n")}\n${run.cuts.map((cut) => cutsText(cut, run.searched, width)).join("")}${
    gains === undefined ? "" : gainsText(tree, gains, width)
  }${treeCheckText(run, width)}`;
}

/** Rows by weight, to the nearest whole one. */
const whole = (rows: number): string => Math.round(rows).toLocaleString("en-GB");

function grownWords(tree: Tree): string[] {
  const { settings } = tree;
  const test = {
    "rao-scott": "splits respect families (Rao–Scott)",
    permutation: "splits by permutation of whole families",
    plain: "plain splits, which take rows as strangers",
  }[settings.splitTest];
  const known = tree.costs.length > 0 || tree.priorsFrom === "given";
  return [
    `${counted(tree.n, "row", "rows")}${tree.nMissing > 0 ? ` (left out: ${leftOutWords(tree.leftOut)})` : ""}; ${settings.minParent} to split, ${settings.minChild}${settings.minFamilies > 0 ? ` and ${settings.minFamilies} families` : ""} in a child; ${test}`,
    tree.outcomeType === "continuous"
      ? "nodes: mean and standard deviation; F tests"
      : `shares: ${tree.classes.map((each) => each.label).join(" / ")}${tree.outcomeType === "ordinal" ? " (in order: row-effects tests)" : ""}`,
    ...(known
      ? [
          `predicts for shares ${tree.classes.map((each) => fixed(tree.priors[each.value] ?? 0, 2)).join(" / ")}${tree.costs.length === 0 ? "" : `, at costs ${tree.costs.map((each) => `${each.observed} as ${each.predicted} ${each.cost}`).join("; ")}`}`,
        ]
      : []),
  ];
}

function drawn(tree: Tree, io: Io, width: number): string[] {
  const paint = styler(io);
  const lines: string[] = [];
  const add = (prefix: string, next: string, text: string): void => {
    const own = wrapText(text, prefix.length, Math.max(width, next.length + 24), next.length);
    const [first = "", ...rest] = own;
    lines.push(
      prefix + first.slice(prefix.length),
      ...rest.map((line) => next + line.slice(next.length)),
    );
  };
  const draw = (node: TreeNode, before: string, branch: string, words: string): void => {
    const below = before + (branch === "" ? "" : branch.startsWith("├") ? "│  " : "   ");
    const families =
      node.families === null ? "" : `, ${counted(node.families, "family", "families")}`;
    add(
      before + branch,
      `${below}  `,
      `${words === "" ? "" : `${paint("bold", words)}: `}${outcomeWords(tree, node)} (n ${whole(node.n)}${families})`,
    );
    if (node.split === null) {
      if (node.id === 0) lines.push(...wrapText(node.stopped ?? "", 2, width));
      return;
    }
    add(below, `${below}  `, splitWords(node.split, paint));
    for (const note of node.split.notes) add(below, `${below} `, `(${note})`);
    const children = tree.nodes.filter((each) => each.parent === node.id);
    children.forEach((child, place) => {
      draw(
        child,
        below,
        place === children.length - 1 ? "└─ " : "├─ ",
        node.split?.groupLabels[child.group as number] ?? "",
      );
    });
  };
  draw(tree.nodes[0] as TreeNode, "", "", "");
  return lines;
}

function outcomeWords(tree: Tree, node: TreeNode): string {
  if (tree.outcomeType === "continuous") {
    return node.mean === null
      ? "no rows"
      : `mean ${fixed(node.mean, 2)}${node.standardDeviation === null ? "" : `, s.d. ${fixed(node.standardDeviation, 2)}`}`;
  }
  return tree.classes
    .map((each) => percent(node.n === 0 ? null : (node.counts[each.value] ?? 0) / node.n, 1))
    .join(" / ");
}

function splitWords(split: TreeSplit, paint: ReturnType<typeof styler>): string {
  const p = pWords(split.adjustedPValue);
  const times = split.multiplier > 1 ? ` (× ${waysWords(split.multiplier)})` : "";
  return `${paint("cyan", split.label)}  adjusted p ${p}${times}, ${testWords(split)}${
    split.designEffect === undefined ? "" : `, design effect ${fixed(split.designEffect, 2)}`
  }`;
}

/** A multiplier: in full while it can be read, else as a power of ten. */
function waysWords(ways: number): string {
  if (ways === Number.MAX_VALUE) return "more than 10^308";
  if (ways < 1e12) return ways.toLocaleString("en-GB", { maximumSignificantDigits: 6 });
  return ways.toExponential(1).replace("e+", " · 10^");
}

function testWords(test: {
  readonly method: string;
  readonly statistic: number | null;
  readonly df: number | null;
  readonly df2?: number;
}): string {
  const { method, statistic, df, df2 } = test;
  if (statistic === null || df === null) return method === "anova" ? "no spread within" : "exact";
  const number = (value: number): string => fixed(value, Number.isInteger(value) ? 0 : 2);
  const two = df2 === undefined ? "" : `, ${number(df2)}`;
  const sign =
    df2 === undefined
      ? method === "row-effects"
        ? "H²"
        : method === "likelihood-ratio"
          ? "G²"
          : "χ²"
      : "F";
  return `${sign}(${number(df)}${two}) = ${fixed(statistic, 2)}`;
}

export const pWords = (p: number): string => {
  const text = pText(p);
  return /^[<>]/.test(text) ? text : `= ${text}`;
};

/** What resampled trees make of published cuts when they may look for their own. */
function searchedWords(searched: TreeStability, { variable, label, cuts, idle }: CutsTest): string {
  const share = (own: number): string => percent(own, 1);
  const published = [...cuts.map(({ below }) => below), ...idle].sort((a, b) => a - b);
  const first = searched.root.find((each) => each.variable === variable)?.share ?? 0;
  const at = (below: number): string => {
    const found = searched.cuts.find(
      (cut) => cut.variable === variable && Number(cut.below) === below,
    );
    return `${below} in ${share(found?.share ?? 0)} (anywhere ${share(found?.anywhereShare ?? 0)})`;
  };
  const { consensus } = searched;
  const usual =
    consensus.variable === variable && consensus.groupLabels !== null
      ? ` Most often it finds ${consensus.groupLabels.join(" | ")}.`
      : "";
  return `Left to look for its own cuts in ${searched.resamples.toLocaleString("en-GB")} resamples of ${searched.resampled}, the tree splits first on ${label} in ${share(first)}, and cuts it just below ${published.map(at).join(", ")}.${usual}`;
}

function cutsText(cuts: CutsTest, searched: TreeStability | null, width: number): string {
  const words = [
    cuts.test === null
      ? `Published cuts of ${cuts.label}: all rows are in one band, so nothing can be tested.`
      : `Published cuts of ${cuts.label}, as they stand (no search, so no multiplier): ${testWords(cuts.test)}, p ${pWords(cuts.test.pValue)}.`,
    ...cuts.cuts.map(
      (cut) => `The two sides of ${cut.below}: ${testWords(cut)}, p ${pWords(cut.pValue)}.`,
    ),
    ...(cuts.idle.length === 0
      ? []
      : [`Nobody is parted at ${cuts.idle.join(" and ")}, so that is not tested.`]),
    ...(searched === null ? [] : [searchedWords(searched, cuts)]),
  ];
  return `\n${words.flatMap((each) => wrapText(each, 0, width, 2)).join("\n")}\n`;
}

function gainsText(tree: Tree, target: string, width: number): string {
  const { label } = classOf(tree, target);
  const table = textTable(
    [
      { header: "Node" },
      { header: "n", align: "right" },
      { header: "of all", align: "right" },
      { header: label, align: "right" },
      { header: "of its", align: "right" },
      { header: "share", align: "right" },
      { header: "index", align: "right" },
    ],
    gainTable(tree, target).map((row) => [
      String(row.node),
      whole(row.n),
      percent(row.share, 1),
      whole(row.hits),
      percent(row.hitShare, 1),
      percent(row.response, 1),
      fixed(row.index, 2),
    ]),
    width,
  );
  return `\nGains for ${label}, the end nodes where it is commonest first:\n${table}`;
}
