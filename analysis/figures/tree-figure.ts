import type { Tree, TreeNode } from "../trees/tree.ts";
import { linearScale } from "./axis.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import {
  counted,
  decimal,
  fileStem,
  headline,
  lowerFirst,
  percent,
  pWords,
  whole,
} from "./number-words.ts";
import { type CategoryStyle, categorical, categoryStyles, paper, softInk } from "./palette.ts";
import { drawShares, type ShareBox } from "./share-row.ts";
import { textWidth } from "./text-width.ts";

export interface TreeFigureOptions extends FigureOptions {
  /** What the rows are: "child" when left out. */
  readonly unit?: string;
  /** Are the outcome's classes ordered? */
  readonly ordered?: boolean;
}

/**
 * A tree: each node with its n, families and a bar of the outcome's shares; under each split its variable
 * and the p-value adjusted for the ways it could have come about. From the top down where the end nodes fit side by side, else
 * as an indented list.
 */
export function treeFigure(tree: Tree, options: TreeFigureOptions): Figure {
  const d = new Drawing(`tree-${fileStem(tree.outcome)}`, options);
  const { unit = "child", ordered = false } = options;
  const classes = tree.classes.filter((each) =>
    tree.nodes.some((node) => (node.counts[each.value] ?? 0) > 0),
  );
  const styles = categoryStyles(classes.length, { ordered });
  const look: Look = { d, tree, unit, classes, styles };
  const leaves = tree.nodes.filter((node) => node.split === null).length;
  let y = 6;
  if (classes.length > 0) {
    y +=
      d.key(
        8,
        y,
        d.width - 16,
        classes.map(({ label }, at) => ({ label, style: styles[at] as CategoryStyle })),
      ) + 8;
  }
  const card = (d.width - 16 - (leaves - 1) * 14) / leaves;
  y += !d.narrow && card >= 140 ? drawDown(look, y) : drawList(look, y);
  const root = tree.nodes[0] as TreeNode;
  const depth = Math.max(...tree.nodes.map((node) => node.depth));
  const families = root.families === null ? "" : ` from ${counted(root.families, "family")}`;
  const base = `${counted(tree.n, unit)}${families}`;
  return d.finish(y + 4, {
    title: headline(
      root.split === null
        ? "No predictor splits the tree"
        : `${root.split.label} divides ${lowerFirst(tree.label)} most clearly`,
      root.split === null ? "" : `${root.split.label} splits the tree first`,
      "What splits the tree first",
    ),
    subtitle: `${tree.label}: ${counted(leaves, "group")} of ${base}; p adjusted for the ways to split`,
    description: `Tree of ${lowerFirst(tree.label)} for ${base}, ${depth} level${depth === 1 ? "" : "s"} deep. ${tree.nodes
      .map(
        (node) =>
          `${pathWords(tree, node)}: ${nodeWords(look, node)}${node.split === null ? "" : `, split by ${lowerFirst(node.split.label)} (${splitP(node)})`}`,
      )
      .join(". ")}.`,
    table: {
      caption: `${tree.label}, the nodes of the tree: ${base}`,
      columns: [
        { header: "Node" },
        { header: "n", align: "right" },
        ...(root.families === null ? [] : [{ header: "Families", align: "right" as const }]),
        ...(root.mean === null ? [] : [{ header: "Mean (SD)", align: "right" as const }]),
        ...classes.flatMap(({ label }) => [
          { header: label, align: "right" as const },
          { header: `${label}, share`, align: "right" as const },
        ]),
        { header: "Split by" },
        { header: "Adjusted p", align: "right" },
      ],
      rows: tree.nodes.map((node) => [
        pathWords(tree, node),
        node.n,
        ...(root.families === null ? [] : [node.families]),
        ...(root.mean === null ? [] : [meanWords(node)]),
        ...classes.flatMap(({ value }) => {
          const count = node.counts[value] ?? 0;
          return [count, percent(node.n === 0 ? null : count / node.n)];
        }),
        node.split?.label ?? null,
        node.split === null ? null : pWords(node.split.adjustedPValue),
      ]),
    },
    note: `${root.mean === null ? "" : "Dot: the mean; line: one standard deviation to each side. "}The tree describes these ${unit === "child" ? "children" : "rows"}; it does not predict others.${
      tree.nMissing > 0 ? ` ${counted(tree.nMissing, unit)} without a known outcome left out.` : ""
    }`,
  });
}

interface Look {
  readonly d: Drawing;
  readonly tree: Tree;
  readonly unit: string;
  readonly classes: Tree["classes"];
  readonly styles: readonly CategoryStyle[];
}

