import type { AgreementScreen } from "../agreement/agree-items.ts";
import type { AssociationScreen } from "../association/associate.ts";
import type { ChangeByArea } from "../describe/change-by-area.ts";
import type { Description } from "../describe/describe-by.ts";
import type { FrequencyTable } from "../describe/frequency-table.ts";
import type { MultiResponse } from "../describe/multi-response.ts";
import type { NumericSummary } from "../describe/numeric-summary.ts";
import type { ShareWaves } from "../describe/share-waves.ts";
import type { ModelResult } from "../models/model-result.ts";
import type { Tree } from "../trees/grow-tree.ts";
import { agreementTables } from "./agreement-tables.ts";
import { changeTables, waveTables } from "./change-tables.ts";
import { comparisonTables } from "./comparison-tables.ts";
import { modelTables } from "./model-tables.ts";
import type { ResultTable } from "./result-table.ts";
import {
  type Column,
  hundred,
  intervalColumns,
  intervalNote,
  missingNote,
  noteTable,
  plural,
  subtitleOf,
} from "./table-parts.ts";

/** An analysis of the plan as a document: what `throughline run` keeps of it. */
export interface ResultDocument {
  readonly title: string;
  /** Null when it could not be done. */
  readonly document: ({ readonly schema: string } & Readonly<Record<string, unknown>>) | null;
  /** Why it could not be done. */
  readonly refused?: string | null;
}

/**
 * The tables of one analysis: a description gives a table for each variable and group, a screen one table of
 * tests and one of counts for each predictor, a tree its nodes, a comparison, a model, agreement and change
 * their percentages with intervals. What could not be done, or has no table here, gives a note that says so:
 * no item of a plan is left out in silence.
 *
 * @param labels - Words for variables by name; their names when left out.
 * @example
 * resultTables({ title: "Odd", document: { schema: "throughline/odd/v1" } })[0].rows // => [["No table is made of throughline/odd/v1. The report of the study shows this item."]]
 */
export function resultTables(
  result: ResultDocument,
  labels: Readonly<Record<string, string>> = {},
): ResultTable[] {
  const { title, document } = result;
  if (document === null) {
    return [noteTable(title, `This could not be done. ${result.refused ?? ""}`.trim())];
  }
  switch (document.schema) {
    case "throughline/describe/v1":
      return document.multi
        ? multiTables(title, document as unknown as MultiDocument)
        : (document.tables as readonly Description[]).flatMap((each) =>
            descriptionTables(title, each),
          );
    case "throughline/associate/v1":
      return screenTables(title, document as unknown as AssociationScreen);
    case "throughline/tree/v1":
      return [treeTable(title, document as unknown as Tree)];
    case "throughline/compare/v1":
      return comparisonTables(title, document);
    case "throughline/model/v1":
      return modelTables(title, document as unknown as ModelResult, labels);
    case "throughline/agree/v1":
      return agreementTables(title, document as unknown as AgreementScreen);
    case "throughline/change/v1":
      return changeTables(title, document as unknown as ChangeByArea);
    case "throughline/waves/v1":
      return waveTables(title, document as unknown as ShareWaves);
    default:
      return [
        noteTable(
          title,
          `No table is made of ${document.schema}. The report of the study shows this item.`,
        ),
      ];
  }
}

const testWords: Readonly<Record<string, string>> = {
  "rao-scott": "Rao–Scott",
  "family-permutation": "Whole families permuted",
  pearson: "Chi-squared",
  "likelihood-ratio": "Likelihood ratio",
  "fisher-exact": "Fisher’s exact",
  "freeman-halton": "Fisher–Freeman–Halton",
  "kruskal-wallis": "Kruskal–Wallis",
};

const effectWords: Readonly<Record<string, string>> = {
  "cramers-v": "Cramér’s\u00a0V",
  "odds-ratio": "Odds ratio",
  "risk-ratio": "Ratio of shares",
  "risk-difference": "Difference of shares",
  phi: "Phi",
};

interface MultiDocument {
  readonly all: MultiResponse;
  readonly groups: readonly { readonly label: string; readonly table: MultiResponse }[];
}

function descriptionTables(title: string, description: Description): ResultTable[] {
  return [
    { suffix: "", table: description.all },
    ...description.groups.map((group) => ({ suffix: `: ${group.label}`, table: group.table })),
  ].map(({ suffix, table }) =>
    table.kind === "categorical"
      ? frequencies(`${title}: ${table.label}${suffix}`, table)
      : summary(`${title}: ${table.label}${suffix}`, table),
  );
}

function frequencies(title: string, table: FrequencyTable): ResultTable {
  return {
    title,
    subtitle: subtitleOf(table.n, table.unit, table.families),
    columns: [
      { header: table.label, format: "text" },
      { header: `Number of ${plural(table.unit)}`, format: "count" },
      { header: "Percentage of those known", format: "percent" },
      ...intervalColumns,
    ],
    rows: table.rows.map((row) => [
      row.label,
      row.count,
      hundred(row.share),
      hundred(row.familyCiLow ?? row.ciLow),
      hundred(row.familyCiHigh ?? row.ciHigh),
    ]),
    notes: [missingNote(table), intervalNote(table.families)],
  };
}

