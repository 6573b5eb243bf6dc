import { headlineMeasure } from "../../analysis/agreement/agree-item.ts";
import type { AgreementScreen } from "../../analysis/agreement/agree-items.ts";
import {
  type AgreementMeasure,
  isRefusedMeasure,
} from "../../analysis/agreement/agreement-measure.ts";

type Cell = string | number | null;

/** Every measure as one row: of all coders first, then of each pair where there are more than two. */
export function agreeCsv(screen: AgreementScreen): Cell[][] {
  const header = [
    "item",
    "coders",
    "unit",
    "scale",
    "measure",
    "weights",
    "headline",
    "estimate",
    "standard_error",
    "ci_low",
    "ci_high",
    "ci_level",
    "interval",
    "n",
    "n_missing",
    "families",
    "reason",
  ];
  return [
    header,
    ...screen.results.flatMap((result) => {
      const row =
        (coders: readonly string[], nMissing: number, headline: AgreementMeasure | null) =>
        (measure: AgreementMeasure): Cell[] => {
          const start = [result.item, coders.join("+"), result.unit, result.scale, measure.method];
          const first = measure === headline ? 1 : 0;
          const rest = [measure.n, nMissing, result.families];
          return isRefusedMeasure(measure)
            ? [
                ...start,
                measure.weights,
                first,
                null,
                null,
                null,
                null,
                null,
                null,
                ...rest,
                measure.reason,
              ]
            : [
                ...start,
                measure.weights,
                first,
                measure.estimate,
                measure.standardError,
                measure.ciLow,
                measure.ciHigh,
                measure.ciLevel,
                measure.interval,
                ...rest,
                measure.intervalReason,
              ];
        };
      return [
        ...result.measures.map(row(result.coders, result.nMissing, headlineMeasure(result))),
        ...(result.pairs.length < 2
          ? []
          : result.pairs.flatMap((pair) =>
              pair.measures.map(row(pair.coders, pair.nMissing, null)),
            )),
      ];
    }),
  ];
}
