import { describe, expect, it } from "vitest";
import { returnSurvival } from "../../../analysis/outcomes/return-survival.ts";
import { stepAt } from "../../../analysis/time-to-event/kaplan-meier.ts";
import { numericColumn } from "../../../data-dictionary/table/column.ts";
import { dataset } from "../../../data-dictionary/table/dataset.ts";
import { demoDerived } from "../../support/demo-derived.ts";

describe("returnSurvival", () => {
  const { children } = demoDerived();

  it("finds the published breakdown of returns: 65% by five years", () => {
    const result = returnSurvival(children);
    expect(result).toMatchObject({ n: 138, nMissing: 0, by: null, logRank: null });
    expect(result.all.events).toBe(90);
    expect(stepAt(result.all, 60)?.survival).toBeCloseTo(48 / 138, 12);
  });

  it("splits into groups that add up, and tests them", () => {
    const result = returnSurvival(children, "age_band");
    expect(result.groups.map(({ label }) => label)).toEqual(["Under 6", "6 to 12", "Over 12"]);
    expect(result.groups.reduce((sum, { curve }) => sum + curve.n, 0)).toBe(138);
    expect(result.groups.reduce((sum, { curve }) => sum + curve.events, 0)).toBe(90);
    expect(result.logRank).toMatchObject({ method: "log-rank", df: 2, respectsFamilies: false });
  });

  it("leaves out children whose months are not known, and counts them", () => {
    const data = dataset([
      numericColumn("months_observed", [3, null, 60]),
      numericColumn("months_to_breakdown", [3, null, null]),
    ]);
    expect(returnSurvival(data)).toMatchObject({ n: 2, nMissing: 1 });
    expect(returnSurvival(data).all).toMatchObject({ events: 1, censored: 1, families: null });
  });

  it("is refused without the facts", () => {
    expect(() =>
      returnSurvival(dataset([numericColumn("age", [1])])),
    ).toThrowErrorMatchingInlineSnapshot(
      `[InputError: There is no variable named months_observed in data.]`,
    );
  });
});