function summary(title: string, table: NumericSummary): ResultTable {
  return {
    title,
    subtitle: subtitleOf(table.n, table.unit, table.families),
    columns: [
      { header: "Figure", format: "text" },
      { header: table.label, format: "number" },
    ],
    rows: [
      ["Mean", table.mean],
      ["95% interval of the mean, from", table.ciLow],
      ["95% interval of the mean, to", table.ciHigh],
      ["Standard deviation", table.standardDeviation],
      ["Median", table.median],
      ["Lower quartile", table.lowerQuartile],
      ["Upper quartile", table.upperQuartile],
      ["Least", table.minimum],
      ["Greatest", table.maximum],
    ],
    notes: [missingNote(table)],
  };
}

function multiTables(title: string, document: MultiDocument): ResultTable[] {
  return [
    { suffix: "", table: document.all },
    ...document.groups.map((group) => ({ suffix: `: ${group.label}`, table: group.table })),
  ].map(({ suffix, table }) => ({
    title: `${title}${suffix}`,
    subtitle: `Several answers may hold for one ${table.unit}; percentages do not add up to 100`,
    columns: [
      { header: "Variable", format: "text" },
      { header: "Yes", format: "count" },
      { header: "Known", format: "count" },
      { header: "Not known", format: "count" },
      { header: "Percentage of those known", format: "percent" },
      ...intervalColumns,
    ],
    rows: table.rows.map((row) => [
      row.label,
      row.count,
      row.n,
      row.nMissing,
      hundred(row.share),
      hundred(row.familyCiLow ?? row.ciLow),
      hundred(row.familyCiHigh ?? row.ciHigh),
    ]),
    notes: [intervalNote(table.rows[0]?.families ?? null)],
  }));
}

function screenTables(title: string, screen: AssociationScreen): ResultTable[] {
  const tests: ResultTable = {
    title,
    subtitle: `Tests of ${screen.tests} variables against: ${screen.label}`,
    columns: [
      { header: "Variable", format: "text" },
      { header: "n", format: "count" },
      { header: "Test", format: "text" },
      { header: "p", format: "p" },
      { header: "Holm p", format: "p" },
      { header: "Plain p", format: "p" },
      { header: "Effect", format: "text" },
      { header: "Size", format: "number" },
      { header: "95% from", format: "number" },
      { header: "95% to", format: "number" },
    ],
    rows: screen.results.map((each) => {
      const effect = each.effects.find((one) => "estimate" in one);
      return [
        each.label,
        each.n,
        testWords[each.headline] ?? each.headline,
        each.pValue,
        each.holmPValue,
        each.naivePValue,
        effect === undefined ? null : (effectWords[effect.method] ?? effect.method),
        effect?.estimate ?? null,
        effect?.ciLow ?? null,
        effect?.ciHigh ?? null,
      ];
    }),
    notes: [
      `By chance alone ${screen.expectedByChance.toFixed(1)} of ${screen.tests} p-values would lie below .05.`,
      "Holm’s p allows for the number of tests; the plain p takes brothers and sisters for strangers.",
      "An association is not a cause.",
    ],
  };
  const counts = screen.results.flatMap((each): ResultTable[] => {
    const { table } = each;
    if (table === null) return [];
    return [
      {
        title: `${title}: ${each.label}`,
        subtitle: `${screen.label}, ${subtitleOf(each.n, screen.unit, each.families)}${each.unit === screen.unit ? "" : `; the variable is the ${each.unit}’s`}`,
        columns: [
          { header: each.label, format: "text" },
          ...table.columnLabels.map((header): Column => ({ header, format: "count" })),
          { header: "All", format: "count" },
        ],
        rows: table.counts.map((row, at) => [
          table.rowLabels[at] ?? "",
          ...row,
          row.reduce((sum, count) => sum + count, 0),
        ]),
        notes: [
          `${each.nMissing === 0 ? "Known for all" : `${each.nMissing} not known in one of the two`}. ${each.reason}.`,
        ],
      },
    ];
  });
  return [tests, ...counts];
}

function treeTable(title: string, tree: Tree): ResultTable {
  return {
    title,
    subtitle: `CHAID tree of ${tree.label}: ${tree.n} in the tree`,
    columns: [
      { header: "Node", format: "count" },
      { header: "Under node", format: "count" },
      { header: "Who", format: "text" },
      { header: "Number", format: "count" },
      { header: "Families", format: "count" },
      ...tree.classes.map((each): Column => ({ header: each.label, format: "count" })),
      { header: "Split by", format: "text" },
      { header: "p, adjusted", format: "p" },
    ],
    rows: tree.nodes.map((node) => {
      const parent = node.parent === null ? null : tree.nodes[node.parent];
      const who =
        node.group === null || parent?.split == null
          ? "All"
          : `${parent.split.label}: ${parent.split.groupLabels[node.group] ?? ""}`;
      return [
        node.id,
        node.parent,
        who,
        node.n,
        node.families,
        ...tree.classes.map((each) => node.counts[each.value] ?? 0),
        node.split?.label ?? null,
        node.split?.adjustedPValue ?? null,
      ];
    }),
    notes: ["A description of this study, not a prediction for another child."],
  };
}
