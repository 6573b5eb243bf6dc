import { ageInYears, calendarDate, dayNumber } from "../../data-dictionary/dates/day.ts";
import type { ChildTimeline, TimelineEvent, TimelineSpan } from "../timeline/child-timeline.ts";
import { linearScale, type Scale } from "./axis.ts";
import type {
  ChildTimelineOptions,
  TimelineFlag,
  TimelinePhase,
} from "./child-timeline-options.ts";
import { flagStyle, phaseStyles, returnStyle, spanStyle } from "./child-timeline-styles.ts";
import { childTimelineWords, returnsOf } from "./child-timeline-words.ts";
import { dateWords } from "./date-words.ts";
import { Drawing } from "./drawing.ts";
import { eventLanes, eventStyle } from "./event-styles.ts";
import type { Figure } from "./figure.ts";
import { type CategoryStyle, ink, letterOf, paper, softInk } from "./palette.ts";
import { settingStyle } from "./setting-styles.ts";
import { textWidth } from "./text-width.ts";

/**
 * One child's story on one line of time: where the child lived, on what legal footing, under which plan,
 * what was feared and what was done, with drift flags, the index return and follow-up. Every lane has a
 * letter and every mark one of its own, so that it reads without colour. Case-level: never for release.
 */
export function childTimelineFigure(result: ChildTimeline, options: ChildTimelineOptions): Figure {
  const d = new Drawing(options.name ?? "child-timeline", options);
  const flags = [...(options.flags ?? [])]
    .filter(({ date }) => date >= result.from && date <= result.to)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const side = d.narrow ? 0 : 132;
  const left = d.narrow ? 10 : side;
  const scale = linearScale(day(result.from), day(result.to), left, d.width - 12);
  const lanes = lanesOf(result, flags, options.phases ?? []);
  const sheet: Sheet = { d, scale, left, side, small: d.size - 1 };
  const drawings: (() => void)[] = [];
  let y = 4;
  y += calendar(sheet, y, result, drawings);
  y += signs(sheet, y, result, drawings);
  const top = y;
  lanes.forEach((lane, at) => {
    y += 6;
    const name = `${letterOf(at)}  ${lane.name}`;
    if (d.narrow) {
      const where = y;
      drawings.push(() => {
        // A patch, so that the lines of the return and of follow-up do not run through the name.
        d.rect(7, where + 1, textWidth(name, d.size, true) + 3, d.size * 1.2, {
          fill: paper,
          role: "paper",
        });
        d.text(8, where + d.size, name, { bold: true });
      });
      y += d.size * 1.4;
    } else {
      const where = y;
      drawings.push(() => d.paragraph(8, where + 2, name, side - 14, { bold: true }));
    }
    const used = lane.draw(sheet, y, drawings);
    y += d.narrow ? used : Math.max(used, d.paragraphHeight(name, side - 14, d.size, true) + 4);
    const edge = y + 3;
    drawings.unshift(() => d.line(8, edge, d.width - 8, edge, { role: "guide" }));
  });
  const bottom = y + 4;
  for (const sign of [result.index, result.followUp]) {
    if (sign === null || sign < result.from || sign > result.to) continue;
    const x = scale.at(day(sign));
    drawings.unshift(() => d.line(x, top, x, bottom, { strokeWidth: 2, stroke: ink }));
  }
  for (const draw of drawings) draw();
  y = bottom + 8;
  y += marksKey(sheet, y, result);
  if (flags.length > 0) {
    y += 2;
    flags.forEach(({ date, label }, at) => {
      const style = flagStyle(at);
      d.bar(8, y, 18, 18, style);
      d.onMark(17, y + 13, style.letter, style, 11);
      y += Math.max(
        20,
        d.paragraph(34, y + 1, `${dateWords(date)}: ${label}`, d.width - 42, { size: sheet.small }),
      );
    });
  }
  return d.finish(y + 4, childTimelineWords(result, flags, options));
}

interface Sheet {
  readonly d: Drawing;
  readonly scale: Scale;
  readonly left: number;
  readonly side: number;
  readonly small: number;
}

interface Lane {
  readonly name: string;
  readonly draw: (sheet: Sheet, top: number, drawings: (() => void)[]) => number;
}

