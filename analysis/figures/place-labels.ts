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
 * then further off with a thin line to the mark, which runs through no other name. `lines` are places along lines
 * that names keep clear of. A name that finds no room is left out, and stands in the table. Gives how many were written.
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
  const written: Box[] = [];
  const leaders: Leader[] = [];
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
        !taken.some((other) => overlaps(box, other)) &&
        !leaders.some((leader) => crosses(leader, box)) &&
        isShort(leaderTo(spot, box, size)) &&
        !written.some((other) => crosses(leaderTo(spot, box, size), other)),
    );
    if (found === undefined) return;
    taken.push(found);
    written.push(found);
    const leader = leaderTo(spot, found, size);
    if (leader !== null) {
      leaders.push(leader);
      d.line(leader.fromX, leader.fromY, leader.toX, leader.toY, { strokeWidth: 0.75 });
    }
    texts.forEach((line, at) => {
      d.text(found.left, found.top + size * (0.95 + at * 1.25), line, { size });
    });
  });
  return written.length;
}

/** The thin line from a mark to its name. */
interface Leader {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** The line to a name that is too far from its mark to be read with it; null where none is needed. */
function leaderTo(spot: Spot, box: Box, size: number): Leader | null {
  const middle = (box.top + box.bottom) / 2;
  const far =
    spot.x < box.left - spot.radius - 6 ||
    spot.x > box.right + spot.radius + 6 ||
    Math.abs(middle - spot.y) > (box.bottom - box.top) / 2 + spot.radius + 8;
  if (!far) return null;
  const edge = middle > spot.y ? box.top + 2 : box.bottom - 2;
  return {
    fromX: spot.x,
    fromY: spot.y,
    toX: Math.max(box.left, Math.min(box.right, spot.x)),
    toY: Math.abs(middle - spot.y) < size ? middle : edge,
  };
}

/** A line that runs far through other marks leads nobody to a name. */
const isShort = (leader: Leader | null): boolean =>
  leader === null ||
  Math.hypot(leader.toX - leader.fromX, leader.toY - leader.fromY) <= longestLeader;
const longestLeader = 80;

/** Does a line run through a box? Looked at every few pixels. */
function crosses(leader: Leader | null, box: Box): boolean {
  if (leader === null) return false;
  const { fromX, fromY, toX, toY } = leader;
  const steps = Math.ceil(Math.hypot(toX - fromX, toY - fromY) / 3);
  for (let step = 0; step <= steps; step++) {
    const x = fromX + ((toX - fromX) * step) / steps;
    const y = fromY + ((toY - fromY) * step) / steps;
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return true;
  }
  return false;
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
      at(x - width / 2, y - gap - height - rise),
      at(x - width / 2, y + gap + rise),
    ];
  });
  return [...near, ...far];
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
