// What the browser test bundles: figures as a notebook imports them.
export { authorityDots } from "../../analysis/figures/authority-dots.ts";
export { authorityFunnel } from "../../analysis/figures/authority-funnel.ts";
export { breakdownCurve } from "../../analysis/figures/breakdown-curve.ts";
export { childTimelineFigure } from "../../analysis/figures/child-timeline-figure.ts";
export { outcomeBars } from "../../analysis/figures/outcome-bars.ts";
export { sensitivityGrid } from "../../analysis/figures/sensitivity-grid.ts";
export { stackedShares } from "../../analysis/figures/stacked-shares.ts";
export { stateDistributionFigure } from "../../analysis/figures/state-distribution-figure.ts";
export { treeFigure } from "../../analysis/figures/tree-figure.ts";