function lanesOf(
  result: ChildTimeline,
  flags: readonly TimelineFlag[],
  phases: readonly TimelinePhase[],
): Lane[] {
  const lanes: Lane[] = [
    ...(phases.length === 0
      ? []
      : [
          {
            name: "Practice",
            draw: (sheet: Sheet, top: number, drawings: (() => void)[]) => {
              for (const phase of phases) {
                drawings.push(() =>
                  drawSpan(sheet, top, 24, phase, phaseStyles[phase.value], result),
                );
              }
              return 24;
            },
          },
        ]),
    {
      name: "Lives",
      draw: (sheet, top, drawings) => {
        for (const stay of result.stays) {
          drawings.push(() => drawSpan(sheet, top, 30, stay, settingStyle(stay.value), result));
        }
        return 30;
      },
    },
  ];
  const returns = returnsOf(result).map(({ date }, at) => ({
    date,
    style: returnStyle(at),
    hollow: false,
  }));
  if (returns.length > 0) {
    lanes.push({
      name: "Returns",
      draw: (sheet, top, drawings) => markRows(sheet, top, returns, drawings),
    });
  }
  if (result.legal.length > 0) {
    lanes.push({
      name: "Legal",
      draw: (sheet, top, drawings) => spanRows(sheet, top, result.legal, result, drawings),
    });
  }
  const bare = flags.map(({ date }, at) => ({ date, style: flagStyle(at), hollow: false }));
  for (const { lane, name } of eventLanes) {
    const own = result.events.filter((event) => event.lane === lane);
    const spans = lane === "protection_and_plans" ? result.plans : [];
    if (own.length === 0 && spans.length === 0) continue;
    lanes.push({
      name,
      draw: (sheet, top, drawings) => {
        const used =
          spans.length === 0
            ? 0
            : spanRows(sheet, top, spans, result, drawings) + (own.length > 0 ? 4 : 0);
        return used + markRows(sheet, top + used, own.map(markOf), drawings);
      },
    });
  }
  if (bare.length > 0) {
    lanes.push({
      name: "Drift",
      draw: (sheet, top, drawings) => markRows(sheet, top, bare, drawings),
    });
  }
  return lanes;
}

/** The index return and follow-up, named over their lines. */
function signs(sheet: Sheet, top: number, result: ChildTimeline, drawings: (() => void)[]): number {
  const { d, scale, small } = sheet;
  let right = Number.NEGATIVE_INFINITY;
  let rows = 0;
  let y = top;
  for (const [name, date] of [
    ["Return", result.index],
    ["Follow-up", result.followUp],
  ] as const) {
    if (date === null || date < result.from || date > result.to) continue;
    const text = `${name} ${dateWords(date)}`;
    const half = textWidth(text, small, true) / 2;
    const x = Math.max(8 + half, Math.min(d.width - 8 - half, scale.at(day(date))));
    if (rows > 0 && x - half < right + 8) y += small * 1.3;
    right = x + half;
    rows++;
    const place = y + small;
    drawings.push(() => d.text(x, place, text, { size: small, bold: true, anchor: "middle" }));
  }
  return y - top + (rows > 0 ? small * 1.4 : 0);
}

/** Years, and the child's age at the start of each. */
function calendar(
  sheet: Sheet,
  top: number,
  result: ChildTimeline,
  drawings: (() => void)[],
): number {
  const { d, scale, small } = sheet;
  const first = calendarDate(day(result.from)).year + 1;
  const last = calendarDate(day(result.to)).year;
  const years = Math.max(1, last - first + 1);
  const room =
    (scale.at(dayNumber(last, 1, 1) as number) - scale.at(dayNumber(first, 1, 1) as number)) /
    Math.max(1, years - 1);
  const every = Math.max(1, Math.ceil(46 / Math.max(1, room)));
  const birth = result.birth === null ? null : day(result.birth);
  for (let year = first; year <= last; year++) {
    const date = dayNumber(year, 1, 1) as number;
    const x = scale.at(date);
    drawings.push(() => d.line(x, top + 2, x, top + 7, { stroke: softInk }));
    if ((year - first) % every !== 0) continue;
    const half = textWidth("age 10", small) / 2;
    if (x + half > d.width - 4 || x - half < 4) continue;
    drawings.push(() => {
      d.text(x, top + small + 8, String(year), {
        size: small,
        anchor: "middle",
        role: "tick",
        colour: softInk,
      });
      if (birth !== null && birth <= date) {
        d.text(x, top + small * 2.2 + 8, `age ${ageInYears(birth, date)}`, {
          size: small - 1,
          anchor: "middle",
          role: "tick",
          colour: softInk,
        });
      }
    });
  }
  return small * 2.2 + 14;
}

