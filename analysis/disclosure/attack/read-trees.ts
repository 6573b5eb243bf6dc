import type { Puzzle } from "./puzzle.ts";
import { type PercentRow, readShares } from "./read-shares.ts";

/** A count of a printed tree, as a reader takes it. */
export interface TreeRow {
  readonly index: number;
  readonly tree: string;
  readonly node: string;
  readonly parent: string;
  readonly isWhole: boolean;
  readonly outcome: string;
  /** The first part of a key: what is counted. */
  readonly base: string;
  /** One list of levels for each variable on the way to the node. */
  readonly path: ReadonlyMap<string, readonly string[]>;
  readonly outcomeName: string;
}

/** Notes the counts of a tree's file. */
export function readTree(
  file: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  puzzle: Puzzle,
): TreeRow[] {
  const { rules } = puzzle;
  const outcomeName = header[7] as string;
  const paths = new Map<string, Map<string, readonly string[]>>([["", new Map()]]);
  const read = rows.map((row): TreeRow => {
    const [tree = "", unit, population, node = "", parent = "", variable = "", levels = ""] = row;
    if (!paths.has(node)) {
      const path = new Map(paths.get(parent));
      if (variable !== "") path.set(variable, levels.split(" | "));
      paths.set(node, path);
    }
    const path = paths.get(node) as Map<string, readonly string[]>;
    const [outcome = "", printed = ""] = [row[7], row[8]];
    const isWhole = outcome === "All";
    const base = `${unit} ${population}`;
    const stated = [...path].map(([name, own]) => `${name}=${own.join(" | ")}`);
    if (!isWhole) stated.push(`${outcomeName}=${outcome}`);
    const nought =
      !(outcome.startsWith("All") && rules.zeros !== "hidden") &&
      puzzle.noughtTells([outcomeName, ...path.keys()], [outcome]);
    const isHidden = printed === rules.symbol;
    const range = isHidden
      ? ([nought ? 0 : 1, Number.POSITIVE_INFINITY] as const)
      : puzzle.rangeOf(Number(printed));
    const index = puzzle.note([base, ...stated.sort()].join(" & "), file, range, isHidden);
    if (outcome !== "All known") {
      const about = new Map(path);
      if (!isWhole) about.set(outcomeName, [outcome]);
      puzzle.printed.push({ index, file, base, about });
    }
    return {
      index,
      tree: `${file} ${tree}`,
      node,
      parent,
      isWhole,
      outcome,
      base,
      path,
      outcomeName,
    };
  });
  const percents = read.flatMap(({ index, tree, node }, at): PercentRow[] => {
    const place = read.findIndex(
      (each) => each.tree === tree && each.node === node && each.outcome.startsWith("All"),
    );
    const [own, whole] = [rows[at], rows[place]];
    if (own === undefined || whole === undefined) return [];
    const [count = "", percent = ""] = own.slice(8);
    const wholeIndex = read[place]?.index as number;
    const parts = read.flatMap((each, row) =>
      each.tree === tree && each.node === node && !each.outcome.startsWith("All")
        ? [rows[row]?.[8] as string]
        : [],
    );
    return [
      { part: index, whole: wholeIndex, percent, count, wholeCount: whole[8] as string, parts },
    ];
  });
  readShares(percents, puzzle);
  return read;
}

/** What a tree says of itself and of the tables: classes, children, and levels put together. */
export function joinTrees(rows: readonly TreeRow[], puzzle: Puzzle): void {
  const byTree = new Map<string, TreeRow[]>();
  for (const row of rows) byTree.set(row.tree, [...(byTree.get(row.tree) ?? []), row]);
  for (const own of byTree.values()) {
    for (const row of own) {
      if (row.outcome.startsWith("All")) {
        const classes = own.filter(
          (each) => each.node === row.node && !each.outcome.startsWith("All"),
        );
        puzzle.add(
          row.index,
          classes.map(({ index }) => index),
        );
      }
      const children = own.filter(
        (each) => each.parent === row.node && each.outcome === row.outcome,
      );
      puzzle.add(
        row.index,
        children.map(({ index }) => index),
      );
      // Levels put together are the sum of the levels, where a table prints them one by one.
      let stated: string[][] = [row.isWhole ? [] : [`${row.outcomeName}=${row.outcome}`]];
      for (const [name, levels] of row.path) {
        stated = stated.flatMap((start) => levels.map((level) => [...start, `${name}=${level}`]));
      }
      if (stated.length > 1) {
        puzzle.add(
          row.index,
          stated.map((each) => puzzle.numberOf.get([row.base, ...each.sort()].join(" & "))),
        );
      }
    }
  }
}
