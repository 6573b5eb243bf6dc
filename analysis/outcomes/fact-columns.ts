import type { Column } from "../../data-dictionary/table/column.ts";
import type { ChildStory } from "../timeline/child-story.ts";
import type { Fact } from "./fact.ts";

/** Gathers the values of all facts into columns, one child at a time. */
export class FactColumns {
  readonly #facts: readonly Fact[];
  readonly #numbers: Float64Array[];
  readonly #reasons: Int8Array[];
  readonly #codes: Int32Array[];
  readonly #levels: ReadonlyMap<string, number>[];

  constructor(facts: readonly Fact[], count: number) {
    this.#facts = facts;
    this.#numbers = facts.map((fact) => new Float64Array(fact.levels === undefined ? count : 0));
    this.#reasons = facts.map((fact) => new Int8Array(fact.levels === undefined ? count : 0));
    this.#codes = facts.map((fact) => new Int32Array(fact.levels === undefined ? 0 : count));
    this.#levels = facts.map(
      (fact) => new Map((fact.levels ?? []).map((level, code) => [level.value, code])),
    );
  }

  fill(story: ChildStory): void {
    const row = story.child;
    for (let place = 0; place < this.#facts.length; place++) {
      const fact = this.#facts[place] as Fact;
      const value = fact.of(story);
      if (fact.levels !== undefined) {
        const codes = this.#codes[place] as Int32Array;
        codes[row] =
          typeof value === "object"
            ? value.missing
            : (this.#levels[place]?.get(String(value)) ?? -9);
      } else if (typeof value === "number") (this.#numbers[place] as Float64Array)[row] = value;
      else {
        (this.#numbers[place] as Float64Array)[row] = Number.NaN;
        (this.#reasons[place] as Int8Array)[row] = typeof value === "object" ? value.missing : -9;
      }
    }
  }

  finish(): Column[] {
    return this.#facts.map((fact, place): Column => {
      const common = {
        name: fact.name,
        label: fact.label,
        level: "child" as const,
        origin: "derived" as const,
      };
      if (fact.levels !== undefined) {
        return {
          ...common,
          kind: "categorical",
          codes: this.#codes[place] as Int32Array,
          levels: fact.levels,
          ordered: fact.ordered ?? false,
        };
      }
      return {
        ...common,
        kind: "numeric",
        values: this.#numbers[place] as Float64Array,
        reasons: this.#reasons[place] as Int8Array,
        ...(fact.unit === undefined ? {} : { unit: fact.unit }),
      };
    });
  }
}
