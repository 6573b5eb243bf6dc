import type { ModelCoefficient, ModelResult } from "../models/model-result.ts";
import type { ResultTable } from "./result-table.ts";
import { type Column, hundred, subtitleOf } from "./table-parts.ts";

/**
 * The tables of a model: predicted percentages (or means), differences between them, and coefficients with
 * odds ratios.
 *
 * @param labels - Words for variables by name.
 */
export function modelTables(
  title: string,
  result: ModelResult,
  labels: Readonly<Record<string, string>>,
): ResultTable[] {
  const subtitle = `${result.outcomeLabel}: ${result.method}, ${subtitleOf(result.n, result.unit, result.families)}`;
  const tables = [
    predicted(title, subtitle, result, labels),
    differences(title, subtitle, result, labels),
    coefficients(title, subtitle, result, labels),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

type Labels = Readonly<Record<string, string>>;

function predicted(
  title: string,
  subtitle: string,
  result: ModelResult,
  labels: Labels,
): ResultTable {
  const mean = result.kind === "linear";
  const shown = (value: number): number | null => (mean ? value : hundred(value));
  return {
    title: `${title}: predicted ${mean ? "means" : "percentages"}`,
    subtitle,
    columns: [
      { header: "Variable", format: "text" },
      { header: "Everybody set to", format: "text" },
      { header: "Outcome", format: "text" },
      { header: "n", format: "count" },
      ...estimateColumns(mean ? "Mean" : "Predicted percentage", mean),
    ],
    rows: result.percentages.map((row) => [
      labels[row.variable] ?? row.variable,
      `${row.label}${row.reference ? " (reference)" : ""}`,
      row.outcome,
      row.n,
      shown(row.estimate),
      shown(row.ciLow),
      shown(row.ciHigh),
    ]),
    notes: [
      `Everything else in the model is held as it is. ${result.nMissing} left out because something is not known.`,
    ],
  };
}

function differences(
  title: string,
  subtitle: string,
  result: ModelResult,
  labels: Labels,
): ResultTable {
  const mean = result.kind === "linear";
  const shown = (value: number): number | null => (mean ? value : hundred(value));
  return {
    title: `${title}: differences`,
    subtitle,
    columns: [
      { header: "Variable", format: "text" },
      { header: "Answer", format: "text" },
      { header: "Against", format: "text" },
      { header: "Outcome", format: "text" },
      ...estimateColumns(mean ? "Difference of means" : "Percentage points", mean),
      { header: "p", format: "p" },
    ],
    rows: result.differences.map((row) => [
      labels[row.variable] ?? row.variable,
      row.label,
      row.against,
      row.outcome,
      shown(row.estimate),
      shown(row.ciLow),
      shown(row.ciHigh),
      row.pValue,
    ]),
    notes: [`Errors: ${result.errors}.`, "An association is not a cause."],
  };
}

function coefficients(
  title: string,
  subtitle: string,
  result: ModelResult,
  labels: Labels,
): ResultTable {
  const odds = result.kind !== "linear";
  return {
    title: `${title}: coefficients${odds ? " and odds ratios" : ""}`,
    subtitle,
    columns: [
      { header: "Term", format: "text" },
      { header: "B", format: "number" },
      { header: "s.e.", format: "number" },
      ...(odds
        ? ([
            { header: "Odds ratio", format: "number" },
            { header: "Odds ratio, 95% from", format: "number" },
            { header: "Odds ratio, 95% to", format: "number" },
          ] as const)
        : ([
            { header: "B, 95% from", format: "number" },
            { header: "B, 95% to", format: "number" },
          ] as const)),
      { header: "p", format: "p" },
      { header: "Plain p", format: "p" },
    ],
    rows: result.coefficients.map((row) => [
      nameOf(row, labels),
      row.estimate,
      row.standardError,
      ...(odds ? [row.oddsRatio, row.oddsRatioLow, row.oddsRatioHigh] : [row.ciLow, row.ciHigh]),
      row.pValue,
      row.naive.pValue,
    ]),
    notes: [
      `Errors: ${result.errors}${result.firth ? "; Firth’s penalty" : ""}. The plain p takes brothers and sisters for strangers.`,
      ...(odds ? ["An odds ratio is not how many times more likely something is."] : []),
      ...result.warnings,
    ],
  };
}

const estimateColumns = (header: string, mean: boolean): Column[] => [
  { header, format: mean ? "number" : "percent" },
  { header: "95% interval from", format: mean ? "number" : "percent" },
  { header: "95% interval to", format: mean ? "number" : "percent" },
];

/** A coefficient's name with its variables' words: "Age: 6 to 12". */
function nameOf(row: ModelCoefficient, labels: Labels): string {
  const parts = row.name.split(" × ");
  const variables = row.term?.split(" × ") ?? [];
  const words = parts.map((part, at) => {
    const variable = variables[at];
    const label = variable === undefined ? undefined : labels[variable];
    return variable !== undefined && label !== undefined && part.startsWith(variable)
      ? `${label}${part.slice(variable.length)}`
      : part;
  });
  const name = words.join(" × ");
  return row.outcome === null || row.outcome === row.name ? name : `${row.outcome}: ${name}`;
}
