import type { CountTable } from "./count-table.ts";
import type { ModelOutput } from "./model-output.ts";
import type { TreeTable } from "./tree-table.ts";

/** Words in place of a level's own: letters for authorities; null for a level that keeps its own. */
export type Rename = (variable: string, value: string) => string | null;

/** Cells in the order of their words where these stand for others: an order by name would give the names away. */
export function inWordOrder(
  table: CountTable,
  rename: (variable: string, value: string) => string | null,
): readonly CountTable["cells"][number][] {
  const ranks = table.variables.map(({ name, levels }) => wordRanks(name, levels, rename));
  const rank = (level: number | null, at: number): number =>
    level === null ? Number.POSITIVE_INFINITY : (ranks[at]?.[level] as number);
  return [...table.cells].sort((a, b) => {
    for (const [at, level] of a.coordinates.entries()) {
      const [one, two] = [rank(level, at), rank(b.coordinates[at] as number | null, at)];
      if (one !== two) return one < two ? -1 : 1;
    }
    return 0;
  });
}

/** The place of each level: as declared, or by its word where it has one in place of its own. */
export function wordRanks(
  name: string,
  levels: readonly { readonly value: string }[],
  rename: (variable: string, value: string) => string | null,
): number[] {
  const words = levels.map(({ value }) => rename(name, value));
  if (words.every((word) => word === null)) return [...levels.keys()];
  // A, B … Z, AA; what has no word of its own goes last.
  const key = (level: number): string => {
    const word = words[level];
    return word == null
      ? `~${String(level).padStart(4, "0")}`
      : String(word.length).padStart(4, "0") + word;
  };
  const order = [...levels.keys()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [...levels.keys()].map((level) => order.indexOf(level));
}

/** Parts of a tree from the top, those of one split in the order of their words. */
export function nodesInWordOrder(
  tree: TreeTable,
  rename: (variable: string, value: string) => string | null,
): TreeTable["nodes"][number][] {
  const first = ({ condition }: TreeTable["nodes"][number]): string => {
    const words =
      condition?.values.flatMap((value) => rename(condition.variable, value) ?? []) ?? [];
    return words.map((word) => String(word.length).padStart(4, "0") + word).sort()[0] ?? "";
  };
  const below = (parent: number | null): TreeTable["nodes"][number][] =>
    tree.nodes
      .filter((node) => node.parent === parent)
      .sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : 0))
      .flatMap((node) => [node, ...below(node.id)]);
  return below(null);
}

/** A model's figures, those of levels that have words in place of their own in the order of these. */
export function figuresInWordOrder(
  model: ModelOutput,
  rename: (variable: string, value: string) => string | null,
): ModelOutput {
  const word = ({ variable, level }: ModelOutput["figures"][number]): string => {
    const own = level === null ? null : rename(variable, level.value);
    return own === null ? "" : String(own.length).padStart(4, "0") + own;
  };
  const variables = [...new Set(model.figures.map(({ variable }) => variable))];
  return {
    ...model,
    figures: variables.flatMap((variable) =>
      model.figures
        .filter((each) => each.variable === variable)
        .sort((a, b) => (word(a) < word(b) ? -1 : word(a) > word(b) ? 1 : 0)),
    ),
  };
}

/** Words for the levels of a variable, each different from the others. */
export function levelWords(
  variable: Pick<CountTable["variables"][number], "name" | "levels">,
  rename: (variable: string, value: string) => string | null,
): string[] {
  const used = new Set(["All"]);
  return variable.levels.map((level) => {
    let words = rename(variable.name, level.value) ?? level.label;
    if (used.has(words)) words = `${words} (${level.value})`;
    used.add(words);
    return words;
  });
}
