import { readFileSync } from "node:fs";
import { attackRelease } from "../../analysis/disclosure/attack/attack-release.ts";
import { cellSystem } from "../../analysis/disclosure/cell-system.ts";
import { countTable } from "../../analysis/disclosure/count-table.ts";
import type { DefiningConfig } from "../../analysis/disclosure/definitions.ts";
import { definitionsCsv } from "../../analysis/disclosure/definitions-csv.ts";
import { highsSolver } from "../../analysis/disclosure/linear-solver.ts";
import { linkPlan } from "../../analysis/disclosure/link-plan.ts";
import type { EarlierReleases, ReleasePlan, Skip } from "../../analysis/disclosure/plan-release.ts";
import type { Profile } from "../../analysis/disclosure/profile.ts";
import {
  releaseCsv,
  releasedTables,
  releasedTrees,
  treeCsv,
} from "../../analysis/disclosure/release-csv.ts";
import { suppress } from "../../analysis/disclosure/suppress.ts";
import { treeTable } from "../../analysis/disclosure/tree-table.ts";
import { seededRandom } from "../../analysis/random/random.ts";
import { chooseProfile, readProfiles } from "../../data-dictionary/disclosure/profile.ts";
import { categoricalColumn } from "../../data-dictionary/table/column.ts";
import { type Dataset, dataset } from "../../data-dictionary/table/dataset.ts";

export const profiles = readProfiles(
  readFileSync("data-dictionary/disclosure/profiles.yaml", "utf8"),
  "profiles.yaml",
);
export const strict = chooseProfile(profiles, "children-strict").profile;
export const exact: Profile = { ...strict, roundTo: 1, zeros: "shown", minimumFamilies: 1 };
export const solve = await highsSolver();

/** Rows of two or three variables repeated as often as counted. */
export function counted(
  names: readonly string[],
  counts: readonly (readonly [...string[], number])[],
): Dataset {
  const rows = counts.flatMap((line) =>
    Array<readonly (string | number)[]>(line.at(-1) as number).fill(line),
  );
  return dataset(
    names.map((name, place) =>
      categoricalColumn(
        name,
        rows.map((row) => row[place] as string),
      ),
    ),
    { unit: "child" },
  );
}

/** Plans, protects, writes and attacks tables and, if asked for, a tree of the second variable of the first. */
export function attackOn(
  data: Dataset,
  tables: readonly (readonly string[])[],
  profile: Profile,
  skip: Skip = "nothing",
  options: {
    /** What the settings of a study say of the categories. */
    readonly config?: DefiningConfig;
    readonly tree?: {
      readonly outcome: string;
      readonly with: readonly string[];
      readonly cuts?: Readonly<Record<string, readonly number[]>>;
    };
    readonly version?: number;
    readonly earlier?: EarlierReleases;
  } = {},
) {
  const population = `children, data version ${options.version ?? 1}`;
  const counts = tables.map((variables, index) =>
    countTable(data, {
      id: `t${index}`,
      title: "",
      variables,
      population,
      sensitive: [],
    }),
  );
  const trees =
    options.tree === undefined
      ? []
      : [
          treeTable(
            data,
            options.tree.outcome,
            {
              with: options.tree.with,
              cuts: options.tree.cuts ?? {},
              minParent: 2 * profile.threshold,
              minChild: profile.threshold,
              minFamilies: 1,
            },
            {
              id: "tree",
              title: "",
              population,
              sensitive: [],
              threshold: profile.threshold,
            },
          ),
        ];
  const { definitions, links } = linkPlan(options.config ?? {}, () => data, counts, trees);
  const system = cellSystem(counts, profile, options.earlier, {
    trees,
    ...(skip === "links" ? {} : { links }),
  });
  const protection = suppress(system, profile, solve, skip === "links" ? "nothing" : skip);
  const plan: ReleasePlan = {
    profile,
    tables: counts,
    trees,
    models: [],
    specs: tables.map((variables) => ({ unit: "child" as const, variables })),
    numbers: [],
    outputs: [],
    definitions,
    sensitive: [],
    system,
    protection,
  };
  const files = [
    ...releasedTables(plan).map((table) => ({
      name: table.id,
      text: releaseCsv(table, profile.symbol),
    })),
    ...releasedTrees(plan).map((tree) => ({ name: tree.id, text: treeCsv(tree, profile.symbol) })),
    { name: "definitions", text: definitionsCsv(plan) },
  ];
  const attack = attackRelease(files, { ...profile, sensitive: [] }, solve);
  return { plan, protection, files, attack };
}

/** 20 to 400 children in 3 to 12 authorities; the same for the same number. */
export function randomStudy(study: number): { data: Dataset; profile: Profile } {
  const random = seededRandom(study + 1, "studies");
  const below = (limit: number): number => Math.floor(random.next() * limit);
  const children = 20 + below(381);
  const authorities = 3 + below(10);
  const pick = (names: readonly string[]): string =>
    names[Math.floor(random.next() ** 1.5 * names.length)] as string;
  const names = Array.from({ length: authorities }, (_, index) => `authority ${index}`);
  const column = (name: string, levels: readonly string[]) =>
    categoricalColumn(
      name,
      Array.from({ length: children }, () => pick(levels)),
    );
  const of = Int32Array.from({ length: children }, (_, row) => Math.floor(row / 1.4));
  return {
    data: dataset(
      [
        column("authority", names),
        column("outcome", ["home", "away", "unstable"]),
        column("age", ["0", "6", "13"]),
        column("sex", ["girl", "boy"]),
      ],
      { unit: "child", families: { of, count: (of.at(-1) as number) + 1 } },
    ),
    profile:
      study % 3 === 0
        ? strict
        : study % 3 === 1
          ? { ...exact, zeros: "shown" }
          : chooseProfile(profiles, "tre-10").profile,
  };
}
