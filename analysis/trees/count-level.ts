import type { RowsByNode } from "./rows-by-node.ts";
import type { TreeData } from "./tree-data.ts";

/** The tallies of every open node of a level: one row of `width` numbers for each category. */
export interface LevelTables {
  readonly tallies: (slot: number, predictor: number) => Float64Array;
}

/** Several predictors and the class in one code, so that one count serves them all. */
interface Pack {
  readonly codes: Uint16Array;
  readonly members: readonly {
    readonly predictor: number;
    readonly stride: number;
    readonly size: number;
  }[];
  /** Cells of the pack, classes counted. */
  readonly cells: number;
}

/** A pack holds at most this many cells: the counts of two hundred nodes then stay near the processor. */
const mostCells = 256;
/** Below this many rows packing costs more than it saves. */
const worthPacking = 8192;

/**
 * Counts every predictor against the outcome for all open nodes of a level.
 *
 * With many rows, predictors are packed several to a code once, and each level is one sequential pass over each pack, the
 * node of a row giving the place of its counts. With few rows to a node, nodes are counted when asked, from the
 * rows that belong to them. A numeric outcome adds number, sum and sum of squares, and is never packed.
 */
export class LevelCounter {
  readonly #data: TreeData;
  readonly #width: number;
  readonly #packs: readonly Pack[] | null;
  readonly #stride: number;
  readonly #bases: Uint32Array;

  constructor(data: TreeData, width: number) {
    this.#data = data;
    this.#width = width;
    const packs =
      data.rowCount >= worthPacking && data.outcomeType !== "continuous"
        ? packed(data, width)
        : null;
    this.#packs = packs;
    this.#stride = packs === null ? 0 : packs.reduce((most, pack) => Math.max(most, pack.cells), 1);
    this.#bases = new Uint32Array(packs === null ? 0 : data.rowCount);
  }

