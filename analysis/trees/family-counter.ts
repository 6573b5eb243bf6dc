/** Counts the families among some rows, without sorting them. */
export class FamilyCounter {
  readonly #families: Int32Array;
  readonly #seenAt: Int32Array;
  readonly #groups: Int32Array;
  #turn = 0;

  constructor(families: Int32Array, familyCount: number) {
    this.#families = families;
    this.#seenAt = new Int32Array(familyCount);
    this.#groups = new Int32Array(familyCount);
  }

  /** Families of all rows. */
  all(): number {
    this.#turn++;
    let count = 0;
    for (let row = 0; row < this.#families.length; row++) {
      const family = this.#families[row] as number;
      if (this.#seenAt[family] === this.#turn) continue;
      this.#seenAt[family] = this.#turn;
      count++;
    }
    return count;
  }

  /** Families in each group of some rows; a family with children in two groups counts in both. */
  byGroup(
    rows: Int32Array,
    codes: Uint8Array | Uint16Array,
    groupOfCode: Int32Array,
    groups: number,
  ): Int32Array {
    const counts = new Int32Array(groups);
    // One bit for each group; more groups than bits are counted in turns.
    for (let from = 0; from < groups; from += 31) {
      this.#turn++;
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at] as number;
        const group = (groupOfCode[codes[row] as number] as number) - from;
        if (group < 0 || group >= 31) continue;
        const family = this.#families[row] as number;
        if (this.#seenAt[family] !== this.#turn) {
          this.#seenAt[family] = this.#turn;
          this.#groups[family] = 0;
        }
        const bit = 1 << group;
        if (((this.#groups[family] as number) & bit) !== 0) continue;
        this.#groups[family] = (this.#groups[family] as number) | bit;
        counts[from + group] = (counts[from + group] as number) + 1;
      }
    }
    return counts;
  }
}
