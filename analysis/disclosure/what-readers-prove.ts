import { InputError } from "../../data-dictionary/input-error.ts";
import type { LinearSolver } from "./linear-solver.ts";
import { type Profile, roundedCount } from "./profile.ts";
import type { CellSystem, SystemCell } from "./system-cell.ts";

/** Is it in a table or tree, or only a group that a reader could work out? */
export const isPrinted = (cell: SystemCell): boolean => cell.tables.length > 0;

/** A count that must not be known: hidden where it is printed, or small. */
export const isSecret = (cell: SystemCell | undefined): boolean =>
  cell !== undefined && (cell.primary !== null || isPrinted(cell));

/**
 * The primary cells that a reader could prove to be below the threshold from what is shown.
 *
 * One programme looks for a world, fitting all that is printed, in which as many of the cells as
 * possible reach the threshold; those that do are safe, and the rest are asked again, the last ones
 * one by one.
 */
export function provablySmall(
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
export function remembering(solver: LinearSolver): {
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
export function exactlyKnown(
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
