import type { Puzzle, ReleasedText } from "./puzzle.ts";

/** The files as if they were all of one version: what a reader takes them for when little can have changed. */
export const asOneVersion = (files: readonly ReleasedText[]): ReleasedText[] =>
  files.map(({ name, text }) => ({ name, text: text.replaceAll(/, data version \d+/g, "") }));

/** What a reader takes to have become of the children between two releases. */
export type Change = "some left" | "some came";

const version = /, data version (\d+)/;

/** The versions of the data that the printed populations name, oldest first. */
export function versionsIn(puzzle: Puzzle): number[] {
  const found = new Set(
    puzzle.printed.map(({ base }) => Number(version.exec(base)?.[1] ?? Number.NaN)),
  );
  return [...found].filter((each) => !Number.isNaN(each)).sort((a, b) => a - b);
}

/**
 * Sets the newest version of the data beside each older one, as a reader does who knows that between the two some
 * children only left, or only came: the same count of both differs by those of them that it is about. So does what
 * a sum hides, taken together.
 */
export function joinVersions(puzzle: Puzzle, change: Change): void {
  const all = versionsIn(puzzle);
  const newest = all.at(-1);
  const cells = [...new Map(puzzle.printed.map((each) => [each.index, each])).values()];
  const sums = puzzle.sums;
  for (const older of all.slice(0, -1)) {
    const counterpart = new Map<number, number>();
    const between = new Map<number, number>();
    for (const { index, base } of cells) {
      if (Number(version.exec(base)?.[1]) !== older) continue;
      const own = puzzle.unknowns[index];
      const key = own?.key.replace(version, `, data version ${newest}`) ?? "";
      const now = puzzle.numberOf.get(key);
      if (own === undefined || now === undefined) continue;
      counterpart.set(index, now);
      const rest = puzzle.note(
        `${own.key}: ${change} by version ${newest}`,
        [...own.files][0] as string,
        [0, Number.POSITIVE_INFINITY],
        false,
        { isDerived: true },
      );
      for (const file of puzzle.unknowns[now]?.files ?? []) {
        puzzle.unknowns[rest]?.files.add(file);
      }
      between.set(index, rest);
      if (change === "some left") puzzle.add(index, [now, rest]);
      else puzzle.add(now, [index, rest]);
    }
    for (const { total, parts } of sums) {
      const hidden = parts.filter(
        (part) =>
          puzzle.unknowns[part]?.hidden &&
          puzzle.unknowns[counterpart.get(part) ?? -1]?.hidden &&
          between.has(part),
      );
      const most = parts.every((part) => between.has(part)) && between.has(total);
      if (!most || hidden.length < 2 || hidden.length === parts.length) continue;
      const together = puzzle.note(
        `what is hidden of ${puzzle.unknowns[total]?.key} (${hidden.join(" ")}): ${change} by version ${newest}`,
        [...(puzzle.unknowns[total]?.files ?? [])][0] as string,
        [0, Number.POSITIVE_INFINITY],
        false,
        { isDerived: true },
      );
      puzzle.add(
        together,
        hidden.map((part) => between.get(part)),
      );
    }
  }
}
