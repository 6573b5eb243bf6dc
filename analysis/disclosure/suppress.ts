import { InputError } from "../../data-dictionary/input-error.ts";
import type { CellSystem, Equation, SystemCell } from "./cell-system.ts";
import type { LinearSolver } from "./linear-solver.ts";
import { type Profile, roundedCount } from "./profile.ts";

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

/** Is it in a table or tree, or only a group that a reader could work out? */
export const isPrinted = (cell: SystemCell): boolean => cell.tables.length > 0;

/** A count that must not be known: hidden where it is printed, or small. */
export const isSecret = (cell: SystemCell | undefined): boolean =>
  cell !== undefined && (cell.primary !== null || isPrinted(cell));

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

/**
 * The primary cells that a reader could prove to be below the threshold from what is shown.
 *
 * One programme looks for a world, fitting all that is printed, in which as many of the cells as
 * possible reach the threshold; those that do are safe, and the rest are asked again, the last ones
 * one by one.
 */
function provablySmall(
  system: CellSystem,
  profile: Profile,
  hidden: readonly boolean[],
  solve: LinearSolver,
  doubtful: readonly number[],
): number[] {
  // Most are found by adding and subtracting alone.
  const high = reach(system, profile, hidden);
  const isSmall = (cell: number): boolean => (high[cell] as number) < profile.threshold - 1e-6;
  const weak = doubtful.filter(isSmall);
  let asked = doubtful.filter((cell) => !isSmall(cell));
  while (asked.length > 0) {
    const { values, status } = solve(programme(system, profile, hidden, asked));
    if (status !== "Optimal") {
      throw new InputError(
        "cannot-attack",
        "The check of what a reader could work out did not finish.",
        "Release fewer tables at once.",
      );
    }
    const left = asked.filter((cell) => (values.get(`x${cell}`) ?? 0) < profile.threshold - 1e-6);
    if (left.length === asked.length) {
      if (left.length === 1) return [...weak, ...left];
      // No single world serves two of them together: ask them one at a time.
      const [first, ...rest] = left as [number, ...number[]];
      const single = solve(programme(system, profile, hidden, [first]));
      const stays = (cell: number): boolean =>
        (single.values.get(`x${cell}`) ?? 0) < profile.threshold - 1e-6;
      if (stays(first)) weak.push(first);
      asked = rest.filter(stays);
    } else asked = left;
  }
  return weak;
}

/** A solver that keeps the worlds it finds. Hiding more only adds worlds, so that old ones still fit. */
function remembering(solver: LinearSolver): {
  readonly solve: LinearSolver;
  readonly worlds: ReadonlyMap<string, number>[];
} {
  const worlds: ReadonlyMap<string, number>[] = [];
  return {
    worlds,
    solve: (text) => {
      const solution = solver(text);
      if (solution.status === "Optimal") worlds.push(solution.values);
      return solution;
    },
  };
}

/**
 * Hidden cells that can have one value only: the true one, in every world. Worlds already found free most of
 * them; two far apart, with as much and as little hidden as can be, free more; the rest are asked one by one.
 */
function exactlyKnown(
  system: CellSystem,
  profile: Profile,
  hidden: readonly boolean[],
  solve: LinearSolver,
  worlds: readonly ReadonlyMap<string, number>[],
  cells: readonly number[] = hidden.flatMap((each, index) =>
    each && isSecret(system.cells[index]) ? [index] : [],
  ),
): number[] {
  const isFree = (cell: number): boolean =>
    worlds.some(
      (world) =>
        Math.abs((world.get(`x${cell}`) ?? 0) - (system.cells[cell]?.count as number)) > 1e-6,
    );
  const ask = (of: readonly number[]): void => {
    for (const aim of ["Maximize", "Minimize"] as const) {
      solve(programme(system, profile, hidden, [], aim, of));
    }
  };
  let left = cells.filter((cell) => !isFree(cell));
  for (let before = Number.POSITIVE_INFINITY; left.length > 1 && left.length < before; ) {
    before = left.length;
    ask(left);
    left = left.filter((cell) => !isFree(cell));
  }
  return left.filter((cell) => {
    if (!isFree(cell)) ask([cell]);
    return !isFree(cell);
  });
}

