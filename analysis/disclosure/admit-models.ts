import { type CellSystem, cellKey } from "./cell-system.ts";
import type { LinearSolver } from "./linear-solver.ts";
import type { ImpliedTable } from "./model-output.ts";
import { type Profile, roundedCount } from "./profile.ts";
import { type Protection, staysProtected } from "./suppress.ts";

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
    const known = new Set(passing.flatMap((level) => [indexOf([level, 0]), indexOf([level, 1])]));
    if (passing.length === levels.length) {
      for (const event of [0, 1]) known.add(indexOf([null, event]));
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
      trial[index] && (index < hidden.length || cell.primary !== null) ? [index] : [],
    );
    if (!staysProtected(next, profile, trial, watched, solve)) continue;
    accepted.push(table);
    system = next;
    hidden = trial;
  }
  const status = system.cells.map((cell, index) =>
    !hidden[index] ? "shown" : cell.primary === null ? "secondary" : "primary",
  );
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
