import { describe, expect, it } from "vitest";
import { childTimeline } from "../../../analysis/timeline/child-timeline.ts";
import { demoDerived } from "../../support/demo-derived.ts";

describe("childTimeline", () => {
  const { time } = demoDerived();
  const lines = Array.from({ length: time.childCount }, (_, child) => childTimeline(time, child));

  it("is plain data in order of date", () => {
    for (const line of lines) {
      expect(JSON.parse(JSON.stringify(line))).toEqual(line);
      const dates = line.events.map(({ date }) => date);
      expect(dates).toEqual([...dates].sort());
      expect(line.from <= (line.index ?? "") && (line.followUp ?? "") <= line.to).toBe(true);
    }
  });

  it("shows the child's and the whole family's records, and counts those about siblings alone", () => {
    lines.forEach((line, child) => {
      const family = time.families.of[child] as number;
      const { byFamily, byChild } = time.events;
      const about = (of: number, { start }: { start: Int32Array }) =>
        (start[of + 1] as number) - (start[of] as number);
      const named = Array.from({ length: time.childCount }, (_, other) => other)
        .filter((other) => other !== child && time.families.of[other] === family)
        .reduce((sum, other) => sum + about(other, byChild), 0);
      expect(line.siblingEvents).toBe(named);
      const plans = line.plans.length;
      expect(line.events.length).toBeLessThanOrEqual(about(family, byFamily) - named);
      expect(plans).toBeLessThanOrEqual(about(family, byFamily) - named);
    });
  });

  it("closes each plan with the next end after its start", () => {
    for (const { plans } of lines) {
      for (const plan of plans) expect(plan.end === null || plan.start <= plan.end).toBe(true);
    }
    expect(lines.flatMap(({ plans }) => plans)).toHaveLength(99);
  });

  it("joins rows of one legal status and leaves out no order", () => {
    for (const { legal } of lines) {
      legal.forEach((span, at) => {
        expect(span.value).not.toBe("none");
        const before = legal[at - 1];
        if (before?.value === span.value) expect((before.end ?? "9999") < span.start).toBe(true);
      });
    }
  });

  it("says whether a referral was answered, and of nothing else", () => {
    const events = lines.flatMap((line) => line.events);
    expect(
      events.filter(({ type }) => type === "referral").every(({ answered }) => answered !== null),
    ).toBe(true);
    expect(events.some(({ answered }) => answered === false)).toBe(true);
    expect(
      events.filter(({ type }) => type !== "referral").every(({ answered }) => answered === null),
    ).toBe(true);
  });

  it("holds no identifier and no free text", () => {
    const ids = new Set([...time.childIds, ...time.familyIds]);
    const text = JSON.stringify(lines);
    for (const id of ids) expect(text.includes(`"${id}"`)).toBe(false);
  });
});
