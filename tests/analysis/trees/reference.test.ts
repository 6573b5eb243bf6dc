import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { raoScottMeans } from "../../../analysis/association/rao-scott-means.ts";
import { isRefused } from "../../../analysis/association/test-result.ts";
import { chiSquaredGroups } from "../../../analysis/trees/chi-squared-groups.ts";
import { growTree } from "../../../analysis/trees/grow-tree.ts";
import { rowEffectsGroups } from "../../../analysis/trees/row-effects-groups.ts";
import { type TreeSettings, treeSettings } from "../../../analysis/trees/settings.ts";
import { type OutcomeType, treeData } from "../../../analysis/trees/tree-data.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";

interface ReferenceOptions {
  readonly kind: OutcomeType;
  readonly statistic: TreeSettings["statistic"];
  readonly exhaustive: boolean;
  readonly version: TreeSettings["exhaustiveMultiplier"];
  readonly alpha_merge: number;
  readonly alpha_split: number;
  readonly alpha_resplit: number;
  readonly bonferroni: boolean;
  readonly depth: number;
  readonly min_parent: number;
  readonly min_child: number;
  readonly small: "spss" | "r";
  readonly min_share: number;
}
interface ReferenceNode {
  readonly parent: number | null;
  readonly depth: number;
  readonly n: number;
  readonly mean?: number;
  readonly counts?: Record<string, number>;
  readonly split?: {
    readonly variable: string;
    readonly groups: readonly (readonly number[])[];
    readonly statistic: number;
    readonly df: number;
    readonly df2?: number;
    readonly logP: number;
    readonly multiplier: number;
    readonly logAdjusted: number;
    readonly atChoice: number;
  };
}
const reference = JSON.parse(
  readFileSync(new URL("../../reference/trees.json", import.meta.url), "utf8"),
) as {
  runs: {
    name: string;
    outcome: string;
    predictors: string | string[];
    types: string | string[];
    options: ReferenceOptions;
    data: Record<string, number | null>[];
    nodes: ReferenceNode[];
  }[];
  rowEffects: { table: number[][]; statistic: number; df: number; logP: number }[];
  means: {
    data: { g: number; y: number; f: number }[];
    statistic: number;
    df: number;
    df2: number;
    pValue: number;
    designEffect: number;
  };
};

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function settingsOf(options: ReferenceOptions): TreeSettings {
  return {
    ...treeSettings(options.small),
    method: options.exhaustive ? "exhaustive-chaid" : "chaid",
    statistic: options.statistic,
    exhaustiveMultiplier: options.version,
    alphaMerge: options.alpha_merge,
    alphaSplit: options.alpha_split,
    alphaResplit: options.alpha_resplit,
    bonferroni: options.bonferroni,
    maxDepth: options.depth,
    minParent: options.min_parent,
    minChild: options.min_child,
    minChildShare: options.min_share,
  };
}

function grown(run: (typeof reference.runs)[number]) {
  const settings = settingsOf(run.options);
  const text = (name: string): (string | null)[] =>
    run.data.map((row) => (row[name] === null ? null : String(row[name])));
  const levels = (name: string) =>
    [...new Set(run.data.map((row) => row[name]))]
      .filter((value) => typeof value === "number")
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: `level ${value}` }));
  const types = list(run.types);
  const data = dataset(
    [
      run.options.kind === "continuous"
        ? numericColumn(
            run.outcome,
            run.data.map((row) => row[run.outcome] ?? null),
          )
        : categoricalColumn(run.outcome, text(run.outcome), { levels: levels(run.outcome) }),
      ...list(run.predictors).map((name, place) =>
        categoricalColumn(name, text(name), {
          levels: levels(name),
          ordered: types[place] !== "nominal",
        }),
      ),
    ],
    { weights: Float64Array.from(run.data, (row) => row.w as number) },
  );
  return growTree(
    treeData(data, run.outcome, list(run.predictors), {
      outcomeType: run.options.kind,
      missing: settings.missing,
    }),
    settings,
  );
}

/** Groups as sets: the missing category is −1 in R and null here. */
const asSets = (groups: readonly (readonly (number | string | null)[])[]): string[] =>
  groups
    .map((group) =>
      group
        .map((value) => (value === null ? -1 : Number(value)))
        .sort((a, b) => a - b)
        .join(),
    )
    .sort();

