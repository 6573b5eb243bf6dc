import { agreeItems } from "../../analysis/agreement/agree-items.ts";
import { associate } from "../../analysis/association/associate.ts";
import { compareAuthorities } from "../../analysis/authorities/compare-authorities.ts";
import { funnel } from "../../analysis/authorities/funnel.ts";
import { runChart } from "../../analysis/authorities/run-chart.ts";
import { findDrift } from "../../analysis/case-management/drift/find-drift.ts";
import { changeByArea } from "../../analysis/describe/change-by-area.ts";
import { missingReport } from "../../analysis/describe/missing-report.ts";
import { pairedChange } from "../../analysis/describe/paired-change.ts";
import { shareRows } from "../../analysis/describe/share-rows.ts";
import { shareWaves } from "../../analysis/describe/share-waves.ts";
import { agreementByItem } from "../../analysis/figures/agreement-by-item.ts";
import { areaChanges } from "../../analysis/figures/area-changes.ts";
import { authorityDots } from "../../analysis/figures/authority-dots.ts";
import { authorityFunnel } from "../../analysis/figures/authority-funnel.ts";
import { breakdownCurve } from "../../analysis/figures/breakdown-curve.ts";
import { childTimelineFigure } from "../../analysis/figures/child-timeline-figure.ts";
import type { Figure, FigureOptions } from "../../analysis/figures/figure.ts";
import { flowDiagram } from "../../analysis/figures/flow-diagram.ts";
import { missingMap } from "../../analysis/figures/missing-map.ts";
import { modelForest } from "../../analysis/figures/model-forest.ts";
import { outcomeBars } from "../../analysis/figures/outcome-bars.ts";
import { pairedChangeFigure } from "../../analysis/figures/paired-change-figure.ts";
import { predictorsForest } from "../../analysis/figures/predictors-forest.ts";
import { runChartFigure } from "../../analysis/figures/run-chart-figure.ts";
import { sensitivityGrid } from "../../analysis/figures/sensitivity-grid.ts";
import { shareWavesFigure } from "../../analysis/figures/share-waves-figure.ts";
import { stackedShares } from "../../analysis/figures/stacked-shares.ts";
import { stateDistributionFigure } from "../../analysis/figures/state-distribution-figure.ts";
import { treeBootstrap } from "../../analysis/figures/tree-bootstrap.ts";
import { treeFigure } from "../../analysis/figures/tree-figure.ts";
import { fitModel } from "../../analysis/models/fit-model.ts";
import { doubleCodedItems } from "../../analysis/outcomes/double-coded.ts";
import { returnSurvival } from "../../analysis/outcomes/return-survival.ts";
import { sensitivity } from "../../analysis/outcomes/sensitivity.ts";
import { seededRandom } from "../../analysis/random/random.ts";
import { storyPicture } from "../../analysis/report/sections/stories-section.ts";
import { patternStories } from "../../analysis/report/stories/pattern-stories.ts";
import { stateDistribution } from "../../analysis/sequences/state-distribution.ts";
import { childTimeline } from "../../analysis/timeline/child-timeline.ts";
import { growTree } from "../../analysis/trees/grow-tree.ts";
import { treeSettings } from "../../analysis/trees/settings.ts";
import { treeData } from "../../analysis/trees/tree-data.ts";
import { treeStability } from "../../analysis/trees/tree-stability.ts";
import { isoDate } from "../../data-dictionary/dates/day.ts";
import { categoricalColumn } from "../../data-dictionary/table/column.ts";
import { dataset } from "../../data-dictionary/table/dataset.ts";
import { demoDerived } from "./demo-derived.ts";

/** How to draw figures, their results being there already. */
export type FigureMaker = (options: FigureOptions) => readonly Figure[];

let makers: readonly FigureMaker[] | undefined;

/** Every figure, drawn from the demonstration study. */
export function demoFigures(options: FigureOptions): Figure[] {
  makers ??= demoMakers();
  return makers.flatMap((make) => make(options));
}

