import { type Random, seededRandom } from "../../analysis/random/random.ts";

export type Rows = readonly (readonly string[])[];

/** One instrument's chance: yes or no, a weighted choice, a number in a range, and now and then a missing code. */
export class Draw {
  readonly #random: Random;

  constructor(stream: string) {
    this.#random = seededRandom(1, `instrument:${stream}`);
  }

  yes(chance: number): string {
    return this.#random.next() < chance ? "1" : "0";
  }
  whole(low: number, high: number): number {
    return low + this.#random.below(high - low + 1);
  }
  /** One of the names, by weight. */
  pick(weights: Readonly<Record<string, number>>): string {
    const entries = Object.entries(weights);
    let left = this.#random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries.at(-1)?.[0] ?? "";
  }
  /** The value, or now and then a reason why it is not there. */
  seldomMissing(value: string, chance = 0.05): string {
    if (this.#random.next() >= chance) return value;
    return this.#random.next() < 0.7 ? "-9" : "-8";
  }
}

/** Rows from records, the columns in the order of the first; a last column marks each row. */
export function marked(records: readonly Readonly<Record<string, string | number>>[]): Rows {
  const names = Object.keys(records[0] ?? {});
  return [
    [...names, "synthetic"],
    ...records.map((record) => [...names.map((name) => String(record[name] ?? "")), "SYNTHETIC"]),
  ];
}