/** Spans in as few rows as they need; each with its words in it, or beside it where there is room. */
function spanRows(
  sheet: Sheet,
  top: number,
  spans: readonly TimelineSpan[],
  result: ChildTimeline,
  drawings: (() => void)[],
): number {
  const ends: string[] = [];
  for (const span of spans) {
    const free = ends.findIndex((end) => end <= span.start);
    const row = free < 0 ? ends.length : free;
    ends[row] = span.end ?? "9999";
    drawings.push(() => drawSpan(sheet, top + row * 24, 20, span, spanStyle(span.value), result));
  }
  return ends.length * 24 - 4;
}

function drawSpan(
  sheet: Sheet,
  top: number,
  tall: number,
  span: TimelineSpan,
  style: CategoryStyle,
  result: ChildTimeline,
): void {
  const { d, scale, small } = sheet;
  const start = span.start < result.from ? result.from : span.start;
  const end = span.end === null || span.end > result.to ? result.to : span.end;
  if (end <= result.from) return;
  const from = scale.at(day(start));
  const to = Math.max(from + 2, scale.at(day(end)));
  d.bar(from, top, to - from - 1, tall, style);
  const size = small - 1;
  const texts = [`${style.letter}  ${span.label}`, style.letter];
  const fits = texts.find((text) => textWidth(text, size, true) + 8 <= to - from);
  if (fits !== undefined)
    d.onMark((from + to) / 2, top + tall / 2 + size * 0.36, fits, style, size);
}

interface Mark {
  readonly date: string;
  readonly style: CategoryStyle;
  readonly hollow: boolean;
}

const markOf = (event: TimelineEvent): Mark => ({
  date: event.date,
  style: eventStyle(event.type, event.label),
  hollow: event.answered === false,
});

/** Lettered marks, those that would touch in rows of their own. */
function markRows(
  sheet: Sheet,
  top: number,
  marks: readonly Mark[],
  drawings: (() => void)[],
): number {
  const { d, scale } = sheet;
  const size = 16;
  const ends: number[] = [];
  for (const { date, style, hollow } of marks) {
    const wide = markWidth(style);
    const x = Math.max(
      sheet.left + wide / 2,
      Math.min(d.width - 4 - wide / 2, scale.at(day(date))),
    );
    const free = ends.findIndex((end) => end + 1 <= x - wide / 2);
    const row = free < 0 ? ends.length : free;
    ends[row] = x + wide / 2;
    const y = top + row * (size + 2);
    drawings.push(() => drawMark(d, x, y, size, style, hollow));
  }
  return Math.max(0, ends.length * (size + 2) - 2);
}

function drawMark(
  d: Drawing,
  x: number,
  top: number,
  size: number,
  style: CategoryStyle,
  hollow: boolean,
): void {
  const own = hollow ? { ...style, fill: paper, hatch: null } : style;
  const wide = markWidth(style);
  d.rect(x - wide / 2, top, wide, size, {
    fill: own.fill,
    stroke: style.outline,
    strokeWidth: hollow ? 2 : 1,
  });
  d.onMark(x, top + size / 2 + 4, style.letter, own, 11);
}

const markWidth = (style: CategoryStyle): number =>
  Math.max(16, textWidth(style.letter, 11, true) + 5);

/** Stays with a parent that follow a stay elsewhere. */
function marksKey(sheet: Sheet, top: number, result: ChildTimeline): number {
  const { d } = sheet;
  const settings = new Map(result.stays.map(({ value, label }) => [value, label]));
  const kinds = new Map(result.events.map((event) => [event.type, event.label]));
  const spans = new Map(
    [...result.legal, ...result.plans].map(({ value, label }) => [
      value,
      label.replace(/:.*$/, ""),
    ]),
  );
  let y = top;
  y += d.key(
    8,
    y,
    d.width - 16,
    [...settings].map(([value, label]) => ({ label, style: settingStyle(value) })),
    d.size - 2,
  );
  if (spans.size > 0) {
    y += d.key(
      8,
      y,
      d.width - 16,
      [...spans].map(([value, label]) => ({ label, style: spanStyle(value) })),
      d.size - 2,
    );
  }
  if (kinds.size > 0) {
    y += d.key(
      8,
      y,
      d.width - 16,
      [...kinds].map(([type, label]) => ({ label, style: eventStyle(type, label) })),
      d.size - 2,
    );
  }
  if (result.events.some((event) => event.answered === false)) {
    const unanswered = eventStyle("referral", "Referral");
    y += d.key(
      8,
      y,
      d.width - 16,
      [{ label: "Referral without an answer on file", style: { ...unanswered, fill: paper } }],
      d.size - 2,
    );
  }
  return y - top;
}

function day(iso: string): number {
  const [year, month, date] = iso.split("-").map(Number) as [number, number, number];
  return dayNumber(year, month, date) ?? 0;
}
