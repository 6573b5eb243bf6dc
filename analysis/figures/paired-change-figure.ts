import { isRefused, type TestResult } from "../association/test-result.ts";
import type { PairedChange } from "../describe/paired-change.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import {
  counted,
  fileStem,
  headline,
  lowerFirst,
  percent,
  plural,
  pWords,
  whole,
} from "./number-words.ts";
import { type CategoryStyle, categoryStyles } from "./palette.ts";
import { drawShareRow } from "./share-row.ts";

export interface PairedChangeOptions extends FigureOptions {
  /** Is a later level better? Names the ways of moving; "higher" and "lower" when left out. */
  readonly laterIsBetter?: boolean;
  readonly test?: TestResult | null;
  /** What to call the two times. */
  readonly times?: readonly [before: string, after: string];
}

/**
 * A variable before and after on the same children: a bar of shares for each time and, for ordered levels, one
 * of how many moved up, stayed and moved down.
 */
export function pairedChangeFigure(result: PairedChange, options: PairedChangeOptions): Figure {
  const d = new Drawing(`paired-change-${fileStem(result.before)}`, options);
  const { n, levels, counts, moved } = result;
  const [before, after] = options.times ?? ["Before", "After"];
  const styles = categoryStyles(levels.length, { ordered: result.ordered });
  const firsts = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const seconds = levels.map((_, to) => counts.reduce((sum, row) => sum + (row[to] as number), 0));
  let y = 6;
  y +=
    d.key(
      8,
      y,
      d.width - 16,
      levels.map((label, at) => ({ label, style: styles[at] as CategoryStyle })),
    ) + 6;
  y += drawShareRow(d, y, { label: before, counts: firsts, n }, styles);
  y += drawShareRow(d, y, { label: after, counts: seconds, n }, styles);
  const ways =
    options.laterIsBetter === undefined
      ? ["Moved lower", "Stayed", "Moved higher"]
      : options.laterIsBetter
        ? ["Worse", "The same", "Better"]
        : ["Better", "The same", "Worse"];
  const changes = moved === null ? null : [moved.down, moved.same, moved.up];
  if (changes !== null) {
    const looks = changeStyles(levels.length);
    y += 8;
    y +=
      d.key(
        8,
        y,
        d.width - 16,
        ways.map((label, at) => ({ label, style: looks[at] as CategoryStyle })),
      ) + 6;
    y += drawShareRow(d, y, { label: "Change", counts: changes, n }, looks);
  }
  const base = `${counted(n, result.unit)}${result.families === null ? "" : ` from ${counted(result.families, "family")}`}`;
  const { test } = options;
  const testWords =
    test == null
      ? ""
      : isRefused(test)
        ? ` ${test.reason}`
        : ` ${testNames[test.method] ?? test.method}: ${pWords(test.pValue)}.`;
  const better = changes === null ? null : (changes[ways.indexOf("Better")] ?? null);
  const share = (count: number): string => percent(n === 0 ? null : count / n);
  const list = (values: readonly number[], names: readonly string[]): string =>
    names.map((name, at) => `${lowerFirst(name)} ${share(values[at] as number)}`).join(", ");
  return d.finish(y, {
    title: headline(
      better !== null && n > 0
        ? `${share(better)} of ${plural(result.unit)} got better`
        : `${result.label}, before and after`,
      "Before and after",
    ),
    subtitle: `${result.label}: share of ${base}, the same ${plural(result.unit)} at both times`,
    description: `Stacked bars of ${lowerFirst(result.label)} for ${base}. ${before}: ${list(firsts, levels)}. ${after}: ${list(seconds, levels)}.${changes === null ? "" : ` Change: ${list(changes, ways)}.`}${testWords}`,
    table: {
      caption: `${result.label}: ${lowerFirst(before)} (rows) and ${lowerFirst(after)} (columns), ${base}`,
      columns: [
        { header: before },
        ...levels.map((label) => ({ header: label, align: "right" as const })),
        { header: before === "Before" ? "All before" : before, align: "right" },
        { header: "Share", align: "right" },
      ],
      rows: [
        ...levels.map((label, from) => [
          label,
          ...(counts[from] as readonly number[]),
          firsts[from] as number,
          share(firsts[from] as number),
        ]),
        ["All after", ...seconds, n, null],
        ["All after, share", ...seconds.map(share), null, null],
        ...(changes === null
          ? []
          : ways.map((way, at) => [
              way,
              ...levels.map(() => null),
              changes[at] as number,
              share(changes[at] as number),
            ])),
      ],
    },
    note: `${result.nMissing > 0 ? `Left out: ${counted(result.nMissing, result.unit)} not known at both times.` : "Everybody is known at both times."}${testWords} Without a comparison group a change is not yet an effect (n = ${whole(n)}).`,
  });
}

/** Letters that go on after those of the levels, in three unlike looks. */
function changeStyles(after: number): CategoryStyle[] {
  const letters = categoryStyles(after + 3)
    .slice(after)
    .map((style) => style.letter);
  return [
    { fill: "#801650", hatch: "dots", letter: letters[0] as string, outline: "#801650" },
    { fill: "#FFFFFF", hatch: null, letter: letters[1] as string, outline: "#505A5F" },
    { fill: "#28A197", hatch: "rising", letter: letters[2] as string, outline: "#28A197" },
  ];
}

const testNames: Readonly<Record<string, string>> = {
  "mcnemar-exact": "McNemar's exact test",
  "mcnemar-mid-p": "McNemar's mid-p test",
  mcnemar: "McNemar's test",
  "signed-rank-exact": "Wilcoxon's signed-rank test, exact",
  "signed-rank": "Wilcoxon's signed-rank test",
};
