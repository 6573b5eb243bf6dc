import { seededRandom } from "../random/random.ts";
import { type FamilyRows, shufflePart } from "./family-rows.ts";

/** Orders in which the values of whole families are exchanged, dealt one after another from a seed. */
export interface Arrangements {
  /** Families in the largest set that exchange among themselves. */
  readonly largest: number;
  /**
   * Deals arrangement `turn` (they are asked for in order from 0, as often as liked): row r takes the value of row
   * `source[at + r]`, where `at` is what is returned.
   */
  readonly deal: (turn: number) => number;
  readonly source: Uint16Array | Int32Array;
}

/** What two permutation tests must share to use the same arrangements. */
export interface ArrangementProblem {
  readonly families: FamilyRows;
  /** Does one value hold for the whole family? Then families of any size exchange. */
  readonly familyLevel: boolean;
  /** The stratum of each row, when values may only be exchanged within strata. */
  readonly strata: Int32Array | null;
  readonly seed: number;
  /** Name of the stream of random numbers. */
  readonly stream: string;
  readonly replications: number;
}

/** Gives the arrangements of a problem; one that keeps them deals them once for many predictors. */
export type Dealer = (problem: ArrangementProblem) => Arrangements;

/** So many row numbers are kept at most, 2 or 4 bytes each. */
const mostKept = 16_000_000;

/**
 * Deals the arrangements of whole families for one test.
 *
 * A value that holds for the family goes to another family of any size; values that differ between brothers and sisters
 * go, in random order, to a family of the same size. With strata, families exchange only with those whose children stand
 * in the same strata, and a value stays in its stratum.
 *
 * @example
 * dealAnew({ families: familyRows(Int32Array.of(0, 1)), familyLevel: true, strata: null, seed: 1, stream: "a", replications: 9 }).largest // => 2
 */
export const dealAnew: Dealer = (problem) => dealt(problem, false);

/**
 * A dealer that remembers: predictors known for the same children of the same families are permuted in the same 2,000
 * orders, which are then drawn once. Each test is as it would be alone.
 *
 * @example
 * keepingDealer()({ families: familyRows(Int32Array.of(0, 1)), familyLevel: true, strata: null, seed: 1, stream: "a", replications: 9 }).largest // => 2
 */
export function keepingDealer(): Dealer {
  const known = new Map<string, Arrangements>();
  let room = mostKept;
  return (problem) => {
    const { families, familyLevel, strata, seed, stream, replications } = problem;
    const size = families.of.length * replications;
    if (size > room) return dealAnew(problem);
    const key = `${stream}|${seed}|${replications}|${familyLevel}|${families.of.join()}|${strata?.join() ?? ""}`;
    let own = known.get(key);
    if (own === undefined) {
      own = dealt(problem, true);
      known.set(key, own);
      room -= size;
    }
    return own;
  };
}

function dealt(problem: ArrangementProblem, keep: boolean): Arrangements {
  const { families, familyLevel, strata, seed, stream, replications } = problem;
  const n = families.of.length;
  const blocks = familyBlocks(families, familyLevel, strata);
  const { members, blockStart, largest, rows, runs } = blocks;
  const { below } = seededRandom(seed, stream);
  const order = members.slice();
  const donors = rows.slice();
  const length = keep ? n * replications : n;
  const source = n <= 65_536 ? new Uint16Array(length) : new Int32Array(length);
  const seats = seatsOf(families, blocks, familyLevel);
  let drawn = 0;
  const draw = (at: number): void => {
    for (let block = 0; block + 1 < blockStart.length; block++) {
      shufflePart(order, blockStart[block] as number, blockStart[block + 1] as number, below);
    }
    if (!familyLevel) {
      for (let run = 0; run < runs.length; run += 2) {
        shufflePart(donors, runs[run] as number, runs[run + 1] as number, below);
      }
    }
    seat(source, at, seats, order, familyLevel ? families.rows : donors, families.start);
  };
  return {
    largest,
    source,
    deal: (turn) => {
      const at = keep ? turn * n : 0;
      if (!keep || turn >= drawn) {
        draw(at);
        drawn = turn + 1;
      }
      return at;
    },
  };
}

/** Where each row stands: the place of its family in `members`, and which of the family's rows it takes after. */
interface Seats {
  readonly place: Int32Array;
  readonly within: Int32Array;
}

function seatsOf({ start }: FamilyRows, { members, rows }: Blocks, familyLevel: boolean): Seats {
  const place = new Int32Array(rows.length);
  const within = new Int32Array(rows.length);
  members.forEach((family, at) => {
    const own = start[family] as number;
    for (let k = own; k < (start[family + 1] as number); k++) {
      place[rows[k] as number] = at;
      // A value that holds for the family is taken from the donor's first row, for there may be no other.
      within[rows[k] as number] = familyLevel ? 0 : k - own;
    }
  });
  return { place, within };
}

/** The inner loop of every permutation test: plain arrays and nothing else, for speed. */
function seat(
  source: Uint16Array | Int32Array,
  at: number,
  { place, within }: Seats,
  order: Int32Array,
  donors: Int32Array,
  start: Int32Array,
): void {
  for (let row = 0; row < place.length; row++) {
    const donor = order[place[row] as number] as number;
    source[at + row] = donors[(start[donor] as number) + (within[row] as number)] as number;
  }
}

/** Families that may exchange, block after block. */
interface Blocks {
  readonly members: Int32Array;
  readonly blockStart: Int32Array;
  /** Families in the largest block. */
  readonly largest: number;
  /** Rows by family as in FamilyRows, within a family by stratum. */
  readonly rows: Int32Array;
  /** Stretches of `rows` of one family and stratum, of two rows or more: from, to, from, to … */
  readonly runs: Int32Array;
}

function familyBlocks(
  grouped: FamilyRows,
  familyLevel: boolean,
  strata: Int32Array | null,
): Blocks {
  const rows = grouped.rows.slice();
  const runs: number[] = [];
  const byKey = new Map<string, number[]>();
  for (let f = 0; f < grouped.count; f++) {
    const [from, to] = [grouped.start[f] as number, grouped.start[f + 1] as number];
    let key = familyLevel ? "" : String(to - from);
    if (strata === null) {
      if (to - from > 1) runs.push(from, to);
    } else {
      const own = rows.subarray(from, to);
      own.sort((a, b) => (strata[a] as number) - (strata[b] as number));
      const list = Array.from(own, (row) => strata[row] as number);
      // A family's own value goes to all its children, so only which strata they stand in matters.
      key = (familyLevel ? [...new Set(list)] : list).join();
      for (let start = 0; start < list.length; ) {
        let end = start + 1;
        while (end < list.length && list[end] === list[start]) end++;
        if (end - start > 1) runs.push(from + start, from + end);
        start = end;
      }
    }
    const block = byKey.get(key);
    if (block === undefined) byKey.set(key, [f]);
    else block.push(f);
  }
  const list = [...byKey.values()];
  const blockStart = new Int32Array(list.length + 1);
  list.forEach((block, at) => {
    blockStart[at + 1] = (blockStart[at] as number) + block.length;
  });
  return {
    members: Int32Array.from(list.flat()),
    blockStart,
    largest: Math.max(0, ...list.map((block) => block.length)),
    rows,
    runs: Int32Array.from(runs),
  };
}
