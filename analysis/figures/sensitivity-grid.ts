import type { Sensitivity, SensitivityPoint } from "../outcomes/sensitivity.ts";
import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, fileStem, headline, lowerFirst, percent, plural, whole } from "./number-words.ts";
import { type CategoryStyle, categoryStyles, ink, softInk } from "./palette.ts";
import { drawShares } from "./share-row.ts";
import { textWidth } from "./text-width.ts";

export interface SensitivityGridOptions extends FigureOptions {
  readonly ordered?: boolean;
}

/**
 * An outcome coded again under each setting of its thresholds: a bar of its shares for each, and how many
 * move. The parameter that moves most runs across, the others down; the setting in use has a thick frame.
 */
export function sensitivityGrid(
  result: Omit<Sensitivity, "unit"> & { readonly unit: string },
  options: SensitivityGridOptions,
): Figure {
  const d = new Drawing(`sensitivity-grid-${fileStem(result.outcome)}`, options);
  const values = result.values.filter((value) =>
    result.points.some((point) => (point.counts[value] ?? 0) > 0),
  );
  const styles = categoryStyles(values.length, {
    ordered: options.ordered ?? false,
    unknown: values.flatMap((value, at) =>
      /^(not_determinable|undetermined)$/.test(value) ? [at] : [],
    ),
  });
  const names = Object.keys(result.points[0]?.parameters ?? {});
  const first = result.byParameter[0]?.parameter ?? names[0] ?? "";
  const settings = [...new Set(result.points.map((point) => String(point.parameters[first])))];
  const across = settings.length <= (d.narrow ? 3 : 7);
  const small = d.size - 1;
  let y = 6;
  y +=
    d.key(
      8,
      y,
      d.width - 16,
      values.map((value, at) => ({
        label: result.labels[value] ?? value,
        style: styles[at] as CategoryStyle,
      })),
    ) + 6;
  const rows = rowsOf(result.points, first, across);
  const side = d.narrow
    ? 0
    : Math.min(
        d.width * 0.34,
        Math.max(
          90,
          ...rows.map(({ label }) => textWidth(label, small)),
          ...(across ? [textWidth(parameterWords(first), small, true)] : []),
        ) + 6,
      );
  const left = 8 + side + (d.narrow ? 0 : 12);
  const columns = across ? settings.length : 1;
  const gap = 12;
  const wide = (d.width - left - 8 - (columns - 1) * gap) / columns;
  if (across) {
    if (d.narrow) {
      y += d.paragraph(8, y, parameterWords(first), d.width - 16, { size: small, bold: true });
    }
    const tall = d.narrow ? 0 : d.paragraphHeight(parameterWords(first), side, small, true);
    if (!d.narrow) d.paragraph(8, y, parameterWords(first), side, { size: small, bold: true });
    settings.forEach((setting, at) => {
      d.text(left + at * (wide + gap) + wide / 2, y + small, setting, {
        size: small,
        bold: true,
        anchor: "middle",
      });
    });
    y += Math.max(tall, small * 1.5) + 4;
  }
  const bar = d.narrow ? 20 : 22;
  for (const row of rows) {
    let height = bar + small * 1.3 + 6;
    if (row.label !== "") {
      if (d.narrow) y += d.paragraph(8, y, row.label, d.width - 16, { size: small }) + 3;
      else {
        height = Math.max(height, d.paragraphHeight(row.label, side, small) + 4);
        d.paragraph(8, y + 2, row.label, side, { size: small });
      }
    }
    row.points.forEach((point, at) => {
      if (point === null) return;
      drawPoint(d, point, values, styles, { x: left + at * (wide + gap), y, wide, bar }, result.n);
    });
    y += height + 6;
  }
  const most = Math.max(...result.points.map((point) => point.moved));
  const base = counted(result.n, result.unit);
  const ranges = values.map((value) => {
    const [least, greatest] = result.range[value] ?? [0, 0];
    return `${result.labels[value] ?? value}: ${percent(least / result.n)} to ${percent(greatest / result.n)}`;
  });
  return d.finish(y + 2, {
    title: headline(
      most === 0
        ? "The thresholds make no difference"
        : `Other thresholds move at most ${whole(most)} of ${whole(result.n)} ${plural(result.unit)}`,
    ),
    subtitle: `${result.label} under ${counted(result.points.length, "setting")} of its thresholds; ${base}`,
    description: `Grid of bars: ${lowerFirst(result.label)} of ${base} under ${counted(result.points.length, "setting")} of ${names.map((name) => parameterWords(name).toLowerCase()).join(", ")}. At most ${whole(most)} move. ${ranges.join("; ")}.`,
    table: {
      caption: `${result.label} under each setting of the thresholds: count (share) of ${base}`,
      columns: [
        ...names.map((name) => ({ header: parameterWords(name), align: "right" as const })),
        ...values.map((value) => ({
          header: result.labels[value] ?? value,
          align: "right" as const,
        })),
        { header: "Move", align: "right" },
        { header: "In use" },
      ],
      rows: result.points.map((point) => [
        ...names.map((name) => point.parameters[name] ?? null),
        ...values.map(
          (value) =>
            `${point.counts[value] ?? 0} (${percent((point.counts[value] ?? 0) / result.n)})`,
        ),
        point.moved,
        point.isDefault ? "yes" : null,
      ]),
    },
    note: `Thick frame: the setting in use. Over the whole grid ${ranges.join("; ")}.`,
  });
}

function drawPoint(
  d: Drawing,
  point: SensitivityPoint,
  values: readonly string[],
  styles: readonly CategoryStyle[],
  { x, y, wide, bar }: { x: number; y: number; wide: number; bar: number },
  n: number,
): void {
  const small = d.size - 2;
  drawShares(
    d,
    { x, y, wide, tall: bar },
    values.map((value) => point.counts[value] ?? 0),
    n,
    styles,
    small,
  );
  if (point.isDefault)
    d.rect(x - 3, y - 3, wide + 5, bar + 6, { fill: "none", stroke: ink, strokeWidth: 2.5 });
  d.text(
    x + wide / 2,
    y + bar + small + 4,
    point.isDefault
      ? "in use"
      : point.moved === 0
        ? "none move"
        : `${whole(point.moved)} move${point.moved === 1 ? "s" : ""}`,
    {
      size: small,
      anchor: "middle",
      bold: point.isDefault,
      colour: point.isDefault ? ink : softInk,
    },
  );
}

interface GridRow {
  readonly label: string;
  readonly points: readonly (SensitivityPoint | null)[];
}

/** Points gathered into rows: one for each setting of all parameters but the one that runs across. */
function rowsOf(points: readonly SensitivityPoint[], first: string, across: boolean): GridRow[] {
  const label = (point: SensitivityPoint): string =>
    Object.entries(point.parameters)
      .filter(([name]) => !across || name !== first)
      .map(
        ([name, value], at) =>
          `${at === 0 ? parameterWords(name) : name.replaceAll("_", " ")} ${String(value).replace(/^-/, "−")}`,
      )
      .join(", ");
  if (!across) return points.map((point) => ({ label: label(point), points: [point] }));
  const settings = [...new Set(points.map((point) => String(point.parameters[first])))];
  return [...new Set(points.map(label))].map((own) => ({
    label: own,
    points: settings.map(
      (setting) =>
        points.find(
          (point) => label(point) === own && String(point.parameters[first]) === setting,
        ) ?? null,
    ),
  }));
}

/** A parameter's name as words. */
function parameterWords(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
