import { Drawing } from "../../figures/drawing.ts";
import type { Figure, FigureOptions, FigureTable } from "../../figures/figure.ts";
import { drawBars } from "../../figures/horizontal-bars.ts";
import { fileStem, headline } from "../../figures/number-words.ts";
import { type CategoryStyle, categoryStyles, softInk } from "../../figures/palette.ts";
import { drawShareRow } from "../../figures/share-row.ts";
import { textWidth } from "../../figures/text-width.ts";

/** A percentage as it is printed, or null where it is hidden. */
export interface ReleasedBar {
  readonly label: string;
  readonly percent: number | null;
  /** Is it known that nobody is counted here? */
  readonly isNought: boolean;
}

interface Words {
  readonly name: string;
  /** The headline, where it is not the longest bar. */
  readonly title?: string;
  readonly subtitle: string;
  /** What stands at a bar that is hidden. */
  readonly hidden: string;
  readonly table: FigureTable;
}

/** Bars of printed percentages; one that is hidden has no length, and says so. */
export function releasedBars(
  rows: readonly ReleasedBar[],
  words: Words,
  options: FigureOptions,
): Figure {
  const d = new Drawing(`released-bars-${fileStem(words.name)}`, options);
  const said = rows.map(({ percent, isNought }) =>
    percent !== null ? `${percent}%` : isNought ? "0" : words.hidden,
  );
  const used = drawBars(
    d,
    6,
    rows.map(({ label, percent }, at) => ({
      label,
      share: (percent ?? 0) / 100,
      value: said[at] as string,
    })),
    categoryStyles(1)[0] as CategoryStyle,
  );
  const [most = null, next = null] = [...rows].sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
  const leads = (most?.percent ?? 0) > (next?.percent ?? 0);
  return d.finish(6 + used + 4, {
    title: headline(
      ...(words.title === undefined ? [] : [words.title]),
      ...(most === null || !leads ? [] : [`${most.label}: ${most.percent}%, the most of these`]),
      words.name,
    ),
    subtitle: words.subtitle,
    description: `Bars: ${rows.map(({ label }, at) => `${label} ${said[at]}`).join("; ")}.`,
    table: words.table,
  });
}

/** A group of a released table: its rounded counts, null where one is hidden. */
export interface ReleasedGroup {
  readonly label: string;
  readonly counts: readonly (number | null)[];
}

/** One bar for each group, cut into shares where all its counts are shown. */
export function releasedShares(
  levels: readonly string[],
  groups: readonly ReleasedGroup[],
  words: Words,
  options: FigureOptions,
): Figure {
  const d = new Drawing(`released-shares-${fileStem(words.name)}`, options);
  const styles = categoryStyles(levels.length);
  let y = key(d, levels, styles) + 6;
  for (const { label, counts } of groups) {
    const known = counts.flatMap((count) => (count === null ? [] : [count]));
    if (known.length === counts.length) {
      const n = known.reduce((sum, count) => sum + count, 0);
      y += drawShareRow(d, y, { label, counts: known, n }, styles);
    } else {
      const left = 8 + (d.narrow ? 0 : Math.min(160, d.width * 0.22));
      if (d.narrow) y += d.paragraph(8, y, label, d.width - 16, { bold: true }) + 2;
      else d.paragraph(8, y + 8, label, left - 18, { bold: true });
      d.rect(left, y, d.width - left - 8, 32, {
        fill: "none",
        stroke: softInk,
        dash: "3 3",
        role: "rule",
      });
      d.text(left + 10, y + 21, words.hidden, { colour: softInk });
      y += 42;
    }
  }
  const told = groups.map(({ label, counts }) =>
    counts.includes(null)
      ? `${label}: ${words.hidden}`
      : `${label}: ${levels.map((level, at) => `${level} ${counts[at]}`).join(", ")}`,
  );
  return d.finish(y + 2, {
    title: headline(words.name),
    subtitle: words.subtitle,
    description: `Bars cut into shares. ${told.join("; ")}.`,
    table: words.table,
  });
}

/** Which look is which level; gives the height used. */
function key(d: Drawing, levels: readonly string[], styles: readonly CategoryStyle[]): number {
  const size = d.size - 1;
  let [x, y] = [8, 6];
  levels.forEach((level, at) => {
    const style = styles[at] as CategoryStyle;
    const words = `${style.letter}  ${level}`;
    const wide = 22 + textWidth(words, size) + 18;
    if (x > 8 && x + wide > d.width - 8) {
      x = 8;
      y += 22;
    }
    d.bar(x, y, 16, 14, style);
    d.text(x + 22, y + 12, words, { size });
    x += wide;
  });
  return y + 22;
}
