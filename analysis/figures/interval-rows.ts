import { linearScale, logScale, niceRange, niceTicks, ratioTicks, type Scale } from "./axis.ts";
import type { Drawing } from "./drawing.ts";
import { categorical, ink, paper, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/** A row of a picture of intervals. */
export interface IntervalRow {
  readonly label: string;
  /** In small print under the label. */
  readonly note?: string | null;
  /** Stands before the row and those after it. */
  readonly heading?: string | null;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** A second, thinner interval, such as the one that respects families. */
  readonly outer?: { readonly low: number; readonly high: number } | null;
  /** A hollow diamond beside the dot, such as a shrunken estimate. */
  readonly second?: number | null;
  /** Stands apart from the others: another colour and a square for the dot. */
  readonly apart?: boolean;
  /** The numbers in words, in bold. */
  readonly value: string;
  /** Said in place of marks when there is no estimate. */
  readonly instead?: string | null;
}

export interface IntervalAxis {
  readonly kind: "linear" | "log";
  readonly title: string;
  readonly format: (value: number) => string;
  readonly reference: number | null;
  readonly referenceWords: string | null;
  /** Widest range that is drawn; intervals beyond it end in an arrow. */
  readonly within?: readonly [number, number];
  /** Range that is drawn at least. */
  readonly atLeast?: readonly [number, number];
}

/** Draws rows of estimates with intervals on one axis, from `y` down; gives the height used. */
export function drawIntervalRows(
  d: Drawing,
  y: number,
  rows: readonly IntervalRow[],
  axis: IntervalAxis,
): number {
  const small = d.size - 1;
  const valueRoom = d.narrow
    ? 0
    : Math.max(...rows.map((row) => textWidth(row.value, d.size, true)));
  const labelRoom = d.narrow
    ? d.width - 16
    : Math.min(
        d.width * 0.36,
        Math.max(
          60,
          ...rows.map((row) =>
            Math.max(textWidth(row.label, d.size), textWidth(row.note ?? "", small)),
          ),
        ) + 4,
      );
  const left = d.narrow ? 16 : 8 + labelRoom + 18;
  const right = d.narrow ? d.width - 16 : d.width - 8 - Math.min(valueRoom, d.width * 0.3) - 16;
  const count = Math.max(3, Math.min(8, Math.floor((right - left) / 70)));
  const scale = scaleOf(rows, axis, left, right, count);
  const ticks =
    axis.kind === "log"
      ? ratioTicks(scale.low, scale.high, count + 1)
      : niceTicks(scale.low, scale.high, count);
  const start = y;
  const marks: (() => void)[] = [];
  // Lines only cross marks, never words: headings, and in the narrow layout each row's words.
  const strips: [from: number, to: number][] = [];
  let top = y + (axis.reference === null || axis.referenceWords === null ? 4 : d.size * 1.5 + 4);
  let from = top;
  for (const row of rows) {
    if (row.heading) {
      if (!d.narrow && top > from) strips.push([from, top]);
      const height = d.paragraphHeight(row.heading, d.width - 16, d.size, true);
      const at = top + 6;
      marks.push(() => d.paragraph(8, at, row.heading as string, d.width - 16, { bold: true }));
      top += height + 10;
      from = top;
    }
    const [height, draw] = layOut(d, row, { top, left, right, labelRoom, valueRoom, small });
    marks.push(draw);
    const strip = stripHeight(d, row, right - left);
    const middle = d.narrow ? top + height - strip / 2 : top + height / 2;
    marks.push(() => drawMarks(d, row, scale, middle, left, right));
    if (!d.narrow && row.estimate === null) {
      if (top > from) strips.push([from, top]);
      from = top + height + 4;
    }
    if (d.narrow && row.estimate !== null) strips.push([middle - 11, middle + 12]);
    top += height + (d.narrow ? 8 : 4);
  }
  if (!d.narrow && top > from) strips.push([from, top]);
  for (const [above, below] of strips) {
    for (const tick of ticks)
      d.line(scale.at(tick), above, scale.at(tick), below, { role: "guide" });
  }
  if (axis.reference !== null && axis.reference >= scale.low && axis.reference <= scale.high) {
    const x = scale.at(axis.reference);
    for (const [above, below] of strips) {
      d.line(x, above, x, below, { dash: "5 3", stroke: ink, strokeWidth: 1.5 });
    }
    if (axis.referenceWords !== null) {
      const half = textWidth(axis.referenceWords, small, true) / 2;
      const centre = Math.min(d.width - 8 - half, Math.max(8 + half, x));
      d.text(centre, start + d.size, axis.referenceWords, {
        size: small,
        bold: true,
        anchor: "middle",
      });
    }
  }
  for (const draw of marks) draw();
  d.line(left, top, right, top, { stroke: softInk });
  let end = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const words = axis.format(tick);
    const half = textWidth(words, small) / 2;
    const x = Math.min(d.width - 2 - half, Math.max(2 + half, scale.at(tick)));
    if (x - half < end + 6) continue;
    end = x + half;
    d.text(x, top + small + 5, words, {
      size: small,
      anchor: "middle",
      role: "tick",
      colour: softInk,
    });
  }
  top += small + 12;
  top += d.paragraph(d.narrow ? 8 : left, top, axis.title, d.width - (d.narrow ? 16 : left + 8), {
    size: small,
    role: "tick",
    colour: softInk,
  });
  return top - start;
}

