import { categoricalOf, columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { growTree, type TreeNode } from "../trees/grow-tree.ts";
import { treeSettings } from "../trees/settings.ts";
import { type TreeData, treeData } from "../trees/tree-data.ts";
import { type Bitset, bitsetOf } from "./bitset.ts";
import { type TableVariable, tableLevels } from "./count-table.ts";

/** What a tree is grown from again: enough to count it a second time. */
export interface TreeSpec {
  readonly with: readonly string[];
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  readonly minParent: number;
  readonly minChild: number;
  readonly minFamilies: number;
}

/** What sets a node apart from its brothers: a variable and the levels that lead here. */
export interface NodeCondition {
  readonly variable: string;
  readonly label: string;
  /** Stored values, or words for a stretch of numbers. */
  readonly values: readonly string[];
  /** Those that may be named: enough have each of them. */
  readonly named: readonly string[];
}

/** One count of a node: a class of the outcome, or null for all of them. */
export interface NodeCell {
  readonly level: number | null;
  readonly count: number;
  readonly families: number;
  readonly members: Bitset;
  readonly familyMembers: Bitset;
}

export interface TreeTableNode {
  /** 1 for the root; children after their parents. */
  readonly id: number;
  readonly parent: number | null;
  readonly condition: NodeCondition | null;
  /** Conditions of the whole path, one for each variable. */
  readonly path: readonly NodeCondition[];
  readonly cells: readonly NodeCell[];
}

/** A tree as a hierarchy of counts, with the rows behind each. */
export interface TreeTable {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly population: string;
  readonly outcome: TableVariable;
  readonly sensitive: readonly string[];
  /** Categorical predictors, with the words for their values. */
  readonly predictors: readonly Pick<TableVariable, "name" | "levels">[];
  /** Rows without a known outcome, who are in no node. */
  readonly nMissing: number;
  readonly nodes: readonly TreeTableNode[];
}

/**
 * Grows a tree with nodes large enough for a release and counts it. The same specification on the same data
 * gives the same tree.
 *
 * @param spec.cuts - Cut points of numbers. A number without them is left out: the edges of bands found in
 *   the data are values of children.
 * @throws {InputError} as `treeData`.
 */
export function treeTable(
  data: Dataset,
  outcomeName: string,
  spec: TreeSpec,
  options: {
    readonly id: string;
    readonly title: string;
    readonly population: string;
    readonly sensitive: readonly string[];
    /** A category that fewer have is not listed by name. */
    readonly threshold: number;
  },
): TreeTable {
  const usable = spec.with.filter(
    (name) => columnOf(data, name).kind === "categorical" || spec.cuts[name] !== undefined,
  );
  const cases = treeData(data, outcomeName, usable, { cuts: spec.cuts });
  const tree = growTree(cases, {
    ...treeSettings("throughline", data.families !== null),
    minParent: spec.minParent,
    minChild: spec.minChild,
    minFamilies: data.families === null ? 0 : spec.minFamilies,
  });
  const column = categoricalOf(data, outcomeName);
  const paths = new Map<number, readonly NodeCondition[]>();
  const parentOf = new Map(tree.nodes.map(({ id, parent }) => [id, parent]));
  const rowsOf = new Map<number, number[]>(tree.nodes.map(({ id }) => [id, []]));
  tree.leafOf.forEach((leaf, at) => {
    for (let node: number | null = leaf; node !== null; node = parentOf.get(node) ?? null) {
      rowsOf.get(node)?.push(at);
    }
  });
  const isNamed = (variable: string, value: string): boolean => {
    const own = data.columns.get(variable);
    if (own?.kind !== "categorical") return true;
    const code = own.levels.findIndex((level) => level.value === value);
    const count = own.codes.filter((each) => (code < 0 ? each < 0 : each === code)).length;
    return count === 0 || count >= options.threshold;
  };
  const numberOf = new Map(tree.nodes.map((node, index) => [node.id, index + 1]));
  const { id, title, population, sensitive } = options;
  return {
    id,
    title,
    population,
    sensitive,
    unit: data.unit,
    predictors: spec.with.flatMap((name) => {
      const own = data.columns.get(name);
      return own?.kind === "categorical" ? [{ name, levels: tableLevels(own) }] : [];
    }),
    nMissing: cases.nMissing,
    outcome: {
      name: outcomeName,
      label: column.label,
      // Those that nobody has, too: to leave them out would tell that they are nought.
      levels: column.levels,
      sensitive: options.sensitive.includes(outcomeName),
    },
    nodes: tree.nodes.map((node): TreeTableNode => {
      const parent =
        node.parent === null ? undefined : tree.nodes.find(({ id }) => id === node.parent);
      const condition =
        parent === undefined ? null : conditionOf(parent, node, spec.cuts, data, isNamed);
      const above = parent === undefined ? [] : (paths.get(parent.id) ?? []);
      const path =
        condition === null
          ? []
          : [...above.filter(({ variable }) => variable !== condition.variable), condition];
      paths.set(node.id, path);
      const rows = rowsOf.get(node.id) as number[];
      const levels = [...column.levels.keys(), null];
      return {
        id: numberOf.get(node.id) as number,
        parent: node.parent === null ? null : (numberOf.get(node.parent) as number),
        condition,
        path,
        cells: levels.map((level) =>
          cellOf(
            data,
            cases,
            level === null
              ? rows
              : rows.filter(
                  (at) => cases.classes[cases.classOf[at] as number] === column.levels[level],
                ),
            level,
          ),
        ),
      };
    }),
  };
}

function cellOf(
  data: Dataset,
  cases: TreeData,
  own: readonly number[],
  level: number | null,
): NodeCell {
  const rows = own.map((at) => cases.sourceRows[at] as number);
  const families = rows.map((row) => data.families?.of[row] ?? row);
  return {
    level,
    count: rows.length,
    families: new Set(families).size,
    members: bitsetOf(rows, data.rowCount),
    familyMembers: bitsetOf(families, data.families?.count ?? data.rowCount),
  };
}

function conditionOf(
  parent: TreeNode,
  node: TreeNode,
  cuts: Readonly<Record<string, readonly number[]>>,
  data: Dataset,
  isNamed: (variable: string, value: string) => boolean,
): NodeCondition {
  const { variable, label, groups } = parent.split as NonNullable<TreeNode["split"]>;
  const split = groups[node.group as number] as readonly (string | null)[];
  const own = cuts[variable];
  const column = data.columns.get(variable);
  const notKnown = column?.kind === "categorical" ? tableLevels(column).at(-1)?.value : undefined;
  const values =
    own === undefined
      ? split.map((value) => value ?? notKnown ?? "not known")
      : stretch(own, split);
  return { variable, label, values, named: values.filter((value) => isNamed(variable, value)) };
}

/** A stretch of numbers in the words of its cuts, never in values of the data. */
function stretch(cuts: readonly number[], values: readonly (string | null)[]): string[] {
  // A band is named by its least and greatest value; one that nobody has is of no matter.
  const known = values
    .map((value) => Number.parseFloat(value ?? ""))
    .filter((value) => Number.isFinite(value));
  const words: string[] = [];
  if (known.length > 0) {
    const sorted = [...cuts].sort((a, b) => a - b);
    const band = (value: number): number => sorted.filter((cut) => value >= cut).length;
    const [low, high] = [Math.min(...known.map(band)), Math.max(...known.map(band))];
    words.push(
      low === 0
        ? `under ${sorted[high]}`
        : high === sorted.length
          ? `${sorted[low - 1]} and over`
          : `${sorted[low - 1]} to under ${sorted[high]}`,
    );
  }
  if (values.includes(null)) words.push("not known");
  return words;
}

/** A path in words that do not depend on the tree, so that the same rows have the same key. */
export function pathKey(
  tree: Pick<TreeTable, "unit" | "population" | "outcome" | "nMissing">,
  path: readonly NodeCondition[],
  level: number | null,
): string {
  const stated = path.map(({ variable, values }) => `${variable}=${[...values].join("|")}`);
  if (level !== null) stated.push(`${tree.outcome.name}=${tree.outcome.levels[level]?.value}`);
  else if (tree.nMissing > 0) stated.push(`${tree.outcome.name} known`);
  return [`${tree.unit}:${tree.population}`, ...stated.sort()].join(" & ");
}
