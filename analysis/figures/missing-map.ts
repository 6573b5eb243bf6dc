import type { MissingReport } from "../describe/missing-report.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, headline, percent, whole } from "./number-words.ts";
import { type CategoryStyle, paper, softInk } from "./palette.ts";
import { textWidth, wrapText } from "./text-width.ts";

/** Each missing code's look: hatched on white, so that what is known stands out. */
const reasons: readonly {
  readonly code: number;
  readonly label: string;
  readonly style: CategoryStyle;
}[] = [
  { code: -9, label: "Not recorded on file", style: look("#F46A25", null, "R") },
  { code: -8, label: "Could not judge", style: look("#28A197", "rising", "J") },
  { code: -7, label: "Not applicable", style: look("#A285D1", "dots", "N") },
  { code: -6, label: "Document unavailable", style: look("#801650", "falling", "U") },
  {
    code: -1,
    label: "Not yet coded",
    style: { fill: paper, hatch: "level", letter: "–", outline: softInk },
  },
];
const known = look("#12436D", null, "K");

/**
 * How much of each variable is known and why the rest is not: one bar of full length for each variable
 * with anything missing, fewest known first. Variables known for everybody are named below.
 */
export function missingMap(
  reports: readonly MissingReport[],
  unit: string,
  options: FigureOptions & {
    /** How many variables there are in all, where those without a gap are left out of the list. */
    readonly variables?: number;
  },
): Figure {
  const d = new Drawing("missing-map", options);
  const some = reports
    .filter((report) => report.nMissing > 0)
    .sort((a, b) => a.n / a.of - b.n / b.of);
  const full = reports.filter((report) => report.nMissing === 0);
  const used = reasons.filter(({ code }) =>
    some.some((report) => report.reasons.some((reason) => reason.code === code)),
  );
  const small = d.size - 1;
  const base = Math.max(0, ...reports.map((report) => report.of));
  const valueWords = (report: MissingReport): string => `${whole(report.n)} of ${whole(report.of)}`;
  const valueRoom =
    Math.max(0, ...some.map((report) => textWidth(valueWords(report), small, true))) + 10;
  const side = d.narrow
    ? 0
    : Math.min(
        d.width * 0.4,
        Math.max(80, ...some.map((report) => textWidth(report.label, small))) + 4,
      );
  const left = d.narrow ? 8 : side + 18;
  const room = d.width - left - 8 - (d.narrow ? 0 : valueRoom);
  const thick = d.narrow ? 16 : 18;
  let y = 6;
  if (some.length > 0) {
    y += d.key(8, y, d.width - 16, [{ label: "Known", style: known }, ...used]) + 6;
  }
  for (const report of some) {
    const lines = wrapText(report.label, d.narrow ? d.width - 24 - valueRoom : side, small);
    const height = d.narrow ? thick : Math.max(thick, lines.length * small * 1.2);
    if (d.narrow) {
      lines.forEach((line, at) => {
        d.text(8, y + small * (0.95 + at * 1.2), line, { size: small });
      });
      d.text(d.width - 8, y + small * 0.95, valueWords(report), {
        size: small,
        bold: true,
        anchor: "end",
      });
      y += lines.length * small * 1.2 + 3;
    } else {
      lines.forEach((line, at) => {
        const offset = (at - (lines.length - 1) / 2) * small * 1.2;
        d.text(left - 10, y + height / 2 + offset + small * 0.36, line, {
          size: small,
          anchor: "end",
        });
      });
      d.text(left + room + 8, y + height / 2 + small * 0.36, valueWords(report), {
        size: small,
        bold: true,
      });
    }
    const parts = [
      { count: report.n, style: known },
      ...used.map(({ code, style }) => ({
        count: report.reasons.find((reason) => reason.code === code)?.count ?? 0,
        style,
      })),
    ];
    let before = 0;
    for (const { count, style } of parts) {
      if (count === 0) continue;
      const from = left + (before / report.of) * room;
      before += count;
      const to = left + (before / report.of) * room;
      d.bar(from, y + (height - thick) / 2, Math.max(1, to - from - 1), thick, style);
      if (style !== known && to - from > 16) {
        d.onMark(
          (from + to) / 2,
          y + height / 2 + (small - 1) * 0.36,
          style.letter,
          style,
          small - 1,
        );
      }
    }
    y += height + 6;
  }
  const fullWords =
    full.length === 0
      ? null
      : `${counted(full.length, "variable")} known for everybody: ${full.map((report) => report.label).join(", ")}.`;
  if (fullWords !== null)
    y += 4 + d.paragraph(8, y + 4, fullWords, d.width - 16, { size: small, colour: softInk });
  const [worst] = some;
  const codes = used.map(({ label }) => ({ header: label, align: "right" as const }));
  return d.finish(y + 6, {
    title: headline(
      worst === undefined
        ? "Every variable is known for everybody"
        : `${some.length} of ${options.variables ?? reports.length} variables have something missing`,
    ),
    subtitle: `What is known of ${counted(base, unit)}, by variable, and why the rest is not`,
    description: `Bars for ${counted(reports.length, "variable")} of ${counted(base, unit)}. ${
      worst === undefined
        ? "Nothing is missing."
        : `Least known: ${some
            .slice(0, 5)
            .map((report) => `${report.label} ${valueWords(report)}`)
            .join(", ")}. ${full.length} known for everybody.`
    }`,
    table: {
      caption: `Known and missing by variable: ${counted(base, unit)}; ${counted(full.length, "variable")} known for everybody`,
      columns: [
        { header: "Variable" },
        { header: "Known", align: "right" },
        { header: "Of", align: "right" },
        { header: "Share known", align: "right" },
        ...codes,
      ],
      rows: [...some, ...full].map((report) => [
        report.label,
        report.n,
        report.of,
        percent(report.of === 0 ? null : report.n / report.of),
        ...used.map(
          ({ code }) => report.reasons.find((reason) => reason.code === code)?.count ?? 0,
        ),
      ]),
    },
    note: "Missing values are in no percentage of the report; they are never counted as no.",
  });
}

function look(fill: string, hatch: CategoryStyle["hatch"], letter: string): CategoryStyle {
  return { fill, hatch, letter, outline: fill };
}