interface Place {
  readonly top: number;
  readonly left: number;
  readonly right: number;
  readonly labelRoom: number;
  readonly valueRoom: number;
  readonly small: number;
}

function layOut(d: Drawing, row: IntervalRow, place: Place): [number, () => void] {
  const { top, labelRoom, small, left, right } = place;
  const lineHeight = d.size * 1.25;
  const label = wrapText(row.label, labelRoom, d.size);
  const note = row.note ? wrapText(row.note, labelRoom, small) : [];
  if (d.narrow) {
    const value = row.value === "" ? [] : wrapText(row.value, labelRoom, d.size, true);
    const oneLine =
      label.length === 1 &&
      value.length === 1 &&
      textWidth(row.label, d.size) + textWidth(row.value, d.size, true) + 16 <= labelRoom;
    const height =
      (label.length + (oneLine ? 0 : value.length)) * lineHeight +
      note.length * small * 1.25 +
      stripHeight(d, row, right - left);
    return [
      height,
      () => {
        let y = top;
        y += d.paragraph(8, y, row.label, labelRoom);
        if (oneLine) {
          d.text(d.width - 8, y - lineHeight + d.size * 0.95, row.value, {
            bold: true,
            anchor: "end",
          });
        } else if (row.value !== "") y += d.paragraph(8, y, row.value, labelRoom, { bold: true });
        if (row.note) d.paragraph(8, y, row.note, labelRoom, { size: small, colour: softInk });
      },
    ];
  }
  const value = wrapText(row.value, d.width * 0.3, d.size, true);
  const tall = label.length * lineHeight + note.length * small * 1.25;
  const height = Math.max(
    row.second == null ? 26 : 32,
    stripHeight(d, row, right - left),
    tall + 6,
    value.length * lineHeight + 6,
  );
  return [
    height,
    () => {
      let y = top + (height - tall) / 2;
      y += d.paragraph(8, y, row.label, labelRoom);
      if (row.note) d.paragraph(8, y, row.note, labelRoom, { size: small, colour: softInk });
      const from = top + (height - value.length * lineHeight) / 2;
      d.paragraph(right + 16, from, row.value, d.width * 0.3, { bold: true });
    },
  ];
}

/** Height of the marks, or of the words in their place. */
const stripHeight = (d: Drawing, row: IntervalRow, room: number): number =>
  Math.max(24, insteadLines(d, row, room).length * (d.size - 1) * 1.25 + 6);