function close(ours: number | null | undefined, theirs: number): void {
  const difference = Math.abs((ours ?? Number.NaN) - theirs);
  expect(difference).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(theirs)));
}

describe("trees against an independent implementation in R", () => {
  it.each(reference.runs.map((run) => [run.name, run] as const))("%s", (_name, run) => {
    const tree = grown(run);
    expect(tree.nodes).toHaveLength(run.nodes.length);
    // Both number nodes as they are drawn; the order of groups may differ where missing stands in a group.
    const pairs: [ours: number, theirs: number][] = [[0, 0]];
    for (const [ours, theirs] of pairs) {
      const node = tree.nodes[ours]!;
      const wanted = run.nodes[theirs]!;
      close(node.n, wanted.n);
      expect(node.depth).toBe(wanted.depth);
      if (wanted.mean !== undefined) close(node.mean, wanted.mean);
      for (const [value, count] of Object.entries(wanted.counts ?? {})) {
        close(node.counts[value] ?? 0, count);
      }
      expect(node.split?.variable).toBe(wanted.split?.variable);
      if (node.split === null || wanted.split === undefined) continue;
      const { split } = node;
      expect(asSets(split.groups)).toEqual(
        asSets(wanted.split.groups.map((group) => list(group as number[]))),
      );
      close(split.statistic, wanted.split.statistic);
      close(split.df, wanted.split.df);
      if (run.options.kind === "continuous") close(split.df2, wanted.split.df2!);
      close(split.logPValue, wanted.split.logP);
      close(split.multiplier, wanted.split.multiplier);
      close(split.logAdjustedPValue, wanted.split.logAdjusted);
      close(
        Math.log(split.atChoice?.adjustedPValue ?? split.adjustedPValue),
        wanted.split.atChoice,
      );
      const children = tree.nodes.filter((each) => each.parent === ours);
      const theirChildren = [...run.nodes.keys()].filter((id) => run.nodes[id]?.parent === theirs);
      wanted.split.groups.forEach((group, place) => {
        const [key] = asSets([list(group as number[])]);
        const own = split.groups.findIndex((each) => asSets([each])[0] === key);
        pairs.push([children.find((each) => each.group === own)!.id, theirChildren[place]!]);
      });
    }
    expect(pairs).toHaveLength(tree.nodes.length);
  });

  it.each(reference.rowEffects.map((each) => [JSON.stringify(each.table), each] as const))(
    "fits row effects to %s",
    (_name, { table, statistic, df, logP }) => {
      const test = rowEffectsGroups(table[0]!.length).table(Float64Array.from(table.flat()), [
        ...table.keys(),
      ]);
      close(test.statistic, statistic);
      expect(test.df).toBe(df);
      close(test.logP, logP);
    },
  );

  it.each([
    [
      [0, 0, 0, 1],
      [0, 0, 6, 0],
      [1, 5, 0, 0],
    ],
    [
      [4, 0, 0, 0],
      [0, 0, 0, 3],
      [0, 0, 2, 0],
    ],
    [
      [6, 0, 0, 0],
      [0, 0, 0, 6],
      [0, 0, 6, 0],
      [0, 3, 0, 0],
    ],
  ])(
    "reaches the limit where slopes have none: rows in order, one class or two each (%j)",
    (...table) => {
      // Such a model fits perfectly in the limit, so its likelihood ratio is that of independence.
      const test = rowEffectsGroups(4).table(Float64Array.from(table.flat()), [...table.keys()]);
      const independence = chiSquaredGroups(4, "likelihood-ratio").table(
        Float64Array.from(table.flat()),
        [...table.keys()],
      );
      close(test.statistic, independence.statistic);
    },
  );

  it("corrects a comparison of means for families", () => {
    const { data, ...wanted } = reference.means;
    const result = raoScottMeans(
      Int32Array.from(data, (row) => row.g - 1),
      Float64Array.from(data, (row) => row.y),
      3,
      Int32Array.from(data, (row) => row.f),
      null,
    );
    if (isRefused(result)) throw new Error(result.reason);
    close(result.statistic, wanted.statistic);
    close(result.df, wanted.df);
    close(result.df2, wanted.df2);
    close(result.pValue, wanted.pValue);
    close(result.designEffect, wanted.designEffect);
  });
});
