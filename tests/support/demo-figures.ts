import { shareRows } from "../../analysis/describe/share-rows.ts";
import type { Figure, FigureOptions } from "../../analysis/figures/figure.ts";
import { outcomeBars } from "../../analysis/figures/outcome-bars.ts";
import { stackedShares } from "../../analysis/figures/stacked-shares.ts";
import { demoDerived } from "./demo-derived.ts";

/** Every figure, drawn from the demonstration study. */
export function demoFigures(options: FigureOptions): Figure[] {
  const derived = demoDerived();
  return [
    ...derived.outcomes.map((outcome) =>
      outcomeBars({ ...outcome, ordered: outcome.column.ordered }, options),
    ),
    ...derived.patterns.map((pattern) => outcomeBars(pattern, options)),
    stackedShares(shareRows(derived.children, "stability_5y", "age_band"), options),
  ];
}
