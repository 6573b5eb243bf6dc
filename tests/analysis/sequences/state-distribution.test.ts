import { describe, expect, it } from "vitest";
import { stateDistribution } from "../../../analysis/sequences/state-distribution.ts";
import { childStory } from "../../../analysis/timeline/child-story.ts";
import { addMonths } from "../../../data-dictionary/dates/day.ts";
import { demoDerived } from "../../support/demo-derived.ts";

describe("stateDistribution", () => {
  const { time } = demoDerived();
  const all = stateDistribution(time);

  it("has every child in every month", () => {
    expect(all).toMatchObject({ n: 138, families: 104, nMissing: 0 });
    expect(all.months).toEqual(Array.from({ length: 61 }, (_, month) => month));
    for (const month of all.months) {
      const sum = all.states.reduce((total, { counts }) => total + (counts[month] as number), 0);
      expect(sum).toBe(138);
    }
  });

  it("begins with everybody at home, the day of the return being in the return", () => {
    const home = all.states.find(({ value }) => value === "parent");
    expect(home?.counts[0]).toBe(138);
  });

  it("agrees at the last month with where each child lived at follow-up", () => {
    const last = new Map(all.states.map(({ value, counts }) => [value, counts.at(-1)]));
    const expected = new Map<string, number>();
    for (let child = 0; child < time.childCount; child++) {
      const story = childStory(time, child);
      const setting = story.stays[story.current]?.setting ?? "unknown";
      expected.set(setting, (expected.get(setting) ?? 0) + 1);
    }
    for (const [setting, count] of expected) expect(last.get(setting)).toBe(count);
  });

  it("follows one child by hand: in the place the placements table gives for the day", () => {
    const child = 4;
    const one = stateDistribution(time, [child]);
    const { by, start, end, setting } = time.spells;
    for (const month of one.months) {
      const day = addMonths(time.index[child] as number, month);
      let expected = "unknown";
      for (let at = by.start[child] as number; at < (by.start[child + 1] as number); at++) {
        const row = by.rows[at] as number;
        if ((start[row] as number) <= day && day < (end[row] as number)) {
          expected = setting?.levels[setting.codes[row] as number]?.value ?? "unknown";
        }
      }
      expect(one.states.find(({ value }) => value === expected)?.counts[month]).toBe(1);
    }
  });

  it("counts no child as none", () => {
    expect(stateDistribution(time, [])).toMatchObject({ n: 0, states: [] });
  });
});
