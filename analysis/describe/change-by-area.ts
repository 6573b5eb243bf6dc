import { InputError } from "../../data-dictionary/input-error.ts";
import type { CategoricalColumn } from "../../data-dictionary/table/column.ts";
import { categoricalOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { contingency } from "../association/contingency.ts";
import { mcnemarExact } from "../association/mcnemar.ts";
import { signedRank } from "../association/signed-rank.ts";
import type { TestResult } from "../association/test-result.ts";
import { type PairedChange, pairedChange } from "./paired-change.ts";
import { type Share, shareOf } from "./share.ts";

/** One area before and after, among the rows where both are known: the counts, and how many got better. */
export interface AreaChange extends PairedChange {
  readonly better: Share;
  readonly same: Share;
  readonly worse: Share;
  /** The middle level before and after, by label; null without pairs. */
  readonly medianBefore: string | null;
  readonly medianAfter: string | null;
  /** Signed ranks of the steps between levels, or McNemar's exact test where there are two levels. */
  readonly test: TestResult;
}

/** Change by area: each by itself, never averaged over areas. */
export interface ChangeByArea {
  readonly unit: string;
  readonly betterIs: "lower" | "higher";
  readonly areas: readonly AreaChange[];
  readonly notes: readonly string[];
}

/**
 * How ordered grades changed between two times, area by area: how many got better, stayed and got worse,
 * with intervals, and a paired test for each. Grades of different areas are never averaged: good care in
 * one area can hide bad care in another.
 *
 * When not to use: to say that a service caused the change; there is no comparison group here.
 *
 * @param pairs - Names of the variable before and after, for each area.
 * @param betterIs - Is the first level of the codebook the better one ("lower") or the last ("higher")?
 * @throws {InputError} `unknown-column`, `not-categorical`, `levels-differ`.
 * @example
 * changeByArea(dataset([categoricalColumn("a", ["3", "2"], { levels: [{ value: "1", label: "1" }, { value: "2", label: "2" }, { value: "3", label: "3" }] }), categoricalColumn("b", ["1", "2"], { levels: [{ value: "1", label: "1" }, { value: "2", label: "2" }, { value: "3", label: "3" }] })]), [["a", "b"]], "lower").areas[0].better.count // => 1
 */
export function changeByArea(
  data: Dataset,
  pairs: readonly (readonly [before: string, after: string])[],
  betterIs: "lower" | "higher",
  level = 0.95,
): ChangeByArea {
  const areas = pairs.map(([before, after]) =>
    changeOf(data, categoricalOf(data, before), categoricalOf(data, after), betterIs, level),
  );
  const siblings = data.families !== null && data.families.count < data.rowCount;
  return {
    unit: data.unit,
    betterIs,
    areas,
    notes: [
      "Change is not effect: without a comparison group, nothing says that the service caused it.",
      ...(siblings
        ? ["Intervals respect families; the paired tests take children one by one."]
        : []),
      ...(areas.length > 1
        ? [
            `${areas.length} areas are tested: with no change at all, chance alone gives a p below .05 in about ${Math.round(areas.length * 5) / 100} of them.`,
          ]
        : []),
    ],
  };
}

function changeOf(
  data: Dataset,
  before: CategoricalColumn,
  after: CategoricalColumn,
  betterIs: "lower" | "higher",
  level: number,
): AreaChange {
  const values = (column: CategoricalColumn): string =>
    column.levels.map((each) => each.value).join("|");
  if (values(before) !== values(after)) {
    throw new InputError(
      "levels-differ",
      `${before.name} and ${after.name} must have the same choices in the same order to be compared.`,
      "Give both the same choices in the codebook.",
    );
  }
  const counted = pairedChange(data, before.name, after.name);
  const steps = new Float64Array(data.rowCount).fill(Number.NaN);
  for (let row = 0; row < data.rowCount; row++) {
    const [one, two] = [before.codes[row] as number, after.codes[row] as number];
    if (one >= 0 && two >= 0) steps[row] = betterIs === "higher" ? two - one : one - two;
  }
  const share = (holds: (step: number) => boolean): Share =>
    shareOf(
      Int8Array.from(steps, (step) => (Number.isNaN(step) ? -1 : holds(step) ? 1 : 0)),
      data.families,
      data.weights,
      level,
    );
  const paired = steps.filter((step) => !Number.isNaN(step));
  const known = (_: number, row: number): boolean => !Number.isNaN(steps[row] as number);
  return {
    ...counted,
    label: labelOf(before.label, after.label),
    better: share((step) => step > 0),
    same: share((step) => step === 0),
    worse: share((step) => step < 0),
    medianBefore: medianLevel(before, before.codes.filter(known)),
    medianAfter: medianLevel(after, after.codes.filter(known)),
    test:
      before.levels.length === 2 ? mcnemarExact(contingency(counted.counts)) : signedRank(paired),
  };
}

/** "Warmth, before" and "Warmth, after" as "Warmth". */
const labelOf = (before: string, after: string): string => {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const common = before.slice(0, same).replace(/[\s,:(–-]+$/, "");
  return common === "" ? `${before} → ${after}` : common;
};

function medianLevel(column: CategoricalColumn, codes: Int32Array): string | null {
  if (codes.length === 0) return null;
  const sorted = codes.toSorted();
  const [low, high] = [
    sorted[Math.floor((codes.length - 1) / 2)] as number,
    sorted[Math.floor(codes.length / 2)] as number,
  ];
  const name = (code: number): string => column.levels[code]?.label ?? "";
  return low === high ? name(low) : `${name(low)} / ${name(high)}`;
}
