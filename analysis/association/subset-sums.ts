/**
 * How many of the subsets of some whole numbers have each sum: `counts[sum]` among subsets of `size` numbers,
 * or of any size when it is null. Counts are kept as doubles: exact to 2^53, to 1e-16 relative beyond.
 *
 * @example
 * subsetSums(Int32Array.of(1, 2, 3), 2) // => Float64Array.of(0, 0, 0, 1, 1, 1, 0)
 * @see Streitberg and Röhmel (1986), Stat. Software Newsletter 12, 10–17, the shift algorithm.
 */
export function subsetSums(numbers: Int32Array, size: number | null): Float64Array {
  const most = numbers.reduce((sum, each) => sum + each, 0);
  if (size === null) {
    const counts = new Float64Array(most + 1);
    counts[0] = 1;
    let reached = 0;
    for (const own of numbers) {
      reached += own;
      for (let sum = reached; sum >= own; sum--) {
        counts[sum] = (counts[sum] as number) + (counts[sum - own] as number);
      }
    }
    return counts;
  }
  const width = most + 1;
  const counts = new Float64Array((size + 1) * width);
  counts[0] = 1;
  let reached = 0;
  numbers.forEach((own, place) => {
    reached += own;
    for (let taken = Math.min(size, place + 1); taken >= 1; taken--) {
      const here = taken * width;
      const before = here - width - own;
      for (let sum = reached; sum >= own; sum--) {
        counts[here + sum] = (counts[here + sum] as number) + (counts[before + sum] as number);
      }
    }
  });
  return counts.slice(size * width);
}

/**
 * The share of a distribution of counts at least as far from its middle as a value.
 *
 * @param middle - The mean of the distribution, by symmetry of the argument.
 * @example
 * farFromMiddle(Float64Array.of(1, 2, 1), 0, 1) // => 0.5
 */
export function farFromMiddle(counts: Float64Array, value: number, middle: number): number {
  const gap = Math.abs(value - middle) - 1e-9;
  let far = 0;
  let all = 0;
  counts.forEach((count, sum) => {
    all += count;
    if (Math.abs(sum - middle) >= gap) far += count;
  });
  return Math.min(1, far / all);
}
