import type { StateDistribution } from "../sequences/state-distribution.ts";
import { linearScale } from "./axis.ts";
import { coordinate, Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, headline, lowerFirst, percent } from "./number-words.ts";
import { guide, ink, softInk } from "./palette.ts";
import { settingStyle } from "./setting-styles.ts";
import { spreadOut } from "./spread-out.ts";
import { textWidth } from "./text-width.ts";

/**
 * Where the children lived, month by month after the return: a stack of shares, one letter and look for
 * each setting. Never one line a child.
 */
export function stateDistributionFigure(result: StateDistribution, options: FigureOptions): Figure {
  const d = new Drawing("state-distribution", options);
  const { months, states, n } = result;
  const end = months.at(-1) ?? 0;
  const looks = states.map((state) => ({ ...state, style: settingStyle(state.value) }));
  const share = (count: number): number => (n === 0 ? 0 : count / n);
  const small = d.size - 1;
  const labels = looks.map(({ label, counts }) => {
    const last = percent(share(counts.at(-1) ?? 0));
    return d.narrow ? last : `${label} ${last}`;
  });
  const right =
    Math.min(d.width * 0.36, Math.max(30, ...labels.map((label) => textWidth(label, small)))) + 16;
  const left = 50;
  let y = 6;
  y += d.key(8, y, d.width - 16, looks) + 6;
  const height = d.narrow ? 260 : Math.min(440, Math.max(300, d.width * 0.34));
  const x = linearScale(0, Math.max(1, end), left, d.width - right);
  const up = linearScale(0, 1, y + height, y);
  const below = months.map(() => 0);
  const middles: number[] = [];
  const letters: (() => void)[] = [];
  for (const { counts, style } of looks) {
    const above = below.map((count, at) => count + (counts[at] as number));
    const path = area(
      months.map((month) => x.at(month)),
      below.map((c) => up.at(share(c))),
      above.map((c) => up.at(share(c))),
    );
    d.path(path, { fill: style.fill, stroke: "#FFFFFF", strokeWidth: 0.75 });
    if (style.hatch !== null)
      d.path(path, { fill: d.hatch(style.hatch, style.fill), role: "band" });
    const widest = widestPlace(counts);
    const tall = up.at(0) - up.at(share(counts[widest] ?? 0));
    if (tall > small + 4 && n > 0) {
      const middle = up.at(share((below[widest] as number) + (counts[widest] as number) / 2));
      const place = Math.min(
        d.width - right - 12,
        Math.max(left + 12, x.at(months[widest] as number)),
      );
      letters.push(() => d.onMark(place, middle + small * 0.36, style.letter, style, small));
    }
    const lastAt = months.length - 1;
    middles.push(up.at(share((below[lastAt] as number) + (counts[lastAt] ?? 0) / 2)));
    above.forEach((count, at) => {
      below[at] = count;
    });
  }
  for (const draw of letters) draw();
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    d.line(left - 4, up.at(tick), left, up.at(tick), { stroke: guide });
    d.text(left - 7, up.at(tick) + small * 0.36, percent(tick), {
      size: small,
      anchor: "end",
      role: "tick",
      colour: softInk,
    });
  }
  const step = x.at(12) - x.at(0) > 30 ? 12 : 24;
  for (let month = 0; month <= end; month += step) {
    d.line(x.at(month), y + height, x.at(month), y + height + 5, { stroke: ink });
    d.text(x.at(month), y + height + small + 7, String(month), {
      size: small,
      anchor: "middle",
      role: "tick",
      colour: softInk,
    });
  }
  spreadOut(middles, small * 1.3, y + small, y + height - 2).forEach((place, at) => {
    const own = middles[at] as number;
    if ((looks[at]?.counts.at(-1) ?? 0) === 0) return;
    d.line(d.width - right + 1, own, d.width - right + 8, place, { stroke: softInk });
    d.text(d.width - right + 11, place + small * 0.36, labels[at] as string, { size: small });
  });
  y += height + small + 14;
  y += d.paragraph(
    left,
    y,
    `Months since the return; n = ${n} in every month`,
    d.width - left - 8,
    { size: small, colour: softInk },
  );
  const base = `${counted(n, result.unit)} from ${counted(result.families, "family")}`;
  const home = looks.find(({ value }) => value === "parent");
  const at = (month: number): string =>
    looks
      .filter(({ counts }) => (counts[month] ?? 0) > 0)
      .map(({ label, counts }) => `${lowerFirst(label)} ${percent(share(counts[month] as number))}`)
      .join(", ");
  const listed = months.filter((month) => month % 6 === 0 || month === end);
  return d.finish(y + 4, {
    title: headline(
      home === undefined || n === 0
        ? "Where the children lived"
        : `${percent(share(home.counts.at(-1) ?? 0))} lived with a parent after ${end} months`,
    ),
    subtitle: `Where ${base} lived, by months since the index return`,
    description: `Stacked shares of where ${base} lived from the return to ${end} months after. ${months
      .filter((month) => month % 12 === 0)
      .map((month) => `At ${month} months: ${at(month)}`)
      .join(". ")}.`,
    table: {
      caption: `Where ${base} lived: number (share) at each half-year; n = ${n}`,
      columns: [
        { header: "Months since the return", align: "right" },
        ...looks.map(({ label }) => ({ header: label, align: "right" as const })),
      ],
      rows: listed.map((month) => [
        month,
        ...looks.map(
          ({ counts }) => `${counts[month] ?? 0} (${percent(share(counts[month] ?? 0))})`,
        ),
      ]),
    },
    note: `Each month counts every child by itself: the picture does not show who moved where.${
      result.nMissing > 0
        ? ` Left out: ${counted(result.nMissing, result.unit)} without a date of return.`
        : ""
    }`,
  });
}

/** The middle of the places where a count is largest. */
function widestPlace(counts: readonly number[]): number {
  const most = Math.max(...counts);
  const places = counts.flatMap((count, at) => (count === most ? [at] : []));
  return places[Math.floor(places.length / 2)] as number;
}

/** A band from `low` up to `high` over the places `x`. */
function area(x: readonly number[], low: readonly number[], high: readonly number[]): string {
  const point = (at: number, y: readonly number[]): string =>
    `${coordinate(x[at] as number)} ${coordinate(y[at] as number)}`;
  const there = x.map((_, at) => point(at, high));
  const back = x.map((_, at) => point(at, low)).reverse();
  return `M${[...there, ...back].join("L")}Z`;
}
