import { type Grouping, tieTolerance } from "./grouping.ts";

/** The most alike pair of groups, and the log p of their own table. */
export interface AlikePair {
  readonly a: number;
  readonly b: number;
  readonly logP: number;
}

/**
 * Keeps the log p of every pair of groups that may be merged: neighbours for an ordered predictor, any two otherwise.
 * A merge asks anew only for the pairs it touches, and each group remembers its most alike later one, so that three
 * hundred authorities are merged in a moment.
 */
export class SimilarPairs {
  readonly #grouping: Grouping;
  readonly #ordered: boolean;
  readonly #count: number;
  /** log p of pair (a, b), a before b, at a·count + b; for ordered predictors at a: the pair with the next group. */
  readonly #logP: Float64Array;
  /** The later group most like each one, or −1. */
  readonly #partner: Int32Array;

  constructor(grouping: Grouping, ordered: boolean) {
    this.#grouping = grouping;
    this.#ordered = ordered;
    this.#count = grouping.members.length;
    this.#logP = new Float64Array(ordered ? this.#count : this.#count * this.#count);
    this.#partner = new Int32Array(this.#count).fill(-1);
    this.renew();
  }

  /** Asks for every pair again. */
  renew(): void {
    const { left } = this.#grouping;
    if (this.#ordered) {
      for (let at = 0; at < left.length; at++) this.#askNext(at);
      return;
    }
    for (let i = 0; i < left.length; i++) {
      const a = left[i] as number;
      for (let j = i + 1; j < left.length; j++) {
        const b = left[j] as number;
        this.#logP[a * this.#count + b] = this.#grouping.pair(a, b);
      }
      this.#findPartner(i);
    }
  }

  /**
   * The allowable pair with the largest p: the first in order where several are alike within 1e-9, which the grouping
   * notes. Null when there is no pair.
   */
  mostAlike(): AlikePair | null {
    const { left } = this.#grouping;
    let best: AlikePair | null = null;
    let tied = false;
    for (let at = 0; at + 1 < left.length; at++) {
      const a = left[at] as number;
      const b = this.#ordered ? (left[at + 1] as number) : (this.#partner[a] as number);
      const logP = this.#logP[this.#ordered ? a : a * this.#count + b] as number;
      if (best !== null && Math.abs(logP - best.logP) <= tieTolerance) tied = true;
      else if (best === null || logP > best.logP) {
        best = { a, b, logP };
        tied = false;
      }
    }
    if (best !== null && (tied || this.#hasRival(best))) this.#grouping.tie = true;
    return best;
  }

  /** Merges a pair and brings what it touches up to date. */
  merge({ a, b }: AlikePair): number {
    const grouping = this.#grouping;
    const union = grouping.join(a, b);
    const { left } = grouping;
    const at = left.indexOf(union);
    if (this.#ordered) {
      if (at > 0) this.#askNext(at - 1);
      this.#askNext(at);
      return union;
    }
    for (let j = at + 1; j < left.length; j++) {
      const other = left[j] as number;
      this.#logP[union * this.#count + other] = grouping.pair(union, other);
    }
    for (let i = 0; i < left.length; i++) {
      const other = left[i] as number;
      if (i < at) this.#logP[other * this.#count + union] = grouping.pair(other, union);
      const partner = this.#partner[other] as number;
      if (i === at || partner === a || partner === b) this.#findPartner(i);
      else if (i < at) this.#consider(other, union);
      else continue;
    }
    return union;
  }

  /** Is another pair of the same first group as alike? */
  #hasRival({ a, b, logP }: AlikePair): boolean {
    if (this.#ordered) return false;
    return this.#grouping.left.some(
      (other) =>
        other > a &&
        other !== b &&
        Math.abs((this.#logP[a * this.#count + other] as number) - logP) <= tieTolerance,
    );
  }

  #askNext(at: number): void {
    const { left } = this.#grouping;
    if (at + 1 >= left.length) return;
    const a = left[at] as number;
    this.#logP[a] = this.#grouping.pair(a, left[at + 1] as number);
  }

  #findPartner(at: number): void {
    const { left } = this.#grouping;
    const a = left[at] as number;
    let best = Number.NEGATIVE_INFINITY;
    this.#partner[a] = -1;
    for (let j = at + 1; j < left.length; j++) {
      const b = left[j] as number;
      const logP = this.#logP[a * this.#count + b] as number;
      if (this.#partner[a] === -1 || logP > best + tieTolerance) {
        best = logP;
        this.#partner[a] = b;
      }
    }
  }

  /** Is the union more like a group than its partner so far? An earlier place wins a tie. */
  #consider(other: number, union: number): void {
    const own = this.#logP[other * this.#count + union] as number;
    const partner = this.#partner[other] as number;
    const best = this.#logP[other * this.#count + partner] as number;
    if (own > best + tieTolerance || (own >= best - tieTolerance && union < partner)) {
      this.#partner[other] = union;
    }
  }
}
