import { agreeItems } from "../../analysis/agreement/agree-items.ts";
import { ratingsFromTable } from "../../analysis/agreement/rating-matrix.ts";
import { associate } from "../../analysis/association/associate.ts";
import { compareCounts } from "../../analysis/authorities/compare-counts.ts";
import { funnel } from "../../analysis/authorities/funnel.ts";
import { runChart } from "../../analysis/authorities/run-chart.ts";
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
import { outcomeBars } from "../../analysis/figures/outcome-bars.ts";
import { pairedChangeFigure } from "../../analysis/figures/paired-change-figure.ts";
import { predictorsForest } from "../../analysis/figures/predictors-forest.ts";
import { runChartFigure } from "../../analysis/figures/run-chart-figure.ts";
import { sensitivityGrid } from "../../analysis/figures/sensitivity-grid.ts";
import { shareBars } from "../../analysis/figures/share-bars.ts";
import { shareWavesFigure } from "../../analysis/figures/share-waves-figure.ts";
import { stackedShares } from "../../analysis/figures/stacked-shares.ts";
import { stateDistributionFigure } from "../../analysis/figures/state-distribution-figure.ts";
import { treeBootstrap } from "../../analysis/figures/tree-bootstrap.ts";
import { treeFigure } from "../../analysis/figures/tree-figure.ts";
import { returnSurvival } from "../../analysis/outcomes/return-survival.ts";
import { stateDistribution } from "../../analysis/sequences/state-distribution.ts";
import { childTimeline } from "../../analysis/timeline/child-timeline.ts";
import { growTree } from "../../analysis/trees/grow-tree.ts";
import { treeSettings } from "../../analysis/trees/settings.ts";
import { treeData } from "../../analysis/trees/tree-data.ts";
import { treeStability } from "../../analysis/trees/tree-stability.ts";
import { categoricalColumn, numericColumn } from "../../data-dictionary/table/column.ts";
import { dataset, familyIndex } from "../../data-dictionary/table/dataset.ts";
import { demoDerived } from "./demo-derived.ts";

const long = [
  "Bournemouth, Christchurch and Poole with Dorset and Wiltshire",
  "Cyngor Sir Rhondda Cynon Taf ac Ynys Môn, Gŵyr a'r Tŷ Gwyn",
  "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Isaf",
  "Kingston upon Hull, East Riding, North and North East Lincolnshire",
] as const;

