import type { TreeStability } from "../trees/tree-stability.ts";
import { drawCutPoints } from "./cut-points.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions, FigureTable } from "./figure.ts";
import { type BarRow, drawBars } from "./horizontal-bars.ts";
import { counted, headline, lowerFirst, percent, whole } from "./number-words.ts";
import { type CategoryStyle, categoryStyles } from "./palette.ts";

export interface TreeBootstrapOptions extends FigureOptions {
  /** Labels of variables by name, for the cut points. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * How steady a tree is: which variable split the root of trees grown from resampled families, and which was used anywhere in
 * them; for numbers and ordered variables, below which value the root and any node was cut; and the split that
 * most resamples agree on.
 */
export function treeBootstrap(result: TreeStability, options: TreeBootstrapOptions): Figure {
  const d = new Drawing("tree-bootstrap", options);
  const styles = categoryStyles(2);
  const [first, anywhere] = styles as [CategoryStyle, CategoryStyle];
  const labelOf = (variable: string): string =>
    options.labels?.[variable] ??
    result.used.find((each) => each.variable === variable)?.label ??
    variable;
  let y = 4;
  y += d.paragraph(8, y, "Variable that splits first", d.width - 16, { bold: true }) + 4;
  y += drawBars(d, y, result.root.map(barOf), first, true);
  if (result.used.length > 1) {
    y += 12;
    y += d.paragraph(8, y, "Variable used anywhere in the tree", d.width - 16, { bold: true }) + 4;
    y += drawBars(d, y, result.used.map(barOf), anywhere, true);
  }
  const variables = [...new Set(result.cuts.map((cut) => cut.variable))];
  for (const variable of variables) {
    const cuts = result.cuts.filter((cut) => cut.variable === variable);
    y += 12;
    y +=
      d.paragraph(
        8,
        y,
        `Where ${lowerFirst(labelOf(variable))} is cut: share of trees cut just below each value`,
        d.width - 16,
        { bold: true },
      ) + 6;
    // Where no cut was made below the root, the two shares are the same, and one is drawn.
    const both = cuts.some((cut) => cut.anywhereCount !== cut.count);
    if (both) {
      y +=
        d.key(8, y, d.width - 16, [
          { label: "First split", style: first },
          { label: "Anywhere in the tree", style: anywhere },
        ]) + 6;
    }
    y += drawCutPoints(d, y, cuts, first, both ? anywhere : null);
  }
  const agreed = consensusWords(result, labelOf);
  if (agreed !== "") y += 8 + d.paragraph(8, y + 8, agreed, d.width - 16);
  const resampled = `${counted(result.resamples, "tree")} from resampled ${result.resampled}`;
  const [most] = result.root;
  return d.finish(y + 4, {
    title: headline(
      most === undefined
        ? "How steady the tree is"
        : `${most.label} splits first in ${percent(most.share)} of resamples`,
      most === undefined ? "" : `One variable splits first in ${percent(most.share)} of resamples`,
    ),
    subtitle: `How steady the tree is: ${resampled}`,
    description: `Bars for ${resampled}. First split: ${result.root.map(({ label, share }) => `${label} ${percent(share)}`).join(", ")}. Anywhere: ${result.used.map(({ label, share }) => `${label} ${percent(share)}`).join(", ")}.${variables
      .map(
        (variable) =>
          ` ${labelOf(variable)} cut below, first and anywhere: ${result.cuts
            .filter((cut) => cut.variable === variable)
            .map((cut) => `${cut.below} ${percent(cut.share)} and ${percent(cut.anywhereShare)}`)
            .join(", ")}.`,
      )
      .join("")}${agreed === "" ? "" : ` ${agreed}`}`,
    table: tableOf(result, labelOf, resampled, agreed),
    note: `${result.sameRootSplit === null ? "" : `${percent(result.sameRootSplit)} of resamples made the very split of the tree shown. `}A tree may make more than one cut. Seed ${result.seed}.`,
  });
}

const barOf = ({
  label,
  share,
  count,
}: {
  label: string;
  share: number;
  count: number;
}): BarRow => ({
  label,
  share,
  value: `${percent(share)} (${whole(count)})`,
});

/** What most resamples agree on, in words; nothing where most split nothing. */
function consensusWords(
  { consensus }: TreeStability,
  labelOf: (variable: string) => string,
): string {
  const { variable, groupLabels, groupingShare, cuts } = consensus;
  if (variable === null || groupLabels === null) return "";
  const half =
    cuts.length === 0 ? "" : ` More than half of them cut it below ${cuts.join(" and ")}.`;
  const groups = groupLabels.join(" | ");
  return `Most often first: ${lowerFirst(labelOf(variable))} ${groups.length > 400 ? `in ${groupLabels.length} groups` : `as ${groups}`}, in ${percent(groupingShare)} of the trees that begin with it.${half}`;
}

function tableOf(
  result: TreeStability,
  labelOf: (variable: string) => string,
  resampled: string,
  agreed: string,
): FigureTable {
  const { root, used, cuts, consensus } = result;
  const none = root.find(({ variable }) => variable === null);
  return {
    caption: `First split and splits anywhere in ${resampled}`,
    columns: [
      { header: "What" },
      { header: "Trees, first split", align: "right" },
      { header: "Share", align: "right" },
      { header: "Trees, anywhere", align: "right" },
      { header: "Share anywhere", align: "right" },
    ],
    rows: [
      ...used.map(({ variable, label, count, share }) => {
        const own = root.find((each) => each.variable === variable);
        return [label, own?.count ?? 0, percent(own?.share ?? 0), count, percent(share)];
      }),
      ...(none === undefined ? [] : [[none.label, none.count, percent(none.share), null, null]]),
      ...cuts.map((cut) => [
        `${labelOf(cut.variable)} cut below ${cut.below}`,
        cut.count,
        percent(cut.share),
        cut.anywhereCount,
        percent(cut.anywhereShare),
      ]),
      ...(agreed === "" ? [] : [[agreed, null, percent(consensus.groupingShare), null, null]]),
    ],
  };
}
