import type { ChangeByArea } from "../describe/change-by-area.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, headline, percent, plural, whole } from "./number-words.ts";
import { type CategoryStyle, softInk } from "./palette.ts";
import { drawShares } from "./share-row.ts";
import { textWidth } from "./text-width.ts";

const ways: readonly (CategoryStyle & { readonly label: string })[] = [
  { label: "Better", fill: "#28A197", hatch: "rising", letter: "B", outline: "#28A197" },
  { label: "The same", fill: "#FFFFFF", hatch: null, letter: "S", outline: "#505A5F" },
  { label: "Worse", fill: "#801650", hatch: "dots", letter: "W", outline: "#801650" },
];

/**
 * Change between two times, area by area: a bar of full length for each, cut into those who got better, stayed
 * and got worse. Areas stand in the order of the study and are never averaged.
 */
export function areaChanges(result: ChangeByArea, options: FigureOptions): Figure {
  const d = new Drawing("area-changes", options);
  const { areas, unit } = result;
  const small = d.size - 1;
  const side = d.narrow
    ? 0
    : Math.min(
        d.width * 0.36,
        Math.max(...areas.map(({ label }) => textWidth(label, d.size, true))) + 4,
      );
  const left = d.narrow ? 8 : side + 20;
  const room = d.width - left - 8;
  const thick = 28;
  let y = 6;
  y +=
    d.key(
      8,
      y,
      d.width - 16,
      ways.map((style) => ({ label: style.label, style })),
    ) + 8;
  for (const { label, n, better, same, worse } of areas) {
    const base = `n = ${whole(n)}`;
    let height = thick;
    if (d.narrow) {
      y += d.paragraph(left, y, `${label} (${base})`, room, { bold: true }) + 2;
    } else {
      const tall = d.paragraphHeight(label, side, d.size, true) + small * 1.25;
      height = Math.max(thick, tall);
      const used = d.paragraph(8, y + (height - tall) / 2, label, side, { bold: true });
      d.paragraph(8, y + (height - tall) / 2 + used, base, side, { size: small, colour: softInk });
    }
    drawShares(
      d,
      { x: left, y: y + (height - thick) / 2, wide: room, tall: thick },
      [better.count, same.count, worse.count],
      n,
      ways,
    );
    y += height + 9;
  }
  const mostly = areas.filter((area) => area.better.count > area.worse.count).length;
  const most = Math.max(0, ...areas.map((area) => area.n));
  const shares = (area: ChangeByArea["areas"][number]): string =>
    `better ${percent(area.better.share)}, the same ${percent(area.same.share)}, worse ${percent(area.worse.share)}`;
  return d.finish(y, {
    title: headline(
      areas.length === 1
        ? `${percent(areas[0]?.better.share ?? null)} of ${plural(unit)} got better`
        : `More got better than worse in ${mostly} of ${areas.length} areas`,
    ),
    subtitle: `Share of ${plural(unit)} known at both times, up to ${counted(most, unit)} an area`,
    description: `Stacked bars of change among up to ${counted(most, unit)}, one for each of ${counted(areas.length, "area")}. ${areas.map((area) => `${area.label} (n = ${whole(area.n)}): ${area.n === 0 ? "nobody" : shares(area)}`).join(". ")}.`,
    table: {
      caption: `Change by area among ${plural(unit)} known at both times`,
      columns: [
        { header: "" },
        { header: "n", align: "right" },
        ...ways.map((way) => ({ header: way.label, align: "right" as const })),
        { header: "Middle before" },
        { header: "Middle after" },
      ],
      rows: areas.map((area) => [
        area.label,
        area.n,
        ...[area.better, area.same, area.worse].map((own) =>
          own.share === null ? own.count : `${own.count} (${percent(own.share)})`,
        ),
        area.medianBefore,
        area.medianAfter,
      ]),
    },
    note: `Better is towards the ${result.betterIs === "lower" ? "first" : "last"} grade of the list. ${leftOut(result)}`,
  });
}

function leftOut({ areas, unit }: ChangeByArea): string {
  const missing = areas.map((area) => area.nMissing);
  const [least, greatest] = [Math.min(...missing), Math.max(...missing)];
  if (greatest === 0) return "Everybody is known at both times.";
  return least === greatest
    ? `Left out of each bar: ${counted(greatest, unit)} not known at both times.`
    : `Left out of the bars: ${whole(least)} to ${counted(greatest, unit)} not known at both times.`;
}