/** Figures of what is hardest to draw: names of 60 letters, Welsh accents, nothing, one child, all or none. */
export function awkwardFigures(options: FigureOptions): Figure[] {
  const n = 48;
  const pick = (every: number, list: readonly string[]): string[] =>
    Array.from({ length: n }, (_, row) => list[Math.floor(row / every) % list.length] as string);
  const data = dataset(
    [
      categoricalColumn("outcome", pick(4, ["yes", "yes", "no"]), {
        label: "Whether the child lived where somebody had planned for the child to live",
        levels: [
          { value: "yes", label: "Lived where it had been planned that the child should live" },
          { value: "no", label: "Somewhere else, whether or not anybody knew of it beforehand" },
          { value: "never", label: "Nobody" },
        ],
      }),
      categoricalColumn("place", pick(12, long), {
        label: "Yr awdurdod sy'n gyfrifol am y plentyn, â phob enw llawn",
      }),
      categoricalColumn("lone", pick(99, ["only"]), { label: "Only one value" }),
      numericColumn(
        "months_observed",
        Array.from({ length: n }, (_, row) => (row % 3 === 0 ? 60 : row)),
        { label: "Months" },
      ),
      numericColumn(
        "months_to_breakdown",
        Array.from({ length: n }, (_, row) => (row % 3 === 0 ? null : row)),
        { label: "Months" },
      ),
      categoricalColumn("later", pick(3, ["no", "yes", "no"]), {
        label: "Later",
        levels: [
          { value: "yes", label: "Lived where it had been planned that the child should live" },
          { value: "no", label: "Somewhere else, whether or not anybody knew of it beforehand" },
          { value: "never", label: "Nobody" },
        ],
        ordered: true,
      }),
    ],
    { unit: "child", families: familyIndex(Array.from({ length: n }, (_, row) => `F${row >> 1}`)) },
  );
  const one = dataset(
    [
      categoricalColumn("outcome", ["yes"], { label: "Outcome" }),
      categoricalColumn("place", [long[2]], { label: "Authority" }),
      numericColumn("months_observed", [3]),
      numericColumn("months_to_breakdown", [3]),
    ],
    { unit: "child" },
  );
  const nothing = dataset(
    [
      categoricalColumn("outcome", [null, null], {
        label: "Outcome",
        levels: [{ value: "yes", label: "Yes" }],
      }),
      categoricalColumn("place", [null, null], {
        label: "Authority",
        levels: [
          { value: "a", label: "A" },
          { value: "b", label: long[0] },
        ],
      }),
    ],
    { unit: "child" },
  );
  const settings = {
    ...treeSettings("throughline", false),
    minParent: 4,
    minChild: 2,
    minFamilies: 0,
    alphaSplit: 0.9,
  };
  const trees = treeData(data, "outcome", ["place", "later"]);
  const { time } = demoDerived();
  const authorities = compareCounts([
    { name: long[0], events: 0, n: 9 },
    { name: long[1], events: 12, n: 12 },
    { name: long[2], events: 1, n: 1 },
    { name: long[3], events: 0, n: 0 },
    { name: "A", events: 4000, n: 9000 },
  ]);
  const many = ["a", "b", "c", "d", "e", "f", "g", "h"].map((value) => [value, 3] as const);
  const figures = [
    outcomeBars(
      {
        name: "none",
        label: "Outcome",
        unit: "child",
        n: 0,
        counts: { a: 0, b: 0 },
        labels: { a: long[0], b: long[1] },
      },
      options,
    ),
    outcomeBars(
      {
        name: "one",
        label: "Outcome of one child",
        unit: "child",
        n: 1,
        counts: { a: 1, b: 0, not_determinable: 0 },
        labels: { a: long[2], b: "B" },
      },
      options,
    ),
    outcomeBars(
      {
        name: "many",
        label: "Outcome",
        unit: "family",
        n: 30,
        counts: Object.fromEntries(many),
        labels: {},
        intervals: { a: { ciLow: 0.01, ciHigh: 0.96 } },
      },
      options,
    ),
    stackedShares(shareRows(data, "outcome", "place"), options),
    stackedShares(shareRows(one, "outcome", "place"), options),
    stackedShares(shareRows(nothing, "outcome", "place"), options),
    authorityDots(authorities, options),
    authorityFunnel(
      funnel(authorities.authorities),
      { measure: long[1], unit: "child", chosen: long[2] },
      options,
    ),
    authorityFunnel(
      funnel([{ name: long[0], events: 1, n: 1 }]),
      { measure: "Home", unit: "child" },
      options,
    ),
    authorityFunnel(
      funnel([
        { name: "A", events: 0, n: 4 },
        { name: long[0], events: 0, n: 9 },
      ]),
      { measure: "Home", unit: "child" },
      options,
    ),
    authorityFunnel(
      funnel(
        [
          { name: long[0], events: 90, n: 12000.5 },
          { name: long[1], events: 300, n: 11000 },
          { name: "C", events: 2, n: 300 },
        ],
        { kind: "rate", per: 10_000 },
      ),
      { measure: "Children looked after, per 10,000", unit: "children under 18" },
      options,
    ),
    predictorsForest(
      associate(data, "outcome", ["place", "later", "lone"], { replications: 50 }),
      options,
    ),
    treeFigure(growTree(trees, settings), options),
    treeFigure(growTree(treeData(one, "outcome", ["place"]), settings), options),
    treeBootstrap(treeStability(trees, settings, 20, 1)!, options),
    missingMap(
      [...data.columns].map(([name, column]) => missingReport(data, name, column)),
      "child",
      options,
    ),
    missingMap(
      [...nothing.columns].map(([name, column]) => missingReport(nothing, name, column)),
      "child",
      options,
    ),
    missingMap([], "child", options),
    breakdownCurve(returnSurvival(data, "place"), options),
    breakdownCurve(returnSurvival(one), options),
    stateDistributionFigure(stateDistribution(time, [0]), options),
    stateDistributionFigure(stateDistribution(time, []), options),
    ...[7, 30, 77, 137].map((child) =>
      childTimelineFigure(childTimeline(time, child), {
        ...options,
        flags: Array.from({ length: 12 }, (_, at) => ({
          date: `200${1 + (at % 5)}-0${1 + (at % 9)}-15`,
          label: `${long[at % 4]} ${at}`,
        })),
      }),
    ),
    childTimelineFigure(
      {
        from: "2001-01-01",
        to: "2001-03-01",
        birth: null,
        index: null,
        followUp: null,
        stays: [],
        legal: [],
        plans: [],
        events: [],
        siblingEvents: 0,
      },
      options,
    ),
    flowDiagram(
      {
        stages: long.map((label, at) => ({
          label,
          children: 4 - at,
          families: null,
          leaving: [{ reason: label, children: 1 }],
        })),
      },
      options,
    ),
    flowDiagram({ stages: [] }, options),
    {
      ...flowDiagram(
        {
          unit: "review",
          stages: [{ label: long[2], children: 1, families: null }],
          ends: long.map((label) => ({
            label,
            children: 0,
            families: null,
            leaving: [{ reason: long[1], children: 1, families: null }],
          })),
        },
        options,
      ),
      name: "flow-of-one",
    },
    { ...areaChanges(awkwardAreas(), options), name: "area-changes" },
    { ...shareWavesFigure(awkwardWaves(), options), name: "share-waves" },
    {
      ...shareBars(
        {
          name: "awkward",
          unit: "respondent",
          rows: long.map((label, at) => ({
            label,
            count: at,
            n: 3,
            share: at / 3,
            ciLow: Math.max(0, at / 3 - 0.3),
            ciHigh: Math.min(1, at / 3 + 0.3),
          })),
          table: {
            caption: "Shares of 3 respondents",
            columns: [{ header: "" }, { header: "Count" }, { header: "Of" }, { header: "%" }],
            rows: long.map((label, at) => [label, at, 3, `${Math.round((at / 3) * 100)}%`]),
          },
        },
        options,
      ),
      name: "share-bars",
    },
    sensitivityGrid(
      {
        outcome: "o",
        label: long[0],
        unit: "child",
        n: 1,
        values: ["a", "b"],
        labels: { a: long[0], b: long[1] },
        points: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((months) => ({
          parameters: { months_settled_in_the_same_place_with_the_same_carer: months },
          isDefault: months === 3,
          counts: { a: months < 4 ? 1 : 0, b: months < 4 ? 0 : 1 },
          moved: months < 4 ? 0 : 1,
          moves: [],
        })),
        range: { a: [0, 1], b: [0, 1] },
        byParameter: [
          { parameter: "months_settled_in_the_same_place_with_the_same_carer", moved: 1 },
        ],
      },
      options,
    ),
    agreementByItem(
      agreeItems(
        long.map((label, at) => ({
          item: `i${at}`,
          label,
          unit: "row",
          scale: "nominal" as const,
          ratings: ratingsFromTable(
            at === 0
              ? [
                  [5, 0],
                  [0, 0],
                ]
              : [
                  [20, at],
                  [at, 15],
                ],
          ),
          categoryLabels: ["no", "yes"],
        })),
        { seed: 1, replications: 50 },
      ),
      options,
    ),
    runChartFigure(
      runChart([{ time: "2024", events: 0, n: 3 }]),
      { measure: long[0], whose: long[1], unit: "child" },
      options,
    ),
    runChartFigure(
      runChart(
        Array.from({ length: 30 }, (_, at) => ({
          time: `${1995 + at}/${String(96 + at).slice(-2)}`,
          events: at % 7 === 0 ? 40 : 12,
          n: 60,
        })),
      ),
      { measure: "Returned home", whose: long[3], unit: "child" },
      options,
    ),
    pairedChangeFigure(pairedChange(data, "outcome", "later"), {
      ...options,
      times: ["At referral to the service", "When the service ended"],
    }),
  ];
  return figures.map((figure, at) => ({ ...figure, name: `${figure.name}-awkward-${at}` }));
}

