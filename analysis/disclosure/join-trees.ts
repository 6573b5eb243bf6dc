import { type CountTable, judgementValues } from "./count-table.ts";
import type { LinkedCell } from "./join-links.ts";
import { type About, cellKey, type Growing } from "./system-cell.ts";
import { pathKey, type TreeTable, type TreeTableNode } from "./tree-table.ts";

/**
 * Puts the nodes of a tree into the system, with what they say of each other and of the tables.
 *
 * @returns Its cells, with what each is about.
 */
export function addTree(
  tree: TreeTable,
  tables: readonly CountTable[],
  system: Growing,
): LinkedCell[] {
  const { place, equate } = system;
  const numbers = new Map<string, number>();
  const at = (node: TreeTableNode, level: number | null): number =>
    numbers.get(`${node.id}:${level}`) as number;
  for (const node of tree.nodes) {
    const pathSensitive = node.path.some(({ variable }) => tree.sensitive.includes(variable));
    for (const cell of node.cells) {
      const isJudgement =
        cell.level !== null &&
        judgementValues.includes(tree.outcome.levels[cell.level]?.value ?? "");
      const isSensitive =
        !isJudgement && (pathSensitive || (cell.level !== null && tree.outcome.sensitive));
      const key = pathKey(tree, node.path, cell.level);
      // Nobody is let into a node that is empty, and a reader knows it.
      numbers.set(
        `${node.id}:${cell.level}`,
        place(key, cell, { isSensitive, neverZero: cell.level === null, table: tree.id }),
      );
    }
  }
  for (const node of tree.nodes) {
    const levels = node.cells.flatMap(({ level }) => (level === null ? [] : [level]));
    equate(
      at(node, null),
      levels.map((level) => at(node, level)),
      tree.id,
    );
    const children = tree.nodes.filter(({ parent }) => parent === node.id);
    if (children.length > 0) {
      for (const level of [...levels, null]) {
        equate(
          at(node, level),
          children.map((child) => at(child, level)),
          tree.id,
        );
      }
    }
  }
  const linked: LinkedCell[] = [];
  for (const node of tree.nodes) {
    for (const { level } of node.cells) {
      const about = new Map(node.path.map(({ variable, values }) => [variable, values]));
      if (level !== null) about.set(tree.outcome.name, [tree.outcome.levels[level]?.value ?? ""]);
      // Where some outcomes are not known, a node without its class is in no table.
      else if (tree.nMissing > 0) continue;
      const index = at(node, level);
      joinToTables(index, about, tree, tables, system);
      linked.push({ index, base: `${tree.unit}:${tree.population}`, about });
    }
  }
  return linked;
}

/** A cell of levels put together is the sum of those levels, wherever a table has them one by one. */
export function joinToTables(
  index: number,
  about: About,
  own: { readonly id: string; readonly unit: string; readonly population: string },
  tables: readonly CountTable[],
  { equate, indexOf }: Growing,
): void {
  for (const table of tables) {
    if (table.unit !== own.unit || table.population !== own.population) continue;
    if ([...about.keys()].some((name) => !table.variables.some((each) => each.name === name))) {
      continue;
    }
    let parts: (number | null)[][] = [[]];
    for (const variable of table.variables) {
      const levels = about.get(variable.name);
      const places = levels?.map((value) =>
        variable.levels.findIndex((each) => each.value === value),
      );
      // A level that the table does not have is held by nobody.
      const used: (number | null)[] = places?.filter((place) => place >= 0) ?? [null];
      parts = parts.flatMap((start) => used.map((place) => [...start, place]));
    }
    if (parts.length === 0) continue;
    equate(
      index,
      parts.map((coordinates) => indexOf.get(cellKey(table, coordinates)) as number),
      own.id,
    );
  }
}
