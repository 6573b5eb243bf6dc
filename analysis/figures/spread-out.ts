/**
 * Places of labels moved apart so that none is nearer than `gap` to the next, in order, within bounds where
 * they fit.
 *
 * @example
 * spreadOut([10, 12, 40], 10, 0, 100) // => [6, 16, 40]
 */
export function spreadOut(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  // Neighbours that collide become a block centred on the mean of what they want.
  const blocks: { sum: number; members: number[] }[] = [];
  const top = (block: { sum: number; members: number[] }): number => {
    const size = block.members.length;
    const first = block.sum / size - ((size - 1) * gap) / 2;
    return Math.max(low, Math.min(high - (size - 1) * gap, first));
  };
  for (const at of order) {
    let block = { sum: wanted[at] as number, members: [at] };
    for (;;) {
      const before = blocks.at(-1);
      if (before === undefined || top(before) + before.members.length * gap <= top(block)) break;
      blocks.pop();
      block = { sum: before.sum + block.sum, members: [...before.members, ...block.members] };
    }
    blocks.push(block);
  }
  const placed = [...wanted];
  for (const block of blocks) {
    const first = top(block);
    block.members.forEach((at, step) => {
      placed[at] = first + step * gap;
    });
  }
  return placed;
}
