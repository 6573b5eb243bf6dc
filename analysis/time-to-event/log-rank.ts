import type { TestResult } from "../association/test-result.ts";
import { chiSquaredUpper, logChiSquaredUpper } from "../distributions/index.ts";
import { invertPositive, matrixFrom } from "../models/dense.ts";
import type { SurvivalData } from "./kaplan-meier.ts";

/**
 * Do groups differ in when the event comes? Compares each group's events with those expected if all had
 * the same curve: (O − E)′ V⁻¹ (O − E), chi-squared with groups − 1 degrees of freedom.
 *
 * Groups without cases do not count. When not to use: with brothers and sisters, whom it takes for
 * strangers; and when curves cross.
 *
 * @param group - Number of the group of each case, from 0.
 * @example
 * logRank({ time: [1, 2, 3, 4], event: [1, 1, 1, 1], family: null }, [0, 0, 1, 1]).df // => 1
 * @see Mantel (1966), Cancer Chemotherapy Reports 50, 163–170.
 */
export function logRank(data: SurvivalData, group: ArrayLike<number>): TestResult {
  const n = data.time.length;
  const rows = [...Array(n).keys()].sort(
    (a, b) => (data.time[a] as number) - (data.time[b] as number),
  );
  const present = [...new Set(Array.from(group))].sort((a, b) => a - b);
  const place = new Map(present.map((own, at) => [own, at]));
  const k = present.length;
  const base = { method: "log-rank", n, respectsFamilies: false };
  if (k < 2) {
    return {
      ...base,
      refused: "one-group",
      reason: "Only one group has cases: there is nothing to compare.",
    };
  }
  const left = new Array<number>(k).fill(0);
  for (let row = 0; row < n; row++) left[place.get(group[row] as number) as number]! += 1;
  const excess = new Array<number>(k).fill(0);
  const variance = Array.from({ length: k }, () => new Array<number>(k).fill(0));
  for (let at = 0; at < n; ) {
    const time = data.time[rows[at] as number];
    const died = new Array<number>(k).fill(0);
    const gone = new Array<number>(k).fill(0);
    let last = at;
    for (; last < n && data.time[rows[last] as number] === time; last++) {
      const own = place.get(group[rows[last] as number] as number) as number;
      gone[own]! += 1;
      if ((data.event[rows[last] as number] as number) > 0) died[own]! += 1;
    }
    const risk = n - at;
    const d = died.reduce((sum, count) => sum + count, 0);
    if (d > 0) {
      const spread = risk > 1 ? (d * (risk - d)) / (risk - 1) : 0;
      for (let i = 0; i < k; i++) {
        const share = (left[i] as number) / risk;
        excess[i]! += (died[i] as number) - d * share;
        for (let j = 0; j < k; j++) {
          variance[i]![j]! += spread * share * ((i === j ? 1 : 0) - (left[j] as number) / risk);
        }
      }
    }
    for (let i = 0; i < k; i++) left[i]! -= gone[i] as number;
    at = last;
  }
  const inverse = invertPositive(
    matrixFrom(variance.slice(0, -1).map((row) => row.slice(0, -1))),
  )?.inverse;
  if (inverse === undefined) {
    return {
      ...base,
      refused: "no-variation",
      reason: "The events leave nothing to compare: none happened while two groups were watched.",
    };
  }
  let statistic = 0;
  for (let i = 0; i < k - 1; i++) {
    for (let j = 0; j < k - 1; j++) {
      statistic +=
        (excess[i] as number) * (inverse.values[i * (k - 1) + j] as number) * (excess[j] as number);
    }
  }
  const df = k - 1;
  return {
    ...base,
    statistic,
    df,
    pValue: chiSquaredUpper(statistic, df),
    logPValue: logChiSquaredUpper(statistic, df),
  };
}