/** Why there is no estimate, in lines that fit in place of the marks. */
const insteadLines = (d: Drawing, row: IntervalRow, room: number): string[] =>
  row.estimate === null && row.instead ? wrapText(row.instead, room - 16, d.size - 1) : [];

function drawMarks(
  d: Drawing,
  row: IntervalRow,
  scale: Scale,
  y: number,
  left: number,
  right: number,
): void {
  if (row.estimate === null) {
    insteadLines(d, row, right - left).forEach((line, at, lines) => {
      const size = d.size - 1;
      const offset = (at - (lines.length - 1) / 2) * size * 1.25;
      d.text(left + 8, y + offset + size * 0.36, line, { size, colour: softInk });
    });
    return;
  }
  const colour = (row.apart ? categorical[2] : categorical[0]) as string;
  if (row.outer) {
    span(d, scale, row.outer.low, row.outer.high, y, colour, 1.5);
  }
  if (row.low !== null && row.high !== null) {
    span(d, scale, row.low, row.high, y, colour, row.outer ? 4.5 : 2.5);
  }
  if (row.second !== null && row.second !== undefined && inside(scale, row.second)) {
    const x = scale.at(row.second);
    const low = y + 8.5;
    d.path(
      `M${c(x)} ${c(low - 5)}L${c(x + 5)} ${c(low)}L${c(x)} ${c(low + 5)}L${c(x - 5)} ${c(low)}Z`,
      {
        fill: paper,
        stroke: ink,
        strokeWidth: 1.5,
      },
    );
  }
  if (!inside(scale, row.estimate)) return;
  const x = scale.at(row.estimate);
  if (row.apart) d.rect(x - 5.5, y - 5.5, 11, 11, { fill: colour, stroke: paper });
  else d.dot(x, y, 6, { fill: colour, stroke: paper });
}

/** A line from low to high, with an arrow where it goes on beyond the picture. */
function span(
  d: Drawing,
  scale: Scale,
  low: number,
  high: number,
  y: number,
  stroke: string,
  strokeWidth: number,
): void {
  const from = scale.at(Math.max(scale.low, Math.min(scale.high, low)));
  const to = scale.at(Math.max(scale.low, Math.min(scale.high, high)));
  d.line(from, y, to, y, { stroke, strokeWidth });
  if (low < scale.low) arrow(d, from, y, -1, stroke);
  if (high > scale.high) arrow(d, to, y, 1, stroke);
}

function arrow(d: Drawing, x: number, y: number, way: 1 | -1, stroke: string): void {
  const back = x - way * 6;
  d.path(`M${c(back)} ${c(y - 5)}L${c(x)} ${c(y)}L${c(back)} ${c(y + 5)}`, {
    role: "rule",
    stroke,
    strokeWidth: 2,
  });
}

const c = (value: number): number => Math.round(value * 10) / 10;
const inside = (scale: Scale, value: number): boolean => value >= scale.low && value <= scale.high;

function scaleOf(
  rows: readonly IntervalRow[],
  axis: IntervalAxis,
  left: number,
  right: number,
  count: number,
): Scale {
  const values = [
    ...rows.flatMap((row) => [
      row.estimate,
      row.low,
      row.high,
      row.second ?? null,
      row.outer?.low ?? null,
      row.outer?.high ?? null,
    ]),
    axis.reference,
    ...(axis.atLeast ?? []),
  ].filter((value): value is number => value !== null && (axis.kind === "linear" || value > 0));
  const [least, most] = axis.within ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let low = Math.max(least, Math.min(...values));
  let high = Math.min(most, Math.max(...values));
  if (values.length === 0) [low, high] = axis.kind === "log" ? [0.5, 2] : [0, 1];
  if (axis.kind === "log") {
    if (high / low < 2) [low, high] = [low / 1.5, high * 1.5];
    return logScale(low / 1.08, high * 1.08, left, right);
  }
  [low, high] = niceRange(low, high, count);
  return linearScale(Math.max(least, low), Math.min(most, high), left, right);
}
