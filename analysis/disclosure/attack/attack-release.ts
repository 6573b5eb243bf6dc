import type { LinearSolver } from "../linear-solver.ts";
import { asOneVersion, joinVersions, versionsIn } from "./join-versions.ts";
import { programme } from "./programme.ts";
import type { KnownRules, Puzzle, ReleasedText, Unknown } from "./puzzle.ts";
import { readPack } from "./read-tables.ts";

/** A hidden count that can be worked out. */
export interface PinnedCell {
  readonly cell: string;
  readonly files: readonly string[];
  readonly least: number;
  readonly most: number;
}

export interface AttackResult {
  /** "review" when the files are too many to attack: never a pass. */
  readonly status: "pass" | "fail" | "review";
  readonly cells: number;
  readonly hidden: number;
  readonly equations: number;
  readonly pinned: readonly PinnedCell[];
}

/**
 * Tries to work out hidden counts as a reader would, from nothing but the text of the released files and
 * the rules they state.
 *
 * Rows with the same population and levels, in whatever file, are one unknown; "All" is the sum of the
 * levels. A count that is shown stands for all that round to it; a percentage that is not of the printed
 * counts narrows it, and a small mean shows how few have any. What definitions.csv says of the categories
 * joins counts of the same thing cut in different places. A hidden count is found out when the sums prove
 * that it is below the threshold, or leave it one value; a group that no table prints, when they prove that
 * it is below the threshold and not empty. Releases of two versions of the data are set side by side as if
 * nothing had changed but what was asked, as if children had only left, and as if they had only come. Fractions are allowed, so a proof that needs whole numbers is
 * not seen.
 *
 * @param limit - Most cells to attack; beyond it the answer is "review".
 */
export function attackRelease(
  files: readonly ReleasedText[],
  rules: KnownRules,
  solve: LinearSolver,
  limit = 20_000,
): AttackResult {
  const puzzle = readPack(files, rules);
  if (puzzle.few.length > 0) {
    const pinned = puzzle.few.map(({ cell, file, most }) => ({
      cell,
      files: [file],
      least: 0,
      most,
    }));
    return { status: "fail", ...sizeOf(puzzle), pinned };
  }
  const first = attackPuzzle(puzzle, solve, limit);
  if (first === "impossible") {
    return { status: "review", ...sizeOf(puzzle), pinned: [] };
  }
  if (first.status !== "pass" || versionsIn(puzzle).length < 2) return first;
  for (const change of ["nobody changed", "some left", "some came"] as const) {
    const both = readPack(change === "nobody changed" ? asOneVersion(files) : files, rules);
    if (change !== "nobody changed") joinVersions(both, change);
    // What cannot be is not what happened.
    if (both.contradiction) continue;
    const result = attackPuzzle(both, solve, limit);
    if (result !== "impossible" && result.status !== "pass") return result;
  }
  return first;
}

const sizeOf = ({ unknowns, sums }: Puzzle) => ({
  cells: unknowns.length,
  hidden: unknowns.filter((each) => each.hidden).length,
  equations: sums.length,
});

/** Asks for the least and greatest values that fit everything; "impossible" when nothing fits. */
function attackPuzzle(
  puzzle: Puzzle,
  solve: LinearSolver,
  limit: number,
): AttackResult | "impossible" {
  const { unknowns, sums, shares, rules } = puzzle;
  const wanted = unknowns.flatMap((each, index) => (each.hidden || each.isDerived ? [index] : []));
  const size = sizeOf(puzzle);
  if (unknowns.length > limit || puzzle.contradiction || puzzle.tooLarge) {
    return { status: "review", ...size, pinned: [] };
  }
  if (wanted.length === 0) return { status: "pass", ...size, pinned: [] };
  const ask = (aim: "max" | "min", of: readonly number[], capped: boolean) =>
    solve(programme(unknowns, { sums, shares }, aim, of, capped ? rules.threshold : null));
  // Three worlds, each fitting everything printed, answer for most cells at once.
  const worlds = [ask("max", wanted, true), ask("max", wanted, false), ask("min", wanted, false)];
  if (worlds.some((world) => world.status !== "Optimal")) return "impossible";
  const isFree = (cell: number): boolean => {
    const values = worlds.map((world) => world.values.get(`v${cell}`) ?? 0);
    return !isFoundOut(unknowns[cell] as Unknown, Math.min(...values), Math.max(...values), rules);
  };
  // Those left over are asked for together, as long as that frees some of them.
  let left = wanted.filter((cell) => !isFree(cell));
  for (let before = wanted.length; left.length > 1 && left.length < before; ) {
    before = left.length;
    worlds.push(ask("max", left, true));
    left = left.filter((cell) => !isFree(cell));
  }
  const pinned: PinnedCell[] = [];
  for (const cell of left) {
    const most = ask("max", [cell], false).values.get(`v${cell}`) ?? 0;
    const least = ask("min", [cell], false).values.get(`v${cell}`) ?? 0;
    const unknown = unknowns[cell] as Unknown;
    if (!isFoundOut(unknown, least, most, rules)) continue;
    pinned.push({
      cell: unknown.key,
      files: [...unknown.files].sort(),
      least: Math.ceil(least - 1e-6),
      most: Math.floor(most + 1e-6),
    });
  }
  return { status: pinned.length === 0 ? "pass" : "fail", ...size, pinned };
}

/** Does what a reader knows of a count, from its least to its greatest value, give it away? */
function isFoundOut(unknown: Unknown, least: number, most: number, rules: KnownRules): boolean {
  const isSmall = most < rules.threshold - 1e-6;
  if (unknown.hidden) return isSmall || most - least < 1e-6;
  return isSmall && (unknown.noughtTells || least > 1e-6);
}
