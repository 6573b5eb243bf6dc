import { InputError } from "../../data-dictionary/input-error.ts";
import type { DerivedStudy } from "../outcomes/derive-study.ts";
import { admitModels } from "./admit-models.ts";
import { cellSystem } from "./cell-system.ts";
import { countPlan, type OutputStatus, type TableSpec } from "./count-plan.ts";
import type { CountTable } from "./count-table.ts";
import type { Definition } from "./definitions.ts";
import type { LinearSolver } from "./linear-solver.ts";
import { linkPlan } from "./link-plan.ts";
import type { ImpliedTable, ModelOutput } from "./model-output.ts";
import type { NumericOutput } from "./numeric-output.ts";
import type { Profile } from "./profile.ts";
import { type Protection, suppress } from "./suppress.ts";
import { type CellSystem, cellKey } from "./system-cell.ts";
import type { TreeTable } from "./tree-table.ts";

/** Everything a release would hold, with the counts behind it: private until it is written out. */
export interface ReleasePlan {
  readonly profile: Profile;
  readonly tables: readonly CountTable[];
  readonly trees: readonly TreeTable[];
  readonly models: readonly ModelOutput[];
  readonly numbers: readonly NumericOutput[];
  readonly outputs: readonly OutputStatus[];
  readonly sensitive: readonly string[];
  /** What an outsider knows of the categories before a number is printed. */
  readonly definitions: readonly Definition[];
  /** How to count everything again that a reader of this release knows. */
  readonly specs: readonly TableSpec[];
  readonly system: CellSystem;
  readonly protection: Protection;
}

/** What a test leaves out, to show that an attack then succeeds. */
export type Skip = "nothing" | "links" | "attack" | "secondary";

/** Keys shown and hidden by earlier releases of the same data, and the tables they were in. */
export interface EarlierReleases {
  readonly tables: readonly TableSpec[];
  readonly hidden: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
}

/**
 * Turns a study's plan into tables of counts and trees, joins them into one system with everything released
 * before from the same data, and decides which counts must be hidden.
 *
 * Descriptions become one-way tables, tests and comparisons two-way tables of outcome by predictor; trees are
 * grown again with nodes large enough; a coefficient of a model is given only where the counts it gives away
 * may be known. What is none of these is withheld, and says why.
 *
 * @param options.dataVersion - Number of this version of the data; it names the population, so that
 *   counts of different data are never taken for one another.
 * @param options.skip - For tests only, see suppress.
 * @throws {InputError} `cannot-protect`.
 */
export function planRelease(
  derived: DerivedStudy,
  options: {
    readonly profile: Profile;
    readonly solve: LinearSolver;
    readonly dataVersion?: number;
    readonly earlier?: EarlierReleases;
    readonly skip?: Skip;
  },
): ReleasePlan {
  const { profile } = options;
  const { config } = derived.study;
  const counted = countPlan(derived, {
    profile,
    version: options.dataVersion ?? 1,
    earlier: options.earlier?.tables ?? [],
  });
  const { tables, trees, implied, numbers, outputs, specs, prepared, before } = counted;
  const earlier = options.earlier ?? { tables: [], hidden: new Set(), shown: new Set() };
  const skip = options.skip ?? "nothing";
  const { definitions, links } = linkPlan(
    config,
    counted.dataOf,
    [...tables, ...before.tables],
    [...trees, ...before.trees],
  );
  const build = (own: readonly TreeTable[], more: readonly ImpliedTable[]): CellSystem =>
    cellSystem([...tables, ...before.tables], profile, earlier, {
      trees: [...own, ...before.trees],
      implied: [...before.implied, ...more],
      ...(skip === "links" ? {} : { links }),
    });
  const first = protectWithTrees(trees, (own) => {
    const system = build(own, []);
    return {
      system,
      protection: suppress(system, profile, options.solve, skip === "links" ? "nothing" : skip),
    };
  });
  const admitted =
    skip === "nothing"
      ? admitModels(first, implied, (more) => build(first.trees, more), profile, options.solve)
      : { ...first, tables: [] };
  const { system, protection } = admitted;
  const isShown = (table: ImpliedTable, coordinates: readonly (number | null)[]): boolean =>
    admitted.tables.includes(table) &&
    protection.published[system.indexOf.get(cellKey(table, coordinates)) as number] !== null;
  const models = prepared.map(({ model, tables: own }) =>
    model.finish((variable, level) => {
      const table = own.find((each) => each.variables[0]?.name === variable);
      if (table === undefined) return false;
      const at = table.variables[0]?.levels.findIndex(({ value }) => value === level) ?? -1;
      return at >= 0 && isShown(table, [at, 0]) && isShown(table, [at, 1]);
    }),
  );
  return {
    profile,
    tables,
    trees: first.trees,
    models,
    numbers,
    outputs: outputs.map((output) => withheldWhole(output, first.trees, models)),
    sensitive: counted.sensitive,
    definitions,
    specs: specs.filter(
      ({ tree, implied: own }) =>
        (tree === undefined || first.trees.length > 0 || before.trees.length > 0) &&
        (own === undefined || admitted.tables.length > 0 || before.implied.length > 0),
    ),
    system,
    protection,
  };
}

/** Trees go when nothing that is hidden around them would protect them. */
function protectWithTrees(
  trees: readonly TreeTable[],
  protect: (trees: readonly TreeTable[]) => {
    readonly system: CellSystem;
    readonly protection: Protection;
  },
): {
  readonly system: CellSystem;
  readonly protection: Protection;
  readonly trees: readonly TreeTable[];
} {
  for (let count = trees.length; ; count--) {
    const own = trees.slice(0, count);
    try {
      return { ...protect(own), trees: own };
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== "cannot-protect" || count === 0) {
        throw error;
      }
    }
  }
}

/** A tree that could not be protected is withheld, and a model none of whose figures may be shown. */
function withheldWhole(
  output: OutputStatus,
  trees: readonly TreeTable[],
  models: readonly ModelOutput[],
): OutputStatus {
  if (output.kind === "tree" && output.status === "released") {
    if (trees.some(({ id }) => id === output.id)) return output;
    const reason = "Beside the tables its nodes could not be protected.";
    return { ...output, status: "withheld", reason };
  }
  const model = models.find(({ id }) => id === output.id);
  if (model === undefined || model.figures.some(({ estimate }) => estimate !== null)) return output;
  return { ...output, status: "withheld", reason: "Behind each of its figures a count is hidden." };
}