/** Areas with long names: one child, nobody, all better, all worse. */
function awkwardAreas() {
  const levels = ["1", "2"].map((value) => ({ value, label: `Grade ${value}` }));
  const column = (name: string, label: string, values: readonly string[]) =>
    categoricalColumn(name, values, { label, levels, ordered: true });
  return changeByArea(
    dataset(
      long.flatMap((label, at) => [
        column(`before_${at}`, label, at === 1 ? ["", ""] : ["1", at === 0 ? "" : "1"]),
        column(`after_${at}`, label, at === 1 ? ["", ""] : at === 2 ? ["1", "1"] : ["2", "2"]),
      ]),
      { unit: "child" },
    ),
    long.map((_, at) => [`before_${at}`, `after_${at}`] as const),
    "lower",
  );
}

/** Waves with long names, by groups with long names, one of which nobody is in. */
function awkwardWaves() {
  const waves = ["Spring 2009", "Autumn 2009 and winter 2010", "2011", "2012"];
  const rows = Array.from({ length: 24 }, (_, row) => row);
  return shareWaves(
    dataset(
      [
        categoricalColumn(
          "wave",
          rows.map((row) => waves[row % 4] as string),
          { label: "Wave" },
        ),
        categoricalColumn(
          "group",
          rows.map((row) => long[row % 3] as string),
          { label: "Group", levels: long.map((value) => ({ value, label: value })) },
        ),
        categoricalColumn(
          "saw",
          rows.map((row) => (row % 4 === 2 ? "" : row % 5 === 0 ? "1" : "0")),
          { label: "Whether anybody saw what there was to be seen of it" },
        ),
      ],
      { unit: "respondent" },
    ),
    ["saw"],
    "wave",
    "group",
  );
}
