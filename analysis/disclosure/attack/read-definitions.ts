import type { PrintedCell, Puzzle, Unknown } from "./puzzle.ts";

/** What the pack says of its categories: where those cut from a number begin and end, and which exclude which. */
interface Meanings {
  /** The thing a category speaks of, and the parts of that thing it holds; null when its word is no level. */
  readonly partsOf: (variable: string, level: string) => Meaning | null;
  readonly partsIn: (thing: string) => readonly string[];
  readonly canMeet: (a: string, one: string, b: string, two: string) => boolean;
  readonly groupOf: (thing: string) => string;
}

interface Meaning {
  readonly thing: string;
  readonly parts: readonly string[];
}

/** More groups than this are not written down at once; two variables at a time are tried then. */
const most = 3000;

/**
 * What follows from the definitions: counts about the same thing, cut in different places, are sums of the same
 * smaller groups; and where one printed count holds another, their difference is a count too.
 */
export function joinDefinitions(rows: readonly (readonly string[])[], puzzle: Puzzle): void {
  if (rows.length === 0) return;
  const meanings = read(rows, puzzle.printed);
  const alike = new Map<string, Cell[]>();
  const cells = puzzle.printed.flatMap((printed): Cell[] => {
    const own = meaningOf(printed, meanings);
    return own === null ? [] : [{ ...printed, own }];
  });
  for (const cell of cells) {
    if (cell.own.size === 0) continue;
    const groups = [...new Set([...cell.own.keys()].map(meanings.groupOf))].sort();
    const key = JSON.stringify([cell.base, ...groups]);
    alike.set(key, [...(alike.get(key) ?? []), cell]);
  }
  for (const own of alike.values()) {
    const names = [...new Set(own.map(namesOf))];
    if (names.length < 2) continue;
    if (writeGroups(own, meanings, puzzle)) continue;
    for (const [at, one] of names.entries()) {
      for (const two of names.slice(at + 1)) {
        const pair = own.filter((cell) => [one, two].includes(namesOf(cell)));
        if (!writeGroups(pair, meanings, puzzle)) puzzle.tooLarge = true;
      }
    }
  }
  writeDifferences(cells, meanings, puzzle);
}

interface Cell extends PrintedCell {
  /** The parts of each thing it holds. */
  readonly own: ReadonlyMap<string, readonly string[]>;
}

const namesOf = ({ about }: PrintedCell): string => JSON.stringify([...about.keys()].sort());

function read(rows: readonly (readonly string[])[], printed: readonly PrintedCell[]): Meanings {
  const number = (text: string | undefined, none: number): number =>
    text === undefined || text === "" ? none : Number(text);
  const edges = new Map<string, Set<number>>();
  const missing = new Set<string>();
  const thingOf = new Map<string, string>();
  for (const [kind, variable = "", , of = "", , from, to] of rows) {
    if (kind === "excludes") continue;
    thingOf.set(variable, of);
    if (kind === "missing") missing.add(of);
    const own = edges.get(of) ?? new Set();
    for (const edge of [from, to]) if (edge !== undefined && edge !== "") own.add(Number(edge));
    edges.set(of, own);
  }
  const stretches = new Map<string, readonly [name: string, from: number, to: number][]>();
  for (const [thing, own] of edges) {
    const sorted = [Number.NEGATIVE_INFINITY, ...[...own].sort((a, b) => a - b)];
    stretches.set(
      thing,
      sorted.map((from, at) => {
        const to = sorted[at + 1] ?? Number.POSITIVE_INFINITY;
        return [`${from} to ${to}`, from, to] as const;
      }),
    );
  }
  const parts = new Map<string, Meaning>();
  for (const [kind, variable = "", level = "", of = "", , from, to] of rows) {
    if (kind === "excludes") continue;
    const own =
      kind === "missing"
        ? ["missing"]
        : (stretches.get(of) ?? []).flatMap(([name, low, high]) =>
            low >= number(from, Number.NEGATIVE_INFINITY) &&
            high <= number(to, Number.POSITIVE_INFINITY)
              ? [name]
              : [],
          );
    parts.set(JSON.stringify([variable, level]), { thing: of, parts: own });
  }
  const seen = new Map<string, Set<string>>();
  for (const { about } of printed) {
    for (const [variable, levels] of about) {
      if (thingOf.has(variable)) continue;
      const own = seen.get(variable) ?? new Set();
      for (const level of levels) if (!isOpaque(level)) own.add(level);
      seen.set(variable, own);
    }
  }
  const partsOf = (variable: string, level: string): Meaning | null => {
    if (thingOf.has(variable)) return parts.get(JSON.stringify([variable, level])) ?? null;
    return isOpaque(level) ? null : { thing: variable, parts: [level] };
  };
  const apart = new Set<string>();
  const leader = new Map<string, string>();
  const groupOf = (thing: string): string => {
    const next = leader.get(thing);
    return next === undefined ? thing : groupOf(next);
  };
  for (const [kind, variable = "", level = "", other = "", otherLevel = ""] of rows) {
    if (kind !== "excludes") continue;
    const [a, b] = [partsOf(variable, level), partsOf(other, otherLevel)];
    if (a === null || b === null) continue;
    for (const one of a.parts) {
      for (const two of b.parts) {
        apart.add(JSON.stringify([a.thing, one, b.thing, two]));
        apart.add(JSON.stringify([b.thing, two, a.thing, one]));
      }
    }
    const [from, to] = [groupOf(a.thing), groupOf(b.thing)];
    if (from !== to) leader.set(from, to);
  }
  return {
    partsOf,
    groupOf,
    partsIn: (thing) => {
      const own = stretches.get(thing)?.map(([name]) => name);
      if (own === undefined) return [...(seen.get(thing) ?? [])];
      return missing.has(thing) ? [...own, "missing"] : own;
    },
    canMeet: (a, one, b, two) =>
      groupOf(a) !== groupOf(b) || !apart.has(JSON.stringify([a, one, b, two])),
  };
}

