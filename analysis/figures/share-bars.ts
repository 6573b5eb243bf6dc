import type { Share } from "../describe/share.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions, FigureTable } from "./figure.ts";
import { drawBars } from "./horizontal-bars.ts";
import { fileStem, forWhom, headline, lowerFirst, percent, plural, whole } from "./number-words.ts";
import { categoryStyles, softInk } from "./palette.ts";

/** Shares that do not add up: each row has its own base, as in a multiple-response table. */
export interface ShareBars {
  readonly name: string;
  /** Singular noun of what is counted. */
  readonly unit: string;
  readonly rows: readonly (Pick<Share, "count" | "n" | "share"> &
    Partial<Pick<Share, "ciLow" | "ciHigh" | "familyCiLow" | "familyCiHigh">> & {
      readonly label: string;
    })[];
  readonly table: FigureTable;
  /** A headline in place of the largest share: where the rows are groups that must not be ranked. */
  readonly headline?: string;
}

/**
 * Bars of shares with a base each, such as yes answers to several questions. The scale is the same for all;
 * the words at each bar give count and base.
 */
export function shareBars(result: ShareBars, options: FigureOptions): Figure {
  const d = new Drawing(`share-bars-${fileStem(result.name)}`, options);
  const rows = result.rows.map((row) => ({
    label: row.label,
    share: row.share ?? 0,
    value: `${percent(row.share)} (${whole(row.count)} of ${whole(row.n)})`,
    interval: intervalOf(row),
  }));
  const hasIntervals = rows.some((row) => row.interval !== null);
  const used = drawBars(
    d,
    6,
    rows,
    categoryStyles(1)[0] as ReturnType<typeof categoryStyles>[number],
    true,
  );
  let y = 6 + used;
  const several = rows.length > 1;
  if (several) {
    y += d.paragraph(
      8,
      y,
      "Each bar has its own base: the percentages do not add up.",
      d.width - 16,
      {
        size: d.size - 1,
        colour: softInk,
      },
    );
  }
  const most = result.rows.reduce(
    (best: (typeof result.rows)[number] | null, row) =>
      best === null || (row.share ?? 0) > (best.share ?? 0) ? row : best,
    null,
  );
  return d.finish(y + 4, {
    title: headline(
      ...(result.headline === undefined ? [] : [result.headline]),
      ...(most === null || !several
        ? []
        : [`${most.label}: ${percent(most.share)}, the most of these`]),
      most === null ? "Shares" : `${most.label}: ${percent(most.share)}`,
      ...(most === null
        ? []
        : [`${percent(most.share)} (${whole(most.count)} of ${whole(most.n)})`]),
      "Shares, each of its own base",
    ),
    subtitle: `Share of ${plural(result.unit)} ${forWhom(result.unit)} it is known (count and base in brackets)${hasIntervals ? "; lines are 95% intervals" : ""}`,
    description: `Bars of ${result.rows.length} shares of ${plural(result.unit)}. ${result.rows
      .map(
        (row) =>
          `${lowerFirst(row.label)}: ${percent(row.share)}, ${whole(row.count)} of ${whole(row.n)}`,
      )
      .join("; ")}.`,
    table: result.table,
  });
}

/** The interval that respects families where there is one. */
function intervalOf(row: ShareBars["rows"][number]): { low: number; high: number } | null {
  const low = row.familyCiLow ?? row.ciLow ?? null;
  const high = row.familyCiHigh ?? row.ciHigh ?? null;
  return low === null || high === null ? null : { low, high };
}
