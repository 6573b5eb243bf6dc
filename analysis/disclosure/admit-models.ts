import { type Bitset, bitsetDifference } from "./bitset.ts";
import type { LinearSolver } from "./linear-solver.ts";
import type { ImpliedTable } from "./model-output.ts";
import { type Profile, roundedCount } from "./profile.ts";
import { type Protection, statusOf, staysProtected } from "./suppress.ts";
import { type CellSystem, cellKey } from "./system-cell.ts";
import { isSecret } from "./what-readers-prove.ts";

/** A system with the implied tables that were let in, and which of their levels may be known. */
export interface Admitted {
  readonly system: CellSystem;
  readonly protection: Protection;
  /** Tables let in; their cells that are shown may be known to the last digit. */
  readonly tables: readonly ImpliedTable[];
}

/**
 * Lets in, one after another, the tables that coefficients of models give away: a table only if two of its
 * levels are large enough with and without the event, and only if with these counts known to the last
 * digit everything hidden stays hidden. Nothing more is hidden for a model's sake.
 *
 * @param build - The system with these implied tables; its first cells are those of the system without them.
 */
export function admitModels(
  start: { readonly system: CellSystem; readonly protection: Protection },
  implied: readonly ImpliedTable[],
  build: (tables: readonly ImpliedTable[]) => CellSystem,
  profile: Profile,
  solve: LinearSolver,
): Admitted {
  let { system } = start;
  let hidden = start.protection.status.map((status) => status !== "shown");
  const accepted: ImpliedTable[] = [];
  for (const table of implied) {
    const next = build([...accepted, table]);
    const indexOf = (coordinates: readonly (number | null)[]): number =>
      next.indexOf.get(cellKey(table, coordinates)) as number;
    const levels = [...(table.variables[0]?.levels.keys() ?? [])];
    // A level whose counts a printed table hides may not be known from a model either.
    const concealed = new Set(
      next.equations.flatMap(({ total, parts }) =>
        parts.some((part) => part < hidden.length && hidden[part]) ? [total] : [],
      ),
    );
    const passing = levels.filter((level) =>
      [0, 1].every((event) => {
        const index = indexOf([level, event]);
        return next.cells[index]?.primary === null && !concealed.has(index);
      }),
    );
    if (passing.length < 2) continue;
    if (accepted.some((other) => fewBetween(other, table, profile))) continue;
    const known = new Set(passing.flatMap((level) => [indexOf([level, 0]), indexOf([level, 1])]));
    if (passing.length === levels.length) {
      for (const event of [0, 1, null]) known.add(indexOf([null, event]));
    }
    for (const level of passing) known.add(indexOf([level, null]));
    // What a table prints under another name is known already.
    for (const { total, parts } of next.equations) {
      const [only, ...others] = parts;
      if (only === undefined || others.length > 0 || total < hidden.length) continue;
      if (only < hidden.length && !hidden[only]) known.add(total);
    }
    const trial = next.cells.map((_, cell) => {
      if (cell < hidden.length) return hidden[cell] as boolean;
      return !known.has(cell);
    });
    // A count that the tables hide may not be known from a model.
    if ([...known].some((cell) => trial[cell])) continue;
    const watched = next.cells.flatMap((cell, index) =>
      trial[index] && isSecret(cell) && (index < hidden.length || cell.primary !== null)
        ? [index]
        : [],
    );
    if (!staysProtected(next, profile, trial, watched, solve)) continue;
    accepted.push(table);
    system = next;
    hidden = trial;
  }
  const status = system.cells.map((cell, index) => statusOf(cell, hidden[index] as boolean));
  return {
    system,
    tables: accepted,
    protection: {
      status,
      published: system.cells.map((cell, index) =>
        hidden[index] ? null : roundedCount(cell.count, profile.roundTo),
      ),
      primary: start.protection.primary,
      secondary: start.protection.secondary,
    },
  };
}

/**
 * Do two models of other children, for other things must be known, tell of the same level so that fewer than the
 * threshold are in one and not in the other? Exact counts of both would give those away.
 */
function fewBetween(a: ImpliedTable, b: ImpliedTable, { threshold }: Profile): boolean {
  if (a.population === b.population || a.variable !== b.variable || a.outcome !== b.outcome) {
    return false;
  }
  const others = new Map(a.cells.map((cell) => [cell.coordinates.join(), cell]));
  const isFew = (one: Bitset, two: Bitset): boolean => {
    const between = bitsetDifference(one, two);
    return between > 0 && between < threshold;
  };
  return b.cells.some(({ coordinates, members }) => {
    const other = others.get(coordinates.join());
    return other !== undefined && (isFew(members, other.members) || isFew(other.members, members));
  });
}
