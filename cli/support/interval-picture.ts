/** A figure with its interval, to be drawn as a dot on a line of text. */
export interface PictureRow {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/**
 * Dots and intervals as lines of text, a bar standing where `middle` is: one line for each row, blank
 * for null, and last a line with the ends and the middle of the scale.
 *
 * @param scale - Least and greatest value drawn; what lies outside is cut at the edge with an arrow.
 * @example
 * intervalPicture([{ estimate: 0.5, ciLow: 0.25, ciHigh: 0.75 }], 0.5, { from: 0, to: 1 }, 9, (v) => String(v)).lines // => ["  ──●──"]
 */
export function intervalPicture(
  rows: readonly (PictureRow | null)[],
  middle: number | null,
  scale: { readonly from: number; readonly to: number },
  width: number,
  label: (value: number) => string,
): { readonly lines: string[]; readonly axis: string } {
  const span = scale.to - scale.from;
  const place = (value: number): number =>
    Math.min(width - 1, Math.max(0, Math.round(((value - scale.from) / span) * (width - 1))));
  const bar = middle === null ? -1 : place(middle);
  const lines = rows.map((row) => {
    const cells = new Array<string>(width).fill(" ");
    if (bar >= 0) cells[bar] = "│";
    if (row !== null) {
      for (let at = place(row.ciLow); at <= place(row.ciHigh); at++) {
        cells[at] = at === bar ? "┼" : "─";
      }
      if (row.ciLow < scale.from) cells[0] = "←";
      if (row.ciHigh > scale.to) cells[width - 1] = "→";
      cells[place(row.estimate)] = "●";
    }
    return cells.join("").trimEnd();
  });
  const [left, right] = [label(scale.from), label(scale.to)];
  const centre = label((scale.from + scale.to) / 2);
  const before = Math.round((width - centre.length) / 2) - left.length;
  const after = width - left.length - Math.max(1, before) - centre.length - right.length;
  const axis = `${left}${" ".repeat(Math.max(1, before))}${centre}${" ".repeat(Math.max(1, after))}${right}`;
  return { lines, axis };
}
