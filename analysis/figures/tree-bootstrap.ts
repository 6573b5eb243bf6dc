import type { TreeStability } from "../trees/tree-stability.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { drawBars } from "./horizontal-bars.ts";
import { counted, headline, lowerFirst, percent, whole } from "./number-words.ts";
import { categoryStyles, guide, softInk } from "./palette.ts";
import { textWidth } from "./text-width.ts";

export interface TreeBootstrapOptions extends FigureOptions {
  /** Labels of variables by name, for the cut points. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * How steady a tree is: which variable split the root in trees grown from resampled families, and, for
 * numbers and ordered variables, below which value the root was cut.
 */
export function treeBootstrap(result: TreeStability, options: TreeBootstrapOptions): Figure {
  const d = new Drawing("tree-bootstrap", options);
  const [first, second] = categoryStyles(2) as [
    ReturnType<typeof categoryStyles>[number],
    ReturnType<typeof categoryStyles>[number],
  ];
  const labelOf = (variable: string): string =>
    options.labels?.[variable] ??
    result.root.find((each) => each.variable === variable)?.label ??
    variable;
  let y = 4;
  y += d.paragraph(8, y, "Variable that splits first", d.width - 16, { bold: true }) + 4;
  y += drawBars(
    d,
    y,
    result.root.map(({ label, share, count }) => ({
      label,
      share,
      value: `${percent(share)} (${whole(count)})`,
    })),
    first,
  );
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
    y += columns(d, y, cuts, second);
  }
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
    description: `Bars for ${resampled}. First split: ${result.root.map(({ label, share }) => `${label} ${percent(share)}`).join(", ")}.${variables
      .map(
        (variable) =>
          ` ${labelOf(variable)} cut below: ${result.cuts
            .filter((cut) => cut.variable === variable)
            .map(({ below, share }) => `${below} ${percent(share)}`)
            .join(", ")}.`,
      )
      .join("")}`,
    table: {
      caption: `First split in ${resampled}`,
      columns: [
        { header: "What" },
        { header: "Trees", align: "right" },
        { header: "Share", align: "right" },
      ],
      rows: [
        ...result.root.map(({ label, count, share }) => [label, count, percent(share)]),
        ...result.cuts.map(({ variable, below, count, share }) => [
          `${labelOf(variable)} cut below ${below}`,
          count,
          percent(share),
        ]),
      ],
    },
    note: `${result.sameRootSplit === null ? "" : `${percent(result.sameRootSplit)} of resamples made the very split of the tree shown. `}A tree may make more than one cut. Seed ${result.seed}.`,
  });
}

/** A column for each cut point, its value beneath; many of them in rows of bars instead. */
function columns(
  d: Drawing,
  top: number,
  cuts: TreeStability["cuts"],
  style: ReturnType<typeof categoryStyles>[number],
): number {
  const slot = (d.width - 24) / cuts.length;
  const widest = Math.max(...cuts.map(({ below }) => textWidth(below, d.size - 1)));
  if (slot < Math.max(34, widest + 8)) {
    return drawBars(
      d,
      top,
      cuts.map(({ below, share, count }) => ({
        label: below,
        share,
        value: `${percent(share)} (${whole(count)})`,
      })),
      style,
    );
  }
  const most = Math.max(...cuts.map((cut) => cut.share));
  const tall = 130;
  const base = top + tall + 20;
  const small = d.size - 1;
  const wide = Math.min(56, slot - 6);
  cuts.forEach(({ below, share }, at) => {
    const x = 12 + slot * Math.min(at + 0.5, cuts.length);
    const height = (share / most) * tall;
    d.bar(x - wide / 2, base - height, wide, height, style);
    d.text(x, base - height - 5, percent(share), { size: small, bold: true, anchor: "middle" });
    d.text(x, base + small + 4, below, { size: small, anchor: "middle", colour: softInk });
  });
  d.line(8, base, d.width - 8, base, { stroke: guide });
  return tall + 20 + small + 12;
}
