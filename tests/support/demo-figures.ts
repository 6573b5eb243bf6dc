import { associate } from "../../analysis/association/associate.ts";
import { compareAuthorities } from "../../analysis/authorities/compare-authorities.ts";
import { funnel } from "../../analysis/authorities/funnel.ts";
import { missingReport } from "../../analysis/describe/missing-report.ts";
import { shareRows } from "../../analysis/describe/share-rows.ts";
import { authorityDots } from "../../analysis/figures/authority-dots.ts";
import { authorityFunnel } from "../../analysis/figures/authority-funnel.ts";
import { breakdownCurve } from "../../analysis/figures/breakdown-curve.ts";
import { childTimelineFigure } from "../../analysis/figures/child-timeline-figure.ts";
import type { Figure, FigureOptions } from "../../analysis/figures/figure.ts";
import { flowDiagram } from "../../analysis/figures/flow-diagram.ts";
import { missingMap } from "../../analysis/figures/missing-map.ts";
import { modelForest } from "../../analysis/figures/model-forest.ts";
import { outcomeBars } from "../../analysis/figures/outcome-bars.ts";
import { predictorsForest } from "../../analysis/figures/predictors-forest.ts";
import { stackedShares } from "../../analysis/figures/stacked-shares.ts";
import { stateDistributionFigure } from "../../analysis/figures/state-distribution-figure.ts";
import { treeBootstrap } from "../../analysis/figures/tree-bootstrap.ts";
import { treeFigure } from "../../analysis/figures/tree-figure.ts";
import { fitModel } from "../../analysis/models/fit-model.ts";
import { returnSurvival } from "../../analysis/outcomes/return-survival.ts";
import { seededRandom } from "../../analysis/random/random.ts";
import { stateDistribution } from "../../analysis/sequences/state-distribution.ts";
import { childTimeline } from "../../analysis/timeline/child-timeline.ts";
import { growTree } from "../../analysis/trees/grow-tree.ts";
import { treeSettings } from "../../analysis/trees/settings.ts";
import { treeData } from "../../analysis/trees/tree-data.ts";
import { treeStability } from "../../analysis/trees/tree-stability.ts";
import { demoDerived } from "./demo-derived.ts";

/** Every figure, drawn from the demonstration study. */
export function demoFigures(options: FigureOptions): Figure[] {
  const derived = demoDerived();
  const { children } = derived;
  const compared = compareAuthorities(children, "authority", "stability_5y", ["unstable"]);
  const model = fitModel(children, {
    outcome: "stability_5y",
    event: ["unstable"],
    with: ["age_band", "case_management", "specialist_help_parent"],
  });
  if ("refused" in model) throw new Error(model.refused);
  const labels = Object.fromEntries(
    [...children.columns].map(([name, column]) => [name, column.label]),
  );
  const screen = associate(
    children,
    "stability_5y",
    [
      "age_band",
      "case_management",
      "authority",
      "specialist_help_parent",
      "behaviour_problems",
      "neglect_severity",
      "parent_alcohol_misuse",
      "failed_returns_band",
    ],
    { replications: 200 },
  );
  const trees = [["age_at_index"], ["age_at_index", "authority", "case_management"]].map(
    (predictors) => treeData(children, "stability_5y", predictors),
  );
  const settings = treeSettings("throughline", true);
  return [
    childTimelineFigure(childTimeline(derived.time, 4), {
      ...options,
      flags: [
        { date: "2002-03-18", label: "Referral on 4 February 2002 with no answer within 28 days" },
        { date: "2003-04-14", label: "Case closed with problems continuing" },
      ],
    }),
    stateDistributionFigure(stateDistribution(derived.time), options),
    breakdownCurve(returnSurvival(children), options),
    breakdownCurve(returnSurvival(children, "age_band"), options),
    flowDiagram(
      {
        stages: [
          {
            label: "Returned home from care in the year",
            children: 214,
            families: 166,
            leaving: [{ reason: "No neglect before care", children: 61, families: 50 }],
          },
          {
            label: "Neglected and returned",
            children: 153,
            families: 116,
            leaving: [
              { reason: "File not found", children: 11, families: 9 },
              {
                reason: "File closed at the request of the court, and not read",
                children: 4,
                families: 3,
              },
            ],
          },
          { label: "Followed up to five years", children: 138, families: 104 },
        ],
      },
      options,
    ),
    predictorsForest(screen, options),
    modelForest(model, { ...options, labels }),
    modelForest(model, { ...options, labels, scale: "odds" }),
    ...trees.map((data, at) => ({
      ...treeFigure(growTree(data, settings), options),
      name: `tree-${at + 1}`,
    })),
    treeBootstrap(treeStability(trees[0]!, settings, 100, 1), { ...options, labels }),
    missingMap(
      [...derived.study.tables.get("children")!.columns].map(([name, column]) =>
        missingReport(children, name, column),
      ),
      "child",
      options,
    ),
    ...derived.outcomes.map((outcome) =>
      outcomeBars({ ...outcome, ordered: outcome.column.ordered }, options),
    ),
    ...derived.patterns.map((pattern) => outcomeBars(pattern, options)),
    stackedShares(shareRows(children, "stability_5y", "age_band"), options),
    stackedShares(shareRows(children, "stability_5y", "authority"), options),
    authorityDots(compared, options),
    authorityFunnel(
      funnel(compared.authorities),
      { measure: compared.event, unit: "child" },
      options,
    ),
    {
      ...authorityFunnel(
        manyAuthorities(),
        { measure: "Left care to return home", unit: "children looked after" },
        options,
      ),
      name: "authority-funnel-150",
    },
  ];
}

/** 150 invented authorities of very different sizes, some beyond chance. */
export function manyAuthorities() {
  const random = seededRandom(7, "authorities");
  const entries = Array.from({ length: 150 }, (_, place) => {
    const n = Math.round(40 * 1.022 ** place);
    const share = 0.21 + 0.035 * (random.next() + random.next() + random.next() - 1.5);
    const chance = random.next() + random.next() + random.next() + random.next() - 2;
    const events = Math.round(n * share + 1.7 * chance * Math.sqrt(n * share * (1 - share)));
    return { name: `Authority ${place + 1}`, events: Math.min(n, Math.max(0, events)), n };
  });
  return funnel(entries);
}
