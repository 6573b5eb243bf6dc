import { max, mean, min, quantile, sampleStandardDeviation } from "simple-statistics";
import type { NumericColumn } from "../../data-dictionary/table/column.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import { tQuantile } from "../distributions/index.ts";
import { familiesKnown } from "./frequency-table.ts";
import { type MissingReport, missingReport } from "./missing-report.ts";

/** A numeric variable summed up; null where there are too few values. */
export interface NumericSummary extends MissingReport {
  readonly kind: "numeric";
  readonly unit: string;
  readonly families: number | null;
  readonly mean: number | null;
  /** Sample standard deviation, n − 1 below; null for fewer than two values. */
  readonly standardDeviation: number | null;
  /** 95% interval for the mean; the error is that of whole families where the data name them. */
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly median: number | null;
  readonly lowerQuartile: number | null;
  readonly upperQuartile: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/**
 * Mean, standard deviation, median, quartiles (type 7) and range of a numeric variable over the rows
 * where it is known.
 *
 * The interval is mean ± t·e. Where the data name families, e² = f/(f − 1) · Σ_j (Σ_i (x_ij − mean))² / n²
 * over f families with f − 1 degrees of freedom; otherwise e = s/√n with n − 1. Frequencies of rows
 * (weights) repeat each row so many times.
 *
 * @throws {InputError} never; too few values give null.
 * @example
 * numericSummary(dataset([numericColumn("age", [1, 2, 6, null])]), numericColumn("age", [1, 2, 6, null])).median // => 2
 * @see Hyndman and Fan (1996), Sample quantiles in statistical packages, definition 7.
 */
export function numericSummary(data: Dataset, column: NumericColumn, level = 0.95): NumericSummary {
  const values: number[] = [];
  const family: number[] = [];
  for (let row = 0; row < data.rowCount; row++) {
    const value = column.values[row] as number;
    if (Number.isNaN(value)) continue;
    const times = data.weights === null ? 1 : Math.round(data.weights[row] as number);
    for (let copy = 0; copy < times; copy++) {
      values.push(value);
      family.push(data.families === null ? values.length : (data.families.of[row] as number));
    }
  }
  const known = values.length > 0;
  const centre = known ? mean(values) : null;
  const interval = centre === null ? null : meanInterval(values, family, centre, level);
  return {
    ...missingReport(data, column.name, column),
    kind: "numeric",
    unit: data.unit,
    families: familiesKnown(data, (row) => !Number.isNaN(column.values[row] as number)),
    mean: centre,
    standardDeviation: values.length > 1 ? sampleStandardDeviation(values) : null,
    ciLow: interval?.[0] ?? null,
    ciHigh: interval?.[1] ?? null,
    median: known ? quantile(values, 0.5) : null,
    lowerQuartile: known ? quantile(values, 0.25) : null,
    upperQuartile: known ? quantile(values, 0.75) : null,
    minimum: known ? min(values) : null,
    maximum: known ? max(values) : null,
  };
}

function meanInterval(
  values: readonly number[],
  family: readonly number[],
  centre: number,
  level: number,
): [number, number] | null {
  const sums = new Map<number, number>();
  values.forEach((value, index) => {
    const key = family[index] as number;
    sums.set(key, (sums.get(key) ?? 0) + (value - centre));
  });
  const groups = sums.size;
  if (groups < 2) return null;
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  const error = Math.sqrt((groups / (groups - 1)) * squares) / values.length;
  const margin = tQuantile(1 - (1 - level) / 2, groups - 1) * error;
  return [centre - margin, centre + margin];
}
