import { parseCsv } from "./parse-csv.ts";
import { type KnownRules, Puzzle, type ReleasedText } from "./puzzle.ts";
import { joinDefinitions } from "./read-definitions.ts";
import { type PercentRow, readNumbers, readShares } from "./read-shares.ts";
import { joinTrees, readTree, type TreeRow } from "./read-trees.ts";

/** Writes down all counts, and all that the files say of one another, from their text alone. */
export function readPack(files: readonly ReleasedText[], rules: KnownRules): Puzzle {
  const puzzle = new Puzzle(rules);
  const trees: TreeRow[] = [];
  const definitions: string[][] = [];
  for (const { name, text } of files) {
    const [header = [], ...rows] = parseCsv(text);
    if (header[0] === "tree") trees.push(...readTree(name, header, rows, puzzle));
    else if (header[0] === "definition") definitions.push(...rows);
    else if (header[0] === "id") readNumbers(name, rows, puzzle);
    else readTable(name, header, rows, puzzle);
  }
  joinTrees(trees, puzzle);
  joinDefinitions(definitions, puzzle);
  return puzzle;
}

function readTable(
  file: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  puzzle: Puzzle,
): void {
  const { rules } = puzzle;
  const names = header.slice(3, -2);
  const at = new Map<string, number>();
  const levels = names.map(() => new Set<string>());
  for (const row of rows) {
    const own = row.slice(3, 3 + names.length);
    const about = new Map(
      names.flatMap((variable, place) =>
        own[place] === "All" ? [] : [[variable, [own[place] as string]] as const],
      ),
    );
    const stated = [...about].map(([variable, [level]]) => `${variable}=${level}`);
    const base = `${row[1]} ${row[2]}`;
    const printed = row[3 + names.length] as string;
    const isHidden = printed === rules.symbol;
    const nought = puzzle.noughtTells([...about.keys()], own);
    const mustHaveSome = stated.length === 1 && stated[0]?.endsWith("=Not known");
    const range = isHidden
      ? ([nought && !mustHaveSome ? 0 : 1, Number.POSITIVE_INFINITY] as const)
      : puzzle.rangeOf(Number(printed));
    const index = puzzle.note([base, ...stated.sort()].join(" & "), file, range, isHidden);
    puzzle.printed.push({ index, file, base, about });
    at.set(JSON.stringify(own), index);
    own.forEach((level, place) => {
      if (level !== "All") levels[place]?.add(level);
    });
  }
  const last = names.length + 3;
  const rowOf = new Map(rows.map((row) => [JSON.stringify(row.slice(3, last)), row]));
  const percents = rows.flatMap((row): PercentRow[] => {
    const own = row.slice(3, last);
    const whole = [...own.slice(0, -1), "All"];
    const wholeRow = rowOf.get(JSON.stringify(whole));
    return wholeRow === undefined
      ? []
      : [
          {
            part: at.get(JSON.stringify(own)) as number,
            whole: at.get(JSON.stringify(whole)) as number,
            percent: row[last + 1] as string,
            count: row[last] as string,
            wholeCount: wholeRow[last] as string,
            parts: rows.flatMap((each) =>
              each[last - 1] !== "All" &&
              own.slice(0, -1).every((level, at) => each[at + 3] === level)
                ? [each[last] as string]
                : [],
            ),
          },
        ];
  });
  readShares(percents, puzzle);
  for (const [place, total] of at) {
    const own = JSON.parse(place) as string[];
    own.forEach((level, variable) => {
      if (level !== "All") return;
      const parts = [...(levels[variable] as Set<string>)].map((each) =>
        at.get(JSON.stringify(own.map((old, index) => (index === variable ? each : old)))),
      );
      puzzle.add(total, parts);
    });
  }
}