/** The least and greatest value a reader would give each cell, before any sum is looked at. */
function printedBounds(
  system: CellSystem,
  profile: Profile,
  hidden: readonly boolean[],
): { readonly low: Float64Array; readonly high: Float64Array } {
  // Halves go up, so that 10 to the nearest 10 stands for 5 to 14.
  const below = Math.floor(profile.roundTo / 2);
  const above = Math.ceil(profile.roundTo / 2) - 1;
  const low = new Float64Array(system.cells.length);
  const high = new Float64Array(system.cells.length);
  system.cells.forEach((cell, index) => {
    if (hidden[index]) {
      low[index] = cell.mayBeZero ? 0 : 1;
      high[index] = noLimit;
    } else if (cell.count === 0 || cell.exact || profile.roundTo <= 1) {
      low[index] = cell.count;
      high[index] = cell.count;
    } else {
      const shown = roundedCount(cell.count, profile.roundTo);
      low[index] = Math.max(profile.threshold, shown - below);
      high[index] = shown + above;
    }
  });
  return { low, high };
}

/** Stands for "no limit": without a ceiling, a sum of hidden cells only would have no greatest value. */
const noLimit = 1_000_000;

/** What each cell can be at most, from one sum at a time; never less than the true greatest value. */
function reach(system: CellSystem, profile: Profile, hidden: readonly boolean[]): Float64Array {
  const { low, high } = printedBounds(system, profile, hidden);
  for (let changed = true, turn = 0; changed && turn < 100; turn++) {
    changed = false;
    const narrow = (cell: number, least: number, most: number): void => {
      if (least > (low[cell] as number) + 1e-9) {
        low[cell] = least;
        changed = true;
      }
      if (most < (high[cell] as number) - 1e-9) {
        high[cell] = most;
        changed = true;
      }
    };
    for (const { total, parts } of system.equations) {
      const least = parts.reduce((sum, part) => sum + (low[part] as number), 0);
      const most = parts.reduce((sum, part) => sum + (high[part] as number), 0);
      narrow(total, least, most);
      for (const part of parts) {
        narrow(
          part,
          (low[total] as number) - (most - (high[part] as number)),
          (high[total] as number) - (least - (low[part] as number)),
        );
      }
    }
  }
  return high;
}

function programme(
  system: CellSystem,
  profile: Profile,
  hidden: readonly boolean[],
  asked: readonly number[],
  aim: "Maximize" | "Minimize" = "Maximize",
  plain: readonly number[] = [],
): string {
  const terms = [...asked.map((cell) => `t${cell}`), ...plain.map((cell) => `x${cell}`)];
  const lines = [aim, ` obj: ${sum(terms)}`, "Subject To"];
  for (const cell of asked) lines.push(` m${cell}: t${cell} - x${cell} <= 0`);
  system.equations.forEach((equation, number) => {
    lines.push(
      ` e${number}: ${sum(equation.parts.map((cell) => `x${cell}`))} - x${equation.total} = 0`,
    );
  });
  // HiGHS wants at least one row.
  lines.push(" one: one = 1", "Bounds");
  const { low, high } = printedBounds(system, profile, hidden);
  low.forEach((least, index) => {
    lines.push(
      least === high[index] ? ` x${index} = ${least}` : ` ${least} <= x${index} <= ${high[index]}`,
    );
  });
  for (const cell of asked) lines.push(` 0 <= t${cell} <= ${profile.threshold}`);
  lines.push("End");
  return lines.join("\n");
}

/** Terms with plus signs, a few to a line: the format limits the length of a line. */
function sum(terms: readonly string[]): string {
  return terms.map((term, index) => (index % 8 === 7 ? `+ ${term}\n` : `+ ${term}`)).join(" ");
}
