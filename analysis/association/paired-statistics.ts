import { midRanks } from "./rank-tests.ts";

/** |Σ sign × rank| of the differences, those of nought left out. */
export function signedRankSum(differences: ArrayLike<number>): (signs: Int8Array) => number {
  const sizes = Float64Array.from(differences, (difference) => Math.abs(difference));
  const zeros = sizes.filter((size) => size === 0).length;
  // Noughts rank lowest, so taking their number off leaves the ranks among the rest.
  const ranks = midRanks(sizes).ranks.map((rank, row) =>
    sizes[row] === 0 ? 0 : (rank - zeros) * Math.sign(differences[row] as number),
  );
  return (signs) => {
    let sum = 0;
    for (let row = 0; row < ranks.length; row++) {
      sum += (ranks[row] as number) * (signs[row] as number);
    }
    return Math.abs(sum);
  };
}

/** Bowker's symmetry statistic when rows are turned over. */
export function asymmetry({
  before,
  after,
  levels,
}: {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly levels: number;
}): (signs: Int8Array) => number {
  const counts = new Float64Array(levels * levels);
  return (signs) => {
    counts.fill(0);
    for (let row = 0; row < before.length; row++) {
      const [from, to] = [before[row] as number, after[row] as number];
      counts[(signs[row] as number) > 0 ? from * levels + to : to * levels + from]! += 1;
    }
    let sum = 0;
    for (let i = 0; i < levels; i++) {
      for (let j = i + 1; j < levels; j++) {
        const [one, other] = [counts[i * levels + j] as number, counts[j * levels + i] as number];
        if (one + other > 0) sum += (one - other) ** 2 / (one + other);
      }
    }
    return sum;
  };
}
