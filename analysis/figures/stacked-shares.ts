import type { ShareRows } from "../describe/share-rows.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, fileStem, headline, lowerFirst, percent, plural, whole } from "./number-words.ts";
import { categoryStyles, softInk } from "./palette.ts";
import { drawShares } from "./share-row.ts";
import { textWidth, wrapText } from "./text-width.ts";

/**
 * An outcome within groups: one bar of full length for each group, cut into the shares of the outcome's
 * values, with each group's n and families. A group without anybody says so.
 */
export function stackedShares(result: ShareRows, options: FigureOptions): Figure {
  const d = new Drawing(
    `stacked-shares-${fileStem(result.outcome)}-by-${fileStem(result.by)}`,
    options,
  );
  const styles = categoryStyles(result.columns.length, { ordered: result.ordered });
  const small = d.size - 1;
  const side = d.narrow ? 0 : Math.min(d.width * 0.34, widest(result, d.size) + 6);
  const left = d.narrow ? 8 : side + 18;
  const room = d.width - left - 8;
  const thick = d.narrow ? 26 : 32;
  let y = 6;
  y +=
    d.key(
      8,
      y,
      d.width - 16,
      result.columns.map((label, at) => ({ label, style: styles[at]! })),
    ) + 8;
  for (const row of result.rows) {
    const base = baseWords(row, result.unit);
    let height = thick;
    if (d.narrow) {
      y += d.paragraph(left, y, row.label, room, { bold: true });
      y += d.paragraph(left, y, base, room, { size: small, colour: softInk }) + 3;
    } else {
      const lines = wrapText(row.label, side, d.size);
      const notes = wrapText(base, side, small);
      const tall = lines.length * d.size * 1.25 + notes.length * small * 1.25;
      height = Math.max(thick, tall);
      let at = y + (height - tall) / 2;
      for (const [texts, size, colour] of [
        [lines, d.size, undefined],
        [notes, small, softInk],
      ] as const) {
        for (const line of texts) {
          d.text(left - 12, at + size * 0.95, line, {
            anchor: "end",
            size,
            ...(colour === undefined ? {} : { colour }),
          });
          at += size * 1.25;
        }
      }
    }
    const top = y + (height - thick) / 2;
    drawShares(d, { x: left, y: top, wide: room, tall: thick }, row.counts, row.n, styles);
    y += height + 10;
  }
  const n = counted(result.n, result.unit);
  const families = result.families === null ? "" : ` from ${counted(result.families, "family")}`;
  return d.finish(y, {
    title: headline(
      `${result.outcomeLabel} by ${lowerFirst(result.byLabel)}`,
      `${result.outcomeLabel} by group`,
      "Outcome by group",
    ),
    subtitle: `Share of ${plural(result.unit)} in each row; ${n}${families}`,
    description: `Stacked bars of ${lowerFirst(result.outcomeLabel)} for ${n}${families}, one bar for each value of ${lowerFirst(result.byLabel)}. ${result.rows
      .map((row) =>
        row.n === 0
          ? `${row.label}: nobody`
          : `${row.label} (${baseWords(row, result.unit)}): ${result.columns.map((label, at) => `${lowerFirst(label)} ${percent((row.counts[at] as number) / row.n)}`).join(", ")}`,
      )
      .join(". ")}.`,
    table: {
      caption: `${result.outcomeLabel} by ${lowerFirst(result.byLabel)}: count and share of the row`,
      columns: [
        { header: result.byLabel },
        ...result.columns.map((label) => ({ header: label, align: "right" as const })),
        { header: "n", align: "right" },
        ...(result.families === null ? [] : [{ header: "Families", align: "right" as const }]),
      ],
      rows: result.rows.map((row) => [
        row.label,
        ...row.counts.map((count) =>
          row.n === 0 ? count : `${whole(count)} (${percent(count / row.n)})`,
        ),
        row.n,
        ...(result.families === null ? [] : [row.families]),
      ]),
    },
    note:
      result.nMissing > 0
        ? `Left out: ${counted(result.nMissing, result.unit)} where either is not known.`
        : null,
  });
}

function widest(result: ShareRows, size: number): number {
  return Math.max(
    80,
    ...result.rows.map((row) =>
      Math.max(textWidth(row.label, size), textWidth(baseWords(row, result.unit), size - 1)),
    ),
  );
}

function baseWords(row: { n: number; families: number | null }, unit: string): string {
  if (row.families === null || unit === "family") return `n = ${whole(row.n)}`;
  return `n = ${whole(row.n)}, ${counted(row.families, "family")}`;
}
