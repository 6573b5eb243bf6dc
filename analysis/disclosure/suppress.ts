import { InputError } from "../../data-dictionary/input-error.ts";
import type { LinearSolver } from "./linear-solver.ts";
import { type Profile, roundedCount } from "./profile.ts";
import type { CellSystem, Equation, SystemCell } from "./system-cell.ts";
import {
  exactlyKnown,
  isPrinted,
  isSecret,
  provablySmall,
  remembering,
} from "./what-readers-prove.ts";

export type CellStatus = "shown" | "primary" | "secondary" | "unprinted";

/** What becomes of each cell of a system. */
export interface Protection {
  /** Shown, hidden for its own sake, hidden to protect another, or a group that no table prints. */
  readonly status: readonly CellStatus[];
  /** The value printed for each cell: rounded, or null where hidden. */
  readonly published: readonly (number | null)[];
  readonly primary: number;
  readonly secondary: number;
}

/**
 * Chooses which further cells to hide so that no small count can be worked out from the sums that
 * are printed.
 *
 * First by rule, until nothing changes: in each published sum with a hidden part, at least two cells
 * are hidden and together they hold at least the threshold, so that even one of those counted cannot
 * subtract herself. Then by attack: a linear programme asks whether a reader could still prove that a
 * hidden count is small, and where so, hides the cheapest cell of a sum it stands in. Cheap is small
 * and not a grand total; a count of nought never protects another.
 *
 * @param skip - For tests only: leaves out the second part, or both, to show that an attack then succeeds.
 * @throws {InputError} `cannot-protect` when nothing is left to hide.
 * @see Hundepool et al. (2012), Statistical Disclosure Control, chapter 4.
 */
export function suppress(
  system: CellSystem,
  profile: Profile,
  solver: LinearSolver,
  skip: "nothing" | "attack" | "secondary" = "nothing",
): Protection {
  const { solve, worlds } = remembering(solver);
  const hidden = system.cells.map((cell) => cell.primary !== null || !isPrinted(cell));
  if (skip !== "secondary") {
    const touching = equationsByCell(system);
    hideByRule(system, profile, hidden, system.equations);
    if (skip !== "attack") {
      // Hiding more only widens what is possible: a cell found safe stays so, and is not asked again.
      let doubtful = system.cells.flatMap((cell, index) => (cell.primary === null ? [] : [index]));
      const found = (): number[] => {
        doubtful = provablySmall(system, profile, hidden, solve, doubtful);
        return doubtful.length > 0
          ? doubtful
          : exactlyKnown(system, profile, hidden, solve, worlds);
      };
      for (let weak = found(); weak.length > 0; ) {
        let changed = weak.flatMap((cell) =>
          hideOneMore(system, hidden, touching[cell] as Equation[]),
        );
        if (changed.length === 0) {
          changed = weak.flatMap((cell) => hideNear(system, hidden, touching, cell));
        }
        if (changed.length === 0) {
          throw new InputError(
            "cannot-protect",
            "Some counts cannot be protected however much is hidden around them.",
            "Merge small categories, or leave a table out of the plan.",
          );
        }
        hideByRule(system, profile, hidden, system.equations);
        weak = found();
      }
    }
  }
  const status = system.cells.map((cell, index) => statusOf(cell, hidden[index] as boolean));
  return {
    status,
    published: system.cells.map((cell, index) =>
      hidden[index] ? null : roundedCount(cell.count, profile.roundTo),
    ),
    primary: status.filter((each) => each === "primary").length,
    secondary: status.filter((each) => each === "secondary").length,
  };
}

/** What became of a cell. */
export function statusOf(cell: SystemCell, isHidden: boolean): CellStatus {
  if (!isPrinted(cell)) return "unprinted";
  return !isHidden ? "shown" : cell.primary === null ? "secondary" : "primary";
}

/**
 * Are hidden cells still hidden when more is shown than was planned for? Asked before a figure is printed that
 * gives counts away; nothing is hidden to make room for it.
 *
 * @param hidden - For each cell of the system.
 * @param watched - Cells that must not be known.
 */
export function staysProtected(
  system: CellSystem,
  profile: Profile,
  hidden: readonly boolean[],
  watched: readonly number[],
  solver: LinearSolver,
): boolean {
  const { solve, worlds } = remembering(solver);
  const wanted = [...hidden];
  hideByRule(system, profile, wanted, system.equations);
  if (wanted.some((each, cell) => each !== hidden[cell])) return false;
  const small = watched.filter((cell) => system.cells[cell]?.primary !== null);
  return (
    provablySmall(system, profile, hidden, solve, small).length === 0 &&
    exactlyKnown(system, profile, hidden, solve, worlds, watched).length === 0
  );
}

/** Sums with a hidden cell get a second one, and enough behind them; repeated until nothing changes. */
function hideByRule(
  system: CellSystem,
  profile: Profile,
  hidden: boolean[],
  equations: readonly Equation[],
): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const equation of equations) {
      const members = [equation.total, ...equation.parts];
      for (;;) {
        const concealed = members.filter((cell) => hidden[cell]);
        // A group that nobody prints, and that is large enough, needs no protection.
        if (!concealed.some((cell) => isSecret(system.cells[cell]))) break;
        const behind = concealed
          .filter((cell) => cell !== equation.total)
          .reduce((sum, cell) => sum + (system.cells[cell]?.count as number), 0);
        const enough = hidden[equation.total]
          ? concealed.length >= 2
          : concealed.length >= 2 && behind >= profile.threshold;
        if (enough || hideOneMore(system, hidden, [equation]).length === 0) break;
        changed = true;
      }
    }
  }
}

/** Hides the cheapest shown cell of some sums; returns it, or nothing when there is none left. */
function hideOneMore(
  system: CellSystem,
  hidden: boolean[],
  equations: Iterable<Equation>,
): number[] {
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const equation of equations) {
    for (const cell of [...equation.parts, equation.total]) {
      const count = system.cells[cell]?.count as number;
      if (hidden[cell] || count === 0 || system.cells[cell]?.printedBefore) continue;
      // A total is dearer than its parts: it is what readers look for, and other tables share it.
      const cost = count + (cell === equation.total ? 1e6 : 0);
      if (cost < bestCost) {
        best = cell;
        bestCost = cost;
      }
    }
  }
  if (best < 0) return [];
  hidden[best] = true;
  return [best];
}

/** Hides one more cell in a sum of this cell, or, when all of those are hidden, in the sums next to them. */
function hideNear(
  system: CellSystem,
  hidden: boolean[],
  touching: readonly (readonly Equation[])[],
  cell: number,
): number[] {
  const near = new Set(touching[cell]);
  for (;;) {
    const changed = hideOneMore(system, hidden, [...near]);
    if (changed.length > 0) return changed;
    const before = near.size;
    for (const { total, parts } of [...near]) {
      for (const each of [total, ...parts]) for (const next of touching[each] ?? []) near.add(next);
    }
    if (near.size === before) return [];
  }
}

function equationsByCell(system: CellSystem): Equation[][] {
  const touching: Equation[][] = system.cells.map(() => []);
  for (const equation of system.equations) {
    for (const cell of [equation.total, ...equation.parts]) touching[cell]?.push(equation);
  }
  return touching;
}
