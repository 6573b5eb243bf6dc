import { seededRandom } from "../../analysis/random/random.ts";
import { type TreeSettings, treeSettings } from "../../analysis/trees/settings.ts";
import type { OutcomeType, TreeDataOptions } from "../../analysis/trees/tree-data.ts";
import { categoricalColumn, numericColumn } from "../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../data-dictionary/table/dataset.ts";

/** A small random data set with the settings to grow a tree of it. */
export interface RandomTreeCase {
  readonly kind: OutcomeType;
  readonly settings: TreeSettings;
  readonly y: readonly number[];
  readonly weights: readonly number[];
  /** Values of each predictor: places of categories, or numbers; null for missing. */
  readonly predictors: readonly {
    readonly name: string;
    readonly kind: "nominal" | "ordinal" | "number";
    readonly values: readonly (number | null)[];
    readonly banding: "every" | { readonly cuts: number[] } | { readonly bands: number } | null;
  }[];
}

/** Draws a case: four predictors of every kind, about half of them related to the outcome. */
export function randomTreeCase(seed: number): RandomTreeCase {
  const random = seededRandom(seed, "tree-case");
  const pick = <T>(...from: readonly T[]): T => from[random.below(from.length)] as T;
  const n = 10 + random.below(90);
  const kind = pick<OutcomeType>("nominal", "nominal", "ordinal", "continuous");
  const classes = 2 + random.below(3);
  const missing = pick(0, 0.15, 0.3);
  const weighted = random.below(4) === 0;
  const names = ["a", "b", "c", "d"].slice(0, 1 + random.below(4));
  const predictors = names.map((name) => {
    const own = pick("nominal", "nominal", "ordinal", "ordinal", "number");
    const size = 2 + random.below(own === "nominal" ? 5 : 7);
    const step = own === "number" ? pick(1, 0.5, 0.1) : 1;
    const values = Array.from({ length: n }, () =>
      random.next() < missing ? null : Number((random.below(size) * step).toFixed(1)),
    );
    const banding =
      own === "number"
        ? pick<RandomTreeCase["predictors"][number]["banding"]>(
            "every",
            { cuts: [step, Number((2.5 * step).toFixed(2)), 4 * step] },
            { bands: 2 + random.below(4) },
          )
        : null;
    return { name, kind: own, values, banding } as const;
  });
  const pull = names.map(() => pick(0, 0, 0.5, 1));
  const y = Array.from({ length: n }, (_, row) => {
    let lean = 0;
    predictors.forEach(({ values }, at) => {
      const value = values[row];
      lean += (pull[at] as number) * (value === null ? 0.4 : Math.sin((value as number) * 2));
    });
    const noisy = lean + random.next() * 1.2;
    return kind === "continuous"
      ? Number((noisy * 3).toFixed(pick(0, 1)))
      : Math.max(0, Math.min(classes - 1, Math.floor(noisy * classes * 0.6)));
  });
  return {
    kind,
    y,
    weights: y.map(() => (weighted ? random.below(4) : 1)),
    predictors,
    settings: randomSettings(pick, random.below),
  };
}

function randomSettings(
  pick: <T>(...from: readonly T[]) => T,
  below: (limit: number) => number,
): TreeSettings {
  const preset = pick<TreeSettings["preset"]>("throughline", "spss", "r");
  const alphaMerge = pick(0.05, 0.3, 0.6, 0.9);
  return {
    ...treeSettings(preset),
    smallCounts: "ignore",
    method: pick("chaid", "chaid", "exhaustive-chaid"),
    statistic: pick("pearson", "pearson", "likelihood-ratio"),
    exhaustiveMultiplier: pick("spss", "biggs"),
    alphaSplit: pick(0.05, 0.2, 0.8),
    alphaMerge,
    alphaResplit: pick(0, alphaMerge * 0.98),
    bonferroni: pick(true, true, true, false),
    maxDepth: pick(1, 2, 3, null),
    minParent: 2 + below(12),
    minChild: 1 + below(8),
    minChildShare: pick(1, 0.05, 0.2),
  };
}

/** The case as columns. */
export function asDataset(drawn: RandomTreeCase): Dataset {
  const levels = (values: readonly (number | null)[]) =>
    [...new Set(values)]
      .filter((value) => value !== null)
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: `level ${value}` }));
  const text = (values: readonly (number | null)[]): (string | null)[] =>
    values.map((value) => (value === null ? null : String(value)));
  return dataset(
    [
      drawn.kind === "continuous"
        ? numericColumn("y", drawn.y)
        : categoricalColumn("y", text(drawn.y), {
            levels: levels(drawn.y),
            ordered: drawn.kind === "ordinal",
          }),
      ...drawn.predictors.map(({ name, kind, values }) =>
        kind === "number"
          ? numericColumn(name, values)
          : categoricalColumn(name, text(values), {
              levels: levels(values),
              ordered: kind === "ordinal",
            }),
      ),
    ],
    { weights: Float64Array.from(drawn.weights) },
  );
}

/** How the case's columns are made ready for a tree. */
export function columnOptions(drawn: RandomTreeCase): TreeDataOptions {
  const cuts: Record<string, number[]> = {};
  const bandsOf: Record<string, number | "every"> = {};
  for (const { name, banding } of drawn.predictors) {
    if (banding === "every") bandsOf[name] = "every";
    else if (banding !== null && "cuts" in banding) cuts[name] = banding.cuts;
    else if (banding !== null) bandsOf[name] = banding.bands;
  }
  return { missing: drawn.settings.missing, cuts, bandsOf };
}
