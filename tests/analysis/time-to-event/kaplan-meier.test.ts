import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefused } from "../../../analysis/association/test-result.ts";
import { atRisk, kaplanMeier, stepAt } from "../../../analysis/time-to-event/kaplan-meier.ts";
import { logRank } from "../../../analysis/time-to-event/log-rank.ts";
import { InputError } from "../../../data-dictionary/input-error.ts";
import reference from "../../reference/time-to-event.json" with { type: "json" };

const close = (actual: number | null, expected: number | null): void => {
  if (actual === null || expected === null) expect(actual).toBe(expected);
  else
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
      1e-10 * Math.max(1e-6, Math.abs(expected)),
    );
};

describe("kaplanMeier", () => {
  it.each(Object.entries(reference.curves))("equals R's survfit for %s", (_, data) => {
    const curve = kaplanMeier(data);
    const expected = data.steps;
    expect(curve.steps.map((step) => step.time)).toEqual(expected.time);
    expect(curve.steps.map((step) => step.nRisk)).toEqual(expected.nRisk);
    expect(curve.steps.map((step) => step.events)).toEqual(expected.events);
    expect(curve.steps.map((step) => step.censored)).toEqual(expected.censored);
    curve.steps.forEach((step, at) => {
      close(step.survival, expected.survival[at] as number);
      // Where S is 0 or 1, R gives an infinite error or the curve itself as its interval; we give none.
      if (step.survival > 0) close(step.standardError, expected.standardError[at] as number);
      if (step.survival > 0 && step.survival < 1) {
        close(step.ciLow, expected.ciLow[at] as number);
        close(step.ciHigh, expected.ciHigh[at] as number);
        close(step.familyStandardError, expected.familyStandardError[at] as number);
        close(step.familyCiLow, expected.familyCiLow[at] as number);
        close(step.familyCiHigh, expected.familyCiHigh[at] as number);
      }
    });
    expect(curve.median).toEqual(data.median);
  });

  it("is one less the share of events when nobody is censored before the end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 40 }),
        (time) => {
          const curve = kaplanMeier({ time, event: time.map(() => 1), family: null });
          for (const step of curve.steps) {
            const without = time.filter((own) => own > step.time).length / time.length;
            expect(step.survival).toBeCloseTo(without, 12);
          }
        },
      ),
    );
  });

  it("does not mind the order of cases, and never rises", () => {
    const cases = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1 })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(cases, (rows) => {
        const curve = (own: typeof rows) =>
          kaplanMeier({
            time: own.map(([time]) => time),
            event: own.map(([, event]) => event),
            family: null,
          });
        const one = curve(rows);
        expect(curve([...rows].reverse())).toEqual(one);
        one.steps.forEach((step, at) => {
          expect(step.survival).toBeLessThanOrEqual(one.steps[at - 1]?.survival ?? 1);
          expect(JSON.stringify(step)).not.toContain("NaN");
        });
      }),
    );
  });

  it("counts brothers and sisters who are alike as little more than one", () => {
    const time = [3, 3, 3, 8, 8, 8, 9, 9, 9, 12, 12, 12];
    const event = time.map((own) => (own < 12 ? 1 : 0));
    const step = kaplanMeier({ time, event, family: time }).steps[0];
    expect((step?.familyStandardError ?? 0) / (step?.standardError ?? 1)).toBeCloseTo(
      Math.sqrt(3),
      10,
    );
  });

  it("gives one child, nobody with the event, and all at once without a NaN", () => {
    expect(kaplanMeier({ time: [5], event: [1], family: null }).steps[0]).toMatchObject({
      survival: 0,
      standardError: null,
      ciLow: null,
    });
    expect(kaplanMeier({ time: [5, 6], event: [0, 0], family: null })).toMatchObject({
      events: 0,
      median: { estimate: null },
    });
  });

  it("finds the curve and the number at risk at a time between steps", () => {
    const curve = kaplanMeier({ time: [2, 4, 6], event: [1, 0, 1], family: null });
    expect(stepAt(curve, 1)).toBeNull();
    expect(stepAt(curve, 5)?.survival).toBeCloseTo(2 / 3, 12);
    expect([0, 3, 6, 7].map((time) => atRisk(curve, time))).toEqual([3, 2, 1, 0]);
  });

  it("refuses no cases and times that are none", () => {
    const refused = (time: number[]): string => {
      try {
        kaplanMeier({ time, event: time.map(() => 1), family: null });
      } catch (error) {
        return error instanceof InputError ? `${error.code}: ${error.message}` : "";
      }
      return "";
    };
    expect(refused([])).toMatchInlineSnapshot(
      `"too-few-values: A survival curve must have 1 case, but has none."`,
    );
    expect(refused([1, -1])).toMatchInlineSnapshot(
      `"bad-times: Times must be numbers from 0 up, but that of row 2 is not."`,
    );
  });
});

describe("logRank", () => {
  it.each(Object.entries(reference.tests))("equals R's survdiff for %s", (_, data) => {
    const result = logRank({ ...data, family: null }, data.group);
    if (isRefused(result)) throw new Error(result.reason);
    close(result.statistic as number, data.statistic);
    expect(result.df).toBe(data.df);
    close(result.pValue, data.pValue);
  });

  it("is refused for one group and without events", () => {
    const data = { time: [1, 2], event: [0, 0], family: null };
    expect(logRank(data, [0, 0])).toMatchObject({ refused: "one-group" });
    expect(logRank(data, [0, 1])).toMatchObject({ refused: "no-variation" });
  });
});
