import { InputError } from "../../data-dictionary/input-error.ts";
import { type Bitset, bitsetCount, bitsetIntersection } from "./bitset.ts";
import { judgementValues } from "./count-table.ts";
import type { Facet, Links } from "./links.ts";
import type { About, Growing } from "./system-cell.ts";

/** A printed cell as the links see it. */
export interface LinkedCell {
  readonly index: number;
  /** What is counted, of whom: only cells of one population are joined. */
  readonly base: string;
  readonly about: About;
}

/** Pieces of facets: what a cell holds, or what one atom is. */
type Holds = ReadonlyMap<string, readonly number[]>;

interface Placed {
  readonly index: number;
  readonly holds: Holds;
  readonly variables: string;
}

/** Beyond so many atoms at once, variables are joined two and two. */
const mostAtoms = 3000;

/**
 * Joins tables of variables that are cut from one thing. Cells about the same things, such as age in bands and
 * age in other bands, are both sums of the finest groups that the cuts make between them: these atoms become
 * cells that nobody prints, and a small one must not come out by subtraction.
 *
 * @param sensitive - Variables on which a nought tells something.
 * @throws {InputError} `cannot-attack` when two tables make too many atoms to look at.
 */
export function joinLinks(
  cells: readonly LinkedCell[],
  links: Links,
  sensitive: ReadonlySet<string>,
  system: Growing,
): void {
  const alike = new Map<string, Placed[]>();
  for (const { index, base, about } of cells) {
    const holds = new Map<string, readonly number[]>();
    let isLinked = true;
    for (const [variable, values] of about) {
      const own = values.map((value) => links.piecesOf(variable, value));
      const facet = own.find((each) => each !== null)?.facet;
      if (facet === undefined) {
        isLinked = false;
        break;
      }
      const pieces = [...new Set(own.flatMap((each) => each?.pieces ?? []))];
      const before = holds.get(facet);
      holds.set(facet, before === undefined ? pieces : pieces.filter((p) => before.includes(p)));
    }
    if (!isLinked || holds.size === 0) continue;
    const groups = [...new Set([...holds.keys()].map(links.groupOf))].sort();
    const key = JSON.stringify([base, ...groups]);
    const variables = [...about.keys()].sort().join("\n");
    const list = alike.get(key) ?? [];
    list.push({ index, holds, variables });
    alike.set(key, list);
  }
  for (const [key, own] of alike) {
    const base = JSON.parse(key)[0] as string;
    const sets = [...new Set(own.map(({ variables }) => variables))];
    if (sets.length < 2) continue;
    const all = atomsOf(own, links);
    if (all !== null) addAtoms(own, all, base, links, sensitive, system);
    else {
      for (const [at, one] of sets.entries()) {
        for (const two of sets.slice(at + 1)) {
          const pair = own.filter(({ variables }) => variables === one || variables === two);
          const few = atomsOf(pair, links);
          if (few === null) {
            throw new InputError(
              "cannot-attack",
              "Two tables of categories of the same thing are too large to be looked at together.",
              "Leave one of them out of the plan.",
            );
          }
          addAtoms(pair, few, base, links, sensitive, system);
        }
      }
    }
  }
}

/** A finest group: one piece of each facet. */
type Atom = ReadonlyMap<string, number>;

/** All groups that can be, or null when they are too many. */
function atomsOf(cells: readonly Placed[], links: Links): Atom[] | null {
  const names = [...new Set(cells.flatMap(({ holds }) => [...holds.keys()]))].sort();
  let atoms: Map<string, number>[] = [new Map()];
  for (const name of names) {
    const facet = links.facets.get(name) as Facet;
    atoms = atoms.flatMap((atom) =>
      facet.pieces.flatMap((_, piece) =>
        [...atom].every(([other, at]) => links.canMeet(name, piece, other, at))
          ? [new Map([...atom, [name, piece]])]
          : [],
      ),
    );
    if (atoms.length > mostAtoms) return null;
  }
  return atoms;
}

function addAtoms(
  cells: readonly Placed[],
  atoms: readonly Atom[],
  base: string,
  links: Links,
  sensitive: ReadonlySet<string>,
  { place, equate }: Growing,
): void {
  const holding = cells.map(({ holds }) =>
    atoms.flatMap((atom, at) =>
      [...holds].every(([facet, pieces]) => pieces.includes(atom.get(facet) as number)) ? [at] : [],
    ),
  );
  // An atom that is all of a printed cell is that cell.
  const indices = new Array<number | undefined>(atoms.length);
  cells.forEach(({ index }, at) => {
    const [only, ...others] = holding[at] as number[];
    if (only === undefined || others.length > 0) return;
    const known = indices[only];
    if (known === undefined) indices[only] = index;
    else equate(index, [known], "links");
  });
  const sets = new Set(cells.map(({ variables }) => variables.replaceAll("\n", " by "))).size;
  // Atoms that the same cells hold are told apart by nothing that is printed: they are one.
  const heldBy = atoms.map((): number[] => []);
  holding.forEach((own, cell) => {
    for (const atom of own) heldBy[atom]?.push(cell);
  });
  const together = new Map<string, number[]>();
  heldBy.forEach((own, atom) => {
    if (own.length === 0 || indices[atom] !== undefined) return;
    const key = own.join();
    together.set(key, [...(together.get(key) ?? []), atom]);
  });
  const partOf = new Map<number, number>(
    indices.flatMap((index, atom) => (index === undefined ? [] : [[atom, index] as const])),
  );
  for (const own of together.values()) {
    const members = union(own.map((atom) => membersOf(atoms[atom] as Atom, links)));
    const [first] = own as [number];
    const stated = [...(atoms[first] as Atom)].map(
      ([facet, piece]) => `${facet}~${links.facets.get(facet)?.pieces[piece]?.name}`,
    );
    const holders = heldBy[first]?.map((cell) => cells[cell]?.index).join(" ");
    const index = place(
      `${[base, ...stated].join(" & ")} (atom of ${sets}: ${holders})`,
      { count: bitsetCount(members), members, ...links.countFamilies(members) },
      {
        isSensitive: isSensitive(atoms[first] as Atom, links, sensitive),
        neverZero: false,
        table: null,
      },
    );
    for (const atom of own) partOf.set(atom, index);
  }
  cells.forEach(({ index }, at) => {
    const parts = [...new Set((holding[at] as number[]).map((atom) => partOf.get(atom) as number))];
    if (parts.length > 0) equate(index, parts, "links");
  });
}

/** Does it tell something that nobody is in it? Not where a piece says only that no judgement was made. */
const isSensitive = (atom: Atom, links: Links, sensitive: ReadonlySet<string>): boolean =>
  [...atom.keys()].some((facet) => links.variablesOf(facet).some((name) => sensitive.has(name))) &&
  ![...atom].some(([facet, piece]) =>
    judgementValues.includes(links.facets.get(facet)?.pieces[piece]?.name ?? ""),
  );

function membersOf(atom: Atom, links: Links): Bitset {
  const sets = [...atom].map(
    ([facet, piece]) => links.facets.get(facet)?.pieces[piece]?.members as Bitset,
  );
  return sets.reduce(bitsetIntersection);
}

const union = (sets: readonly Bitset[]): Bitset =>
  sets.reduce((all, own) => all.map((word, at) => (word | (own[at] as number)) >>> 0));