/** Leaves side by side, each parent over the middle of its children. */
function drawDown(look: Look, top: number): number {
  const { d, tree } = look;
  const gap = 14;
  const leaves = tree.nodes.filter((node) => node.split === null);
  const slot = (d.width - 16 + gap) / leaves.length;
  const wide = Math.min(260, slot - gap);
  const centre = new Map<number, number>();
  leaves.forEach((leaf, at) => {
    centre.set(leaf.id, 8 + slot * (at + 0.5) - gap / 2);
  });
  for (const node of [...tree.nodes].reverse()) {
    if (node.split === null) continue;
    const own = childrenOf(tree, node).map((child) => centre.get(child.id) as number);
    centre.set(node.id, (Math.min(...own) + Math.max(...own)) / 2);
  }
  const depth = Math.max(...tree.nodes.map((node) => node.depth));
  const tops: number[] = [top];
  const bottoms: number[] = [];
  for (let level = 0; level <= depth; level++) {
    const nodes = tree.nodes.filter((node) => node.depth === level);
    const tall = Math.max(...nodes.map((node) => cardHeight(look, node, wide)));
    bottoms.push((tops[level] as number) + tall);
    const words = Math.max(
      0,
      ...nodes.map((node) => (node.split === null ? 0 : splitHeight(look, node, tree, slot))),
    );
    tops.push((bottoms[level] as number) + words + 34);
  }
  for (const node of tree.nodes) {
    const x = centre.get(node.id) as number;
    const y = tops[node.depth] as number;
    const bottom = y + cardHeight(look, node, wide);
    if (node.split !== null) {
      const own = childrenOf(tree, node);
      const fork = (tops[node.depth + 1] as number) - 14;
      const line = { stroke: softInk, strokeWidth: 1.5 };
      d.line(x, bottom, x, fork, line);
      const xs = own.map((child) => centre.get(child.id) as number);
      d.line(Math.min(...xs), fork, Math.max(...xs), fork, line);
      for (const place of xs) d.line(place, fork, place, fork + 14, line);
      splitLabel(look, node, x, bottom + 8, splitRoom(tree, node, slot));
    }
    drawCard(look, node, x - wide / 2, y, wide);
  }
  return (bottoms[depth] as number) - top;
}

/** Room for a split's words: as wide as what stands under it, for nothing else is there. */
const splitRoom = (tree: Tree, node: TreeNode, slot: number): number =>
  leavesUnder(tree, node) * slot - 24;

function leavesUnder(tree: Tree, node: TreeNode): number {
  return node.split === null
    ? 1
    : childrenOf(tree, node).reduce((sum, child) => sum + leavesUnder(tree, child), 0);
}

function splitHeight(look: Look, node: TreeNode, tree: Tree, slot: number): number {
  const { d } = look;
  return (
    d.paragraphHeight(node.split?.label ?? "", splitRoom(tree, node, slot), d.size, true) +
    (d.size - 1) * 1.25 +
    8
  );
}

/** The split's variable and p on a patch of paper over the stem. */
function splitLabel({ d }: Look, node: TreeNode, x: number, top: number, room: number): void {
  if (node.split === null) return;
  const lines = d.wrap(node.split.label, room, d.size, true);
  const p = splitP(node);
  const wide = Math.max(
    ...lines.map((line) => textWidth(line, d.size, true)),
    textWidth(p, d.size - 1),
  );
  const tall = lines.length * d.size * 1.25 + (d.size - 1) * 1.25;
  d.rect(x - wide / 2 - 5, top, wide + 10, tall + 4, { fill: paper, role: "paper" });
  lines.forEach((line, at) => {
    d.text(x, top + d.size * (0.95 + at * 1.25), line, { bold: true, anchor: "middle" });
  });
  d.text(x, top + lines.length * d.size * 1.25 + (d.size - 1) * 0.95, p, {
    size: d.size - 1,
    anchor: "middle",
    colour: softInk,
  });
}

/** One node under the other, children indented. */
function drawList(look: Look, top: number): number {
  const { d, tree } = look;
  const step = d.narrow ? 16 : 34;
  let y = top;
  const bottomOf = new Map<number, number>();
  for (const node of tree.nodes) {
    const x = 8 + node.depth * step;
    const wide = Math.min(560, d.width - 8 - x);
    const tall = cardHeight(look, node, wide);
    if (node.parent !== null) {
      const stem = 8 + (node.depth - 1) * step + step / 2;
      const middle = y + 18;
      const line = { stroke: softInk, strokeWidth: 1.5 };
      d.line(stem, bottomOf.get(node.parent) as number, stem, middle, line);
      d.line(stem, middle, x, middle, line);
    }
    drawCard(look, node, x, y, wide);
    y += tall;
    bottomOf.set(node.id, y);
    if (node.split !== null) {
      const left = x + step / 2 + 8;
      const room = d.width - 8 - left;
      y += 4;
      y += d.paragraph(left, y, node.split.label, room, { bold: true });
      y += d.paragraph(left, y, splitP(node), room, { size: d.size - 1, colour: softInk });
    }
    y += 8;
  }
  return y - top;
}

const barHeight = 24;

