import type { AnyFit } from "./any-fit.ts";
import { sumWhere } from "./fit-summary.ts";

/**
 * How many rows there are to learn from: events of the rarer kind (logistic), rows at the rarest outcome
 * (multinomial), n − Σn³/n² (ordered; Harrell 2015, Regression Modeling Strategies, table 4.1); null for a number.
 */
export function limitingSize(
  kind: AnyFit["kind"],
  y: Float64Array,
  weights: Float64Array,
  n: number,
  outcomes: number,
): number | null {
  if (kind === "linear") return null;
  const levels = kind === "logistic" ? 2 : outcomes;
  const counts = Array.from({ length: levels }, (_, level) => sumWhere(weights, y, level));
  if (kind !== "ordinal") return Math.min(...counts);
  return n - counts.reduce((sum, count) => sum + count ** 3, 0) / n ** 2;
}