/** Levels of a tree that its page does not name. */
const isOpaque = (level: string): boolean => /^others of part \d+$/.test(level);

function meaningOf(
  { about }: PrintedCell,
  { partsOf }: Meanings,
): ReadonlyMap<string, readonly string[]> | null {
  const own = new Map<string, readonly string[]>();
  for (const [variable, levels] of about) {
    const meanings = levels.map((level) => partsOf(variable, level));
    if (meanings.includes(null)) return null;
    const parts = meanings.flatMap((each) => each?.parts ?? []);
    const thing = meanings[0]?.thing as string;
    const before = own.get(thing);
    own.set(thing, before === undefined ? parts : before.filter((part) => parts.includes(part)));
  }
  return own;
}

/** The smallest groups between the cells, and each cell as their sum; false when they are too many. */
function writeGroups(cells: readonly Cell[], meanings: Meanings, puzzle: Puzzle): boolean {
  const things = [...new Set(cells.flatMap(({ own }) => [...own.keys()]))].sort();
  let groups: ReadonlyMap<string, string>[] = [new Map()];
  for (const thing of things) {
    groups = groups.flatMap((group) =>
      meanings
        .partsIn(thing)
        .filter((part) =>
          [...group].every(([other, own]) => meanings.canMeet(thing, part, other, own)),
        )
        .map((part) => new Map([...group, [thing, part]])),
    );
    if (groups.length > most) return false;
  }
  const files = [...new Set(cells.map(({ file }) => file))];
  const base = cells[0]?.base as string;
  const numbers = groups.map((group) => {
    const words = [...group].map(([thing, part]) => `${thing}: ${part}`).sort();
    const names = [...new Set(cells.flatMap(({ about }) => [...about.keys()]))];
    const index = puzzle.note(
      `${base} & group ${words.join(" & ")}`,
      files[0] as string,
      [0, Number.POSITIVE_INFINITY],
      false,
      { isDerived: true, noughtTells: puzzle.noughtTells(names, [...group.values()]) },
    );
    for (const file of files) puzzle.unknowns[index]?.files.add(file);
    return index;
  });
  for (const { index, own } of cells) {
    const parts = groups.flatMap((group, at) =>
      [...own].every(([thing, parts]) => parts.includes(group.get(thing) as string))
        ? [numbers[at] as number]
        : [],
    );
    puzzle.add(index, parts);
  }
  return true;
}

/** A shown count less one that it holds: small by the printed numbers alone, and somebody is in it. */
function writeDifferences(cells: readonly Cell[], meanings: Meanings, puzzle: Puzzle): void {
  const { threshold } = puzzle.rules;
  const shown = cells
    .flatMap((cell) => {
      const unknown = puzzle.unknowns[cell.index] as Unknown;
      return unknown.hidden ? [] : [{ cell, unknown }];
    })
    .sort((a, b) => a.unknown.low - b.unknown.low);
  const lows = shown.map(({ unknown }) => unknown.low);
  for (const { cell: part, unknown: inner } of shown) {
    // Only counts just above this one can differ from it by a small group.
    for (let at = firstFrom(lows, inner.high + 1); at < shown.length; at++) {
      const { cell: whole, unknown: outer } = shown[at] as (typeof shown)[number];
      if (outer.low >= inner.low + threshold) break;
      if (part.base !== whole.base || outer.high - inner.low >= threshold) continue;
      if (part.file === whole.file || !isWithin(part, whole, meanings)) continue;
      const index = puzzle.note(
        `${outer.key} less ${inner.key}`,
        part.file,
        [0, Number.POSITIVE_INFINITY],
        false,
        { isDerived: true },
      );
      puzzle.unknowns[index]?.files.add(whole.file);
      puzzle.add(whole.index, [part.index, index]);
    }
  }
}

/** The first place of a rising list with a value of at least this. */
function firstFrom(rising: readonly number[], value: number): number {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rising[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

function isWithin(part: Cell, whole: Cell, meanings: Meanings): boolean {
  return [...whole.own].every(([thing, wanted]) =>
    [...part.own].some(([other, own]) =>
      own.every((piece) =>
        thing === other
          ? wanted.includes(piece)
          : meanings
              .partsIn(thing)
              .every(
                (each) => wanted.includes(each) || !meanings.canMeet(other, piece, thing, each),
              ),
      ),
    ),
  );
}