/** All shares in words, where the bar has no room to write each; else nothing. */
function shareWords({ d, classes, styles, tree }: Look, node: TreeNode, wide: number): string {
  if (classes.length === 0 || tree.nodes.length === 1 || node.n === 0) return "";
  const fits = classes.every(({ value }, at) => {
    const share = (node.counts[value] ?? 0) / node.n;
    const words = `${(styles[at] as CategoryStyle).letter} ${percent(share)}`;
    return share === 0 || share * (wide - 16) >= textWidth(words, d.size - 2, true) + 6;
  });
  if (fits) return "";
  return classes
    .map(
      ({ value }, at) =>
        `${(styles[at] as CategoryStyle).letter} ${percent(node.n === 0 ? null : (node.counts[value] ?? 0) / node.n)}`,
    )
    .join(", ");
}

function cardHeight(look: Look, node: TreeNode, wide: number): number {
  const { d, tree, unit } = look;
  const shares = shareWords(look, node, wide);
  return (
    (shares === "" ? 0 : d.paragraphHeight(shares, wide - 16, d.size - 2)) +
    d.paragraphHeight(groupWords(tree, node, unit), wide - 16, d.size, true) +
    d.paragraphHeight(sizeWords(node, unit), wide - 16, d.size - 1) +
    barHeight +
    22
  );
}

function drawCard(look: Look, node: TreeNode, x: number, top: number, wide: number): void {
  const { d, tree, unit, classes, styles } = look;
  d.rect(x, top, wide, cardHeight(look, node, wide), {
    fill: paper,
    stroke: softInk,
    role: "card",
  });
  let y = top + 6;
  y += d.paragraph(x + 8, y, groupWords(tree, node, unit), wide - 16, { bold: true });
  y += d.paragraph(x + 8, y, sizeWords(node, unit), wide - 16, {
    size: d.size - 1,
    colour: softInk,
  });
  y += 5;
  const box = { x: x + 8, y, wide: wide - 16, tall: barHeight };
  if (classes.length === 0) drawMean(look, node, box);
  else {
    const counts = classes.map(({ value }) => node.counts[value] ?? 0);
    drawShares(d, box, counts, node.n, styles, d.size - 2);
    d.paragraph(x + 8, y + barHeight + 3, shareWords(look, node, wide), wide - 16, {
      size: d.size - 2,
    });
  }
}

/** For a numeric outcome: the mean with one standard deviation to each side, on one scale for all nodes. */
function drawMean({ d, tree }: Look, node: TreeNode, { x, y, wide, tall }: ShareBox): void {
  const ends = tree.nodes.flatMap(({ mean, standardDeviation }) =>
    mean === null ? [] : [mean - (standardDeviation ?? 0), mean + (standardDeviation ?? 0)],
  );
  if (node.mean === null || ends.length === 0) return;
  const scale = linearScale(Math.min(...ends), Math.max(...ends), x + 6, x + wide - 6);
  const middle = y + tall / 2;
  const spread = node.standardDeviation ?? 0;
  d.line(x, middle, x + wide, middle, { role: "guide" });
  d.line(scale.at(node.mean - spread), middle, scale.at(node.mean + spread), middle, {
    stroke: categorical[0] as string,
    strokeWidth: 3,
  });
  d.dot(scale.at(node.mean), middle, 6, { fill: categorical[0] as string, stroke: paper });
}

const childrenOf = (tree: Tree, node: TreeNode): TreeNode[] =>
  tree.nodes.filter((each) => each.parent === node.id);

function groupWords(tree: Tree, node: TreeNode, unit: string): string {
  const parent = node.parent === null ? undefined : tree.nodes[node.parent];
  const label = parent?.split?.groupLabels[node.group as number];
  return label ?? `All ${unit === "child" ? "children" : unit === "family" ? "families" : "rows"}`;
}

function sizeWords(node: TreeNode, unit: string): string {
  const size =
    node.families === null || unit === "family"
      ? `n = ${whole(node.n)}`
      : `n = ${whole(node.n)}, ${counted(node.families, "family")}`;
  return node.mean === null ? size : `mean ${meanWords(node)}; ${size}`;
}

const meanWords = ({ mean, standardDeviation }: TreeNode): string =>
  `${decimal(mean, 1)}${standardDeviation === null ? "" : ` (SD ${decimal(standardDeviation, 1)})`}`;

const splitP = (node: TreeNode): string =>
  node.split === null ? "" : `adjusted ${pWords(node.split.adjustedPValue)}`;

function pathWords(tree: Tree, node: TreeNode): string {
  const parent = node.parent === null ? undefined : tree.nodes[node.parent];
  if (parent?.split == null) return "All";
  const own = `${parent.split.label}: ${parent.split.groupLabels[node.group as number]}`;
  const above = pathWords(tree, parent);
  return above === "All" ? own : `${above}; ${own}`;
}

function nodeWords({ unit, classes }: Look, node: TreeNode): string {
  if (classes.length === 0) return sizeWords(node, unit);
  return `${sizeWords(node, unit)}, ${classes
    .map(
      ({ value, label }) =>
        `${lowerFirst(label)} ${percent(node.n === 0 ? null : (node.counts[value] ?? 0) / node.n)}`,
    )
    .join(", ")}`;
}
