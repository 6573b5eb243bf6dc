import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dealAnew, keepingDealer } from "../../../analysis/association/family-arrangements.ts";
import { familyPermutation } from "../../../analysis/association/family-permutation.ts";
import { familyRows } from "../../../analysis/association/family-rows.ts";
import { chiSquaredStatistic } from "../../../analysis/association/permutation-statistics.ts";

const rowsOf = fc.array(
  fc.record({ family: fc.nat(8), stratum: fc.nat(2), code: fc.nat(2), outcome: fc.nat(2) }),
  { minLength: 6, maxLength: 30 },
);

describe("arrangements of families", () => {
  it("are the same kept for many predictors as dealt anew for one", () => {
    fc.assert(
      fc.property(rowsOf, fc.boolean(), fc.boolean(), (rows, familyLevel, stratified) => {
        const problem = {
          families: familyRows(Int32Array.from(rows, (row) => row.family)),
          familyLevel,
          strata: stratified ? Int32Array.from(rows, (row) => row.stratum) : null,
          seed: 3,
          stream: "test",
          replications: 7,
        };
        const dealer = keepingDealer();
        const [first, again, anew] = [dealer(problem), dealer(problem), dealAnew(problem)];
        expect(again.source).toBe(first.source);
        for (let turn = 0; turn < 7; turn++) {
          const own = first.deal(turn);
          const alone = anew.deal(turn);
          expect([...first.source.subarray(own, own + rows.length)]).toEqual([
            ...anew.source.subarray(alone, alone + rows.length),
          ]);
        }
        // Asked for again, from the start, they are as they were.
        const before = [...first.source];
        again.deal(2);
        expect([...first.source]).toEqual(before);
      }),
    );
  });

  it("keep families whole and values in their strata", () => {
    fc.assert(
      fc.property(rowsOf, fc.boolean(), (rows, stratified) => {
        const family = Int32Array.from(rows, (row) => row.family);
        const strata = stratified ? Int32Array.from(rows, (row) => row.stratum) : null;
        const { deal, source } = dealAnew({
          families: familyRows(family),
          familyLevel: false,
          strata,
          seed: 1,
          stream: "test",
          replications: 5,
        });
        for (let turn = 0; turn < 5; turn++) {
          const at = deal(turn);
          const taken = [...source.subarray(at, at + rows.length)];
          expect([...taken].sort((a, b) => a - b)).toEqual(rows.map((_, row) => row));
          taken.forEach((donor, row) => {
            if (strata !== null) expect(strata[donor]).toBe(strata[row]);
            taken.forEach((other, second) => {
              expect(family[donor] === family[other]).toBe(family[row] === family[second]);
            });
          });
        }
      }),
    );
  });

  it("give a test the same p-value kept, anew, and after another predictor used them", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const families = Int32Array.from(rows, (row) => row.family);
        const outcome = Int32Array.from(rows, (row) => row.outcome);
        const test = (of: (row: (typeof rows)[number]) => number, dealer = dealAnew) =>
          familyPermutation(
            {
              method: "family-permutation",
              predictor: Int32Array.from(rows, of),
              families,
              statistic: chiSquaredStatistic(outcome, 3, 3),
            },
            40,
            5,
            dealer,
          );
        const dealer = keepingDealer();
        test((row) => (row.code + row.stratum) % 3, dealer);
        expect(test((row) => row.code, dealer)).toEqual(test((row) => row.code));
      }),
    );
  });
});
