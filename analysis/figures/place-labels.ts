import type { Drawing } from "./drawing.ts";
import { textWidth, wrapText } from "./text-width.ts";

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Writes names beside some of many marks, where no mark and no other name is: right, left, above or below,
 * then further off with a thin line to the mark. `lines` are places along lines that names keep clear of. A name that finds no room is left out, and stands in the
 * table. Gives how many were written.
 */
export function placeLabels(
  d: Drawing,
  spots: readonly Spot[],
  names: readonly (string | null)[],
  within: Box,
  lines: readonly Spot[] = [],
): number {
  const size = d.size - 1;
  const taken: Box[] = [...spots, ...lines].map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  let written = 0;
  spots.forEach((spot, place) => {
    const name = names[place];
    if (name === null || name === undefined) return;
    const texts = wrapText(name, Math.max(90, (within.right - within.left) * 0.42), size);
    const width = Math.max(...texts.map((line) => textWidth(line, size)));
    const found = candidates(spot, width, size * 1.25 * texts.length).find(
      (box) =>
        box.left >= within.left &&
        box.right <= within.right &&
        box.top >= within.top &&
        box.bottom <= within.bottom &&
        !taken.some((other) => overlaps(box, other)),
    );
    if (found === undefined) return;
    taken.push(found);
    written++;
    const middle = (found.top + found.bottom) / 2;
    const far =
      spot.x < found.left - spot.radius - 6 ||
      spot.x > found.right + spot.radius + 6 ||
      Math.abs(middle - spot.y) > (found.bottom - found.top) / 2 + spot.radius + 8;
    if (far) {
      const x = Math.max(found.left, Math.min(found.right, spot.x));
      const y = middle > spot.y ? found.top + 2 : found.bottom - 2;
      d.line(spot.x, spot.y, x, Math.abs(middle - spot.y) < size ? middle : y, {
        strokeWidth: 0.75,
      });
    }
    texts.forEach((line, at) => {
      d.text(found.left, found.top + size * (0.95 + at * 1.25), line, { size });
    });
  });
  return written;
}

function candidates({ x, y, radius }: Spot, width: number, height: number): Box[] {
  const gap = radius + 3;
  const at = (left: number, top: number): Box => ({
    left,
    right: left + width,
    top,
    bottom: top + height,
  });
  const near = [
    at(x + gap, y - height / 2),
    at(x - gap - width, y - height / 2),
    at(x - width / 2, y - gap - height),
    at(x - width / 2, y + gap),
  ];
  const far = [1, 2, 3, 4, 6, 8].flatMap((step) => {
    const rise = step * Math.min(height, 18) * 1.1;
    return [
      at(x + gap, y - height / 2 - rise),
      at(x + gap, y - height / 2 + rise),
      at(x - gap - width, y - height / 2 - rise),
      at(x - gap - width, y - height / 2 + rise),
    ];
  });
  return [...near, ...far];
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
