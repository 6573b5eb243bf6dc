import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import {
  counted,
  fileStem,
  headline,
  lowerFirst,
  percent,
  plural,
  upperFirst,
  whole,
} from "./number-words.ts";
import { categoryStyles, guide, paper, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/** An outcome counted: an OutcomeResult or PatternResult has all of it. */
export interface OutcomeCounts {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Rows in all, the undetermined ones too. */
  readonly n: number;
  /** 95% intervals by value, such as those of a frequency table. */
  readonly intervals?: Readonly<
    Record<string, { readonly ciLow: number; readonly ciHigh: number }>
  >;
  /** Are the values ordered, as well-being is? */
  readonly ordered?: boolean;
  readonly families?: number | null;
}

/** Lists longer than this leave out the values that nobody has. */
const longList = 6;

/**
 * Bars of an outcome: each value's count and its share of those where the outcome could be determined.
 * Values named not_determinable are counted beside the bars, never inside a share.
 */
export function outcomeBars(result: OutcomeCounts, options: FigureOptions): Figure {
  const d = new Drawing(`outcome-bars-${fileStem(result.name)}`, options);
  const values = Object.keys(result.counts);
  const open = values.filter((value) => /^(not_determinable|undetermined|unknown)$/.test(value));
  const settled = values.filter((value) => !open.includes(value));
  // Of a long list, the values that nobody has are named below instead of drawn.
  const empty = settled.filter((value) => (result.counts[value] as number) === 0);
  const isLong = settled.length > longList && empty.length < settled.length;
  const shown = isLong ? settled.filter((value) => !empty.includes(value)) : settled;
  const n = shown.reduce((sum, value) => sum + (result.counts[value] as number), 0);
  const missing = result.n - n;
  const labelOf = (value: string): string => result.labels[value] ?? value;
  const rows = shown.map((value) => {
    const count = result.counts[value] as number;
    const interval = result.intervals?.[value] ?? null;
    return { value, label: labelOf(value), count, share: n === 0 ? null : count / n, interval };
  });
  const styles = categoryStyles(rows.length, { ordered: result.ordered ?? false });
  const labelRoom = d.narrow
    ? d.width - 16
    : Math.min(
        d.width * 0.36,
        Math.max(60, ...rows.map((row) => textWidth(row.label, d.size))) + 4,
      );
  const left = d.narrow ? 8 : labelRoom + 20;
  const valueRoom = textWidth("100% (00,000)", d.size, true) + 10;
  const room = d.width - left - valueRoom - 4;
  const most = Math.max(
    0.01,
    ...rows.map((row) => Math.max(row.share ?? 0, row.interval?.ciHigh ?? 0)),
  );
  const at = (share: number): number => left + (share / most) * room;
  const thick = d.narrow ? 26 : 34;
  let y = 8;
  const top = y;
  rows.forEach((row, place) => {
    const style = styles[place] as (typeof styles)[number];
    const lines = wrapText(row.label, labelRoom, d.size);
    if (d.narrow) y += d.paragraph(left, y, row.label, labelRoom) + 2;
    const height = d.narrow ? thick : Math.max(thick, lines.length * d.size * 1.25);
    const middle = y + height / 2;
    if (!d.narrow) {
      lines.forEach((line, index) => {
        const offset = (index - (lines.length - 1) / 2) * d.size * 1.25;
        d.text(left - 10, middle + offset + d.size * 0.36, line, { anchor: "end" });
      });
    }
    d.bar(left, middle - thick / 2, at(row.share ?? 0) - left, thick, style);
    if (at(row.share ?? 0) - left > 24) {
      d.onMark(left + 13, middle + d.size * 0.36, style.letter, style);
    }
    let end = at(row.share ?? 0);
    if (row.interval !== null) {
      // In the lower part of the bar, clear of its letter.
      const low = middle + thick / 2 - 5;
      const [from, to] = [at(row.interval.ciLow), at(row.interval.ciHigh)];
      d.line(from, low, to, low, { stroke: paper, strokeWidth: 5, role: "halo" });
      d.line(from, low, to, low, { strokeWidth: 1.5 });
      for (const x of [from, to]) d.line(x, low - 4, x, low + 4, { strokeWidth: 1.5 });
      end = Math.max(end, to);
    }
    d.text(end + 8, middle + d.size * 0.36, `${percent(row.share)} (${whole(row.count)})`, {
      bold: true,
    });
    y += height + (d.narrow ? 10 : 12);
  });
  if (!d.narrow) d.line(left, top, left, y - 12, { role: "guide", stroke: guide, strokeWidth: 1 });
  const missingWords =
    missing > 0
      ? `Could not be determined for ${counted(missing, result.unit)}; not in any percentage.`
      : null;
  const emptyWords =
    isLong && empty.length > 0 ? `Nobody: ${empty.map(labelOf).join("; ")}.` : null;
  if (emptyWords !== null) {
    y += d.paragraph(8, y, emptyWords, d.width - 16, { size: d.size - 1, colour: softInk }) + 2;
  }
  if (missingWords !== null) {
    y += d.paragraph(8, y, missingWords, d.width - 16, { size: d.size - 1, colour: softInk });
  }
  const largest = [...rows].sort((a, b) => b.count - a.count)[0];
  const cumulative = result.ordered === true && rows.length > 2;
  const soFar = (place: number): number =>
    rows.slice(0, place + 1).reduce((sum, row) => sum + row.count, 0);
  const hasIntervals = rows.some((row) => row.interval !== null);
  return d.finish(y + 6, {
    title: headline(
      largest === undefined || n === 0
        ? result.label
        : `${result.label}: ${lowerFirst(largest.label)} ${percent(largest.share)}`,
      ...(largest === undefined || n === 0
        ? []
        : [`${largest.label}: ${percent(largest.share)}`, `Most often ${percent(largest.share)}`]),
      result.label,
    ),
    subtitle: `${result.label}, share of ${counted(n, result.unit)}${result.families == null || missing > 0 || result.unit === "family" ? "" : ` of ${counted(result.families, "family")}`} (count in brackets)${hasIntervals ? "; lines are 95% intervals" : ""}`,
    description: `Bar chart of ${lowerFirst(result.label)} for ${counted(n, result.unit)}. ${rows.map((row) => `${row.label}: ${percent(row.share)}, ${whole(row.count)} of ${whole(n)}`).join("; ")}.${emptyWords === null ? "" : ` ${emptyWords}`}${missingWords === null ? "" : ` ${missingWords}`}`,
    table: {
      caption: `${result.label}: ${counted(n, result.unit)}`,
      columns: [
        { header: result.label },
        { header: upperFirst(plural(result.unit)), align: "right" },
        { header: "Share", align: "right" },
        ...(cumulative ? [{ header: "Share so far", align: "right" as const }] : []),
        ...(hasIntervals ? [{ header: "95% interval", align: "right" as const }] : []),
      ],
      rows: [
        ...rows.map((row, place) => [
          row.label,
          row.count,
          percent(row.share),
          ...(cumulative ? [percent(n === 0 ? null : soFar(place) / n)] : []),
          ...(hasIntervals
            ? [
                row.interval === null
                  ? null
                  : `${percent(row.interval.ciLow)} to ${percent(row.interval.ciHigh)}`,
              ]
            : []),
        ]),
        ...(emptyWords === null
          ? []
          : empty.map((value) => [
              labelOf(value),
              0,
              percent(n === 0 ? null : 0),
              ...(cumulative ? [null] : []),
              ...(hasIntervals ? [null] : []),
            ])),
        ...(missing > 0
          ? [
              [
                "Could not be determined",
                missing,
                null,
                ...(cumulative ? [null] : []),
                ...(hasIntervals ? [null] : []),
              ],
            ]
          : []),
      ],
    },
  });
}