  /**
   * @param nodeOf - The node of each row.
   * @param slotOfNode - The slot of each node, from 0; −1 for nodes that are closed.
   * @param rows - Rows by node, asked for only when nodes are counted one by one.
   */
  count(
    nodeOf: Int32Array,
    slotOfNode: Int32Array,
    slots: number,
    rows: () => RowsByNode,
  ): LevelTables {
    const packs = this.#packs;
    if (packs === null || slots * this.#stride * 2 > this.#data.rowCount) {
      return this.#byNode(rows());
    }
    const stride = this.#stride;
    const baseOfNode = Uint32Array.from(slotOfNode, (slot) => (slot < 0 ? slots : slot) * stride);
    const everything = slots === 1 && slotOfNode.length === 1;
    if (!everything) fillBases(this.#bases, nodeOf, baseOfNode);
    const { weights } = this.#data;
    const counts = packs.map((pack) => {
      const length = (slots + 1) * stride;
      if (weights !== null) {
        const own = new Float64Array(length);
        if (everything) addWeightsAtRoot(own, pack.codes, weights);
        else addWeights(own, pack.codes, this.#bases, weights);
        return own;
      }
      const own = new Int32Array(length);
      if (everything) countAtRoot(own, pack.codes);
      else countPack(own, pack.codes, this.#bases);
      return own;
    });
    const place: { pack: number; stride: number; size: number }[] = [];
    packs.forEach((pack, number) => {
      for (const member of pack.members) place[member.predictor] = { pack: number, ...member };
    });
    const classes = this.#width;
    return {
      tallies: (slot, predictor) => {
        const { pack, stride: own, size } = place[predictor] as (typeof place)[number];
        return margin(
          counts[pack] as Int32Array | Float64Array,
          slot * stride,
          (packs[pack] as Pack).cells,
          classes,
          own,
          size,
        );
      },
    };
  }

  #byNode(rows: RowsByNode): LevelTables {
    const { predictors, classOf, outcomeValues, weights } = this.#data;
    const width = this.#width;
    return {
      tallies: (slot, number) => {
        const { codes, size } = predictors[number] as (typeof predictors)[number];
        const out = new Float64Array(size * width);
        const end = rows.starts[slot + 1] as number;
        for (let at = rows.starts[slot] as number; at < end; at++) {
          const row = rows.order[at] as number;
          const weight = weights === null ? 1 : (weights[row] as number);
          if (outcomeValues === null) {
            const cell = (codes[row] as number) * width + (classOf[row] as number);
            out[cell] = (out[cell] as number) + weight;
          } else {
            const cell = (codes[row] as number) * width;
            const y = outcomeValues[row] as number;
            out[cell] = (out[cell] as number) + weight;
            out[cell + 1] = (out[cell + 1] as number) + weight * y;
            out[cell + 2] = (out[cell + 2] as number) + weight * y * y;
          }
        }
        return out;
      },
    };
  }
}

/** Puts predictors into packs: the largest first, each into the first pack with room. */
function packed(data: TreeData, classes: number): readonly Pack[] | null {
  const order = [...data.predictors.keys()].sort(
    (a, b) => (data.predictors[b]?.size as number) - (data.predictors[a]?.size as number),
  );
  const plans: { members: number[]; cells: number }[] = [];
  for (const predictor of order) {
    const size = data.predictors[predictor]?.size as number;
    if (size * classes > 65_536) return null;
    const plan = plans.find((each) => each.cells * size <= mostCells);
    if (plan === undefined) plans.push({ members: [predictor], cells: size * classes });
    else {
      plan.members.push(predictor);
      plan.cells *= size;
    }
  }
  return plans.map(({ members, cells }) => {
    const codes = new Uint16Array(data.rowCount);
    const strides: number[] = [];
    let stride = classes;
    addCodes(codes, data.classOf, 1);
    for (const predictor of members) {
      strides.push(stride);
      addCodes(codes, data.predictors[predictor]?.codes as Uint8Array, stride);
      stride *= data.predictors[predictor]?.size as number;
    }
    return {
      codes,
      cells,
      members: members.map((predictor, at) => ({
        predictor,
        stride: strides[at] as number,
        size: data.predictors[predictor]?.size as number,
      })),
    };
  });
}

function addCodes(into: Uint16Array, codes: Uint8Array | Uint16Array, stride: number): void {
  for (let row = 0; row < into.length; row++) {
    into[row] = (into[row] as number) + (codes[row] as number) * stride;
  }
}

function fillBases(bases: Uint32Array, nodeOf: Int32Array, baseOfNode: Uint32Array): void {
  for (let row = 0; row < bases.length; row++) {
    bases[row] = baseOfNode[nodeOf[row] as number] as number;
  }
}

function countAtRoot(counts: Int32Array, codes: Uint16Array): void {
  for (let row = 0; row < codes.length; row++) {
    const cell = codes[row] as number;
    counts[cell] = (counts[cell] as number) + 1;
  }
}

function countPack(counts: Int32Array, codes: Uint16Array, bases: Uint32Array): void {
  for (let row = 0; row < codes.length; row++) {
    const cell = (bases[row] as number) + (codes[row] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
}

function addWeightsAtRoot(counts: Float64Array, codes: Uint16Array, weights: Float64Array): void {
  for (let row = 0; row < codes.length; row++) {
    const cell = codes[row] as number;
    counts[cell] = (counts[cell] as number) + (weights[row] as number);
  }
}

function addWeights(
  counts: Float64Array,
  codes: Uint16Array,
  bases: Uint32Array,
  weights: Float64Array,
): void {
  for (let row = 0; row < codes.length; row++) {
    const cell = (bases[row] as number) + (codes[row] as number);
    counts[cell] = (counts[cell] as number) + (weights[row] as number);
  }
}

/** The table of one predictor by class, added up over the other predictors of its pack. */
function margin(
  counts: Int32Array | Float64Array,
  start: number,
  cells: number,
  classes: number,
  stride: number,
  size: number,
): Float64Array {
  const out = new Float64Array(size * classes);
  const block = stride * size;
  for (let outer = 0; outer < cells; outer += block) {
    for (let code = 0; code < size; code++) {
      const from = start + outer + code * stride;
      for (let inner = 0; inner < stride; inner += classes) {
        for (let k = 0; k < classes; k++) {
          const cell = code * classes + k;
          out[cell] = (out[cell] as number) + (counts[from + inner + k] as number);
        }
      }
    }
  }
  return out;
}