function demoMakers(): FigureMaker[] {
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
  const trees = (
    [
      ["stability_5y", ["age_at_index"]],
      ["stability_5y", ["age_at_index", "authority", "case_management"]],
      ["failed_returns", ["age_at_index", "authority", "case_management"]],
    ] as const
  ).map(([outcome, predictors]) => treeData(children, outcome, predictors));
  const settings = treeSettings("throughline", true);
  const story = childTimeline(derived.time, 4);
  const drift = findDrift(derived.time, derived.study.config.drift);
  const flags = drift.findings
    .filter((each) => each.family === derived.time.families.of[4] && (each.child ?? 4) === 4)
    .map((each) => ({ date: isoDate(each.day), label: each.words }));
  const states = stateDistribution(derived.time);
  const survival = returnSurvival(children);
  const survivalByAge = returnSurvival(children, "age_band");
  const stability = sensitivity(derived, "stability_5y");
  const patterns = sensitivity(derived, "case_management");
  const agreement = agreeItems(doubleCodedItems(derived.study), { seed: 1, replications: 200 });
  const bootstrap = treeStability(trees[1]!, settings, 100, 1)!;
  const many = manyAuthorities();
  const areas = changeByArea(fourAreas(), areaPairs, "lower");
  const waves = shareWaves(survey(), ["saw", "powerless", "barrier"], "year", null);
  const byGroup = shareWaves(survey(), ["barrier"], "year", "profession");
  const grown = trees.map((data) => growTree(data, settings));
  return [
    (options) => [
      childTimelineFigure(story, {
        ...options,
        flags,
      }),
      stateDistributionFigure(states, options),
      breakdownCurve(survival, options),
      breakdownCurve(survivalByAge, options),
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
          ends: [
            {
              label: "Known: stability at five years",
              children: 131,
              families: 101,
              leaving: [{ reason: "Could not be determined", children: 7, families: 3 }],
            },
            { label: "Known: well-being at five years", children: 138, families: 104 },
          ],
        },
        options,
      ),
      sensitivityGrid(stability, options),
      sensitivityGrid(patterns, options),
      agreementByItem(agreement, options),
      runChartFigure(
        runChart(
          [5, 6, 4, 9, 7, 3, 5, 16, 8, 6].map((events, at) => ({
            time: String(2015 + at),
            events,
            n: 48 + at,
          })),
        ),
        { measure: "Returned home", whose: "Authority A", unit: "child" },
        options,
      ),
      ...patternStories.map((story) => storyPicture(story, options)),
      areaChanges(areas, options),
      shareWavesFigure(waves, options),
      { ...shareWavesFigure(byGroup, options), name: "share-waves-by-group" },
      pairedChangeFigure(twoTimes(), { ...options, laterIsBetter: true }),
      predictorsForest(screen, options),
      modelForest(model, { ...options, labels }),
      modelForest(model, { ...options, labels, scale: "odds" }),
      ...grown.map((tree, at) => ({ ...treeFigure(tree, options), name: `tree-${at + 1}` })),
      treeBootstrap(bootstrap, { ...options, labels }),
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
          many,
          { measure: "Left care to return home", unit: "children looked after" },
          options,
        ),
        name: "authority-funnel-150",
      },
    ],
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

/** An invented service: 40 children judged at its start and at its end. */
function twoTimes() {
  const levels = ["very_poor", "poor", "satisfactory", "good"].map((value) => ({
    value,
    label: value.replace("_", " "),
  }));
  const at = (shift: number) =>
    Array.from({ length: 40 }, (_, row) => {
      const place = Math.max(
        0,
        Math.min(3, (row % 3) + (row % 5 < shift ? 1 : 0) - (row % 11 < shift - 2 ? 1 : 0)),
      );
      return levels[place]!.value;
    });
  const column = (name: string, values: readonly string[]) =>
    categoricalColumn(name, values, { label: "Well-being", levels, ordered: true });
  return pairedChange(
    dataset([column("start", at(0)), column("end", at(3))], { unit: "child" }),
    "start",
    "end",
  );
}

const areaLabels = [
  "Food and drink",
  "Kept safe when the carer is out",
  "Warmth both ways",
  "Praise",
];
const areaPairs = areaLabels.map((_, at) => [`before_${at}`, `after_${at}`] as const);

/** An invented service: 30 children graded in four areas before and after. */
function fourAreas() {
  const levels = [1, 2, 3, 4, 5].map((grade) => ({
    value: String(grade),
    label: `Grade ${grade}`,
  }));
  const columns = areaLabels.flatMap((label, area) =>
    (["before", "after"] as const).map((time) =>
      categoricalColumn(
        `${time}_${area}`,
        Array.from({ length: 30 }, (_, row) => {
          const start = 1 + ((row * 7 + area * 3) % 5);
          const step = time === "before" || row % (3 + area) !== 0 ? 0 : row % 4 === 0 ? 1 : -1;
          return row === 29 && time === "after"
            ? ""
            : String(Math.max(1, Math.min(5, start + step)));
        }),
        { label: `${label}, ${time}`, levels, ordered: true },
      ),
    ),
  );
  return dataset(columns, { unit: "child" });
}

/** An invented survey: 240 answers in four waves, by profession. */
function survey() {
  const random = seededRandom(3, "survey");
  const rows = Array.from({ length: 240 }, (_, row) => ({
    year: String(2009 + 2 * (row % 4)),
    profession: ["Health visitor", "School staff", "Police", "Social worker", "Early years staff"][
      row % 5
    ] as string,
    saw: random.next() < 0.6 ? "1" : "0",
    powerless: random.next() < 0.25 + (row % 4) / 8 ? "1" : "0",
    barrier: row % 5 === 2 && row % 4 === 1 ? "" : random.next() < 0.5 ? "1" : "0",
  }));
  const labels = {
    year: "Wave",
    profession: "Profession",
    saw: "Saw a child they suspected was neglected in the last year",
    powerless: "Felt powerless to step in",
    barrier: "Met a barrier to stepping in",
  };
  return dataset(
    (Object.keys(labels) as (keyof typeof labels)[]).map((name) =>
      categoricalColumn(
        name,
        rows.map((row) => row[name]),
        { label: labels[name] },
      ),
    ),
    { unit: "respondent" },
  );
}
