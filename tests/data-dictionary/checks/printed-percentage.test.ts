import { expect, it } from "vitest";
import {
  checkPercentage,
  partitionsFitting,
} from "../../../data-dictionary/checks/printed-percentage.ts";

it("judges the printed figures of the study and its siblings", () => {
  const cases: [number | null, number, string, string][] = [
    [106, 131, "86", "mismatch"],
    [107, 133, "81", "mismatch"],
    [101, 130, "78", "ok"],
    [60, 122, "49", "ok"],
    [42, 123, "34", "ok"],
    [82, 138, "59", "ok"],
    [17, 138, "12", "ok"],
    [28, 32, "87", "ok only if truncated"],
    [950, 2391, "45.9", "mismatch"],
    [19, 320, "5.9", "ok"],
    [null, 75, "42", "impossible"],
    [null, 99, "42", "ok"],
    [null, 100, "42", "ok"],
  ];
  for (const [count, n, printed, verdict] of cases) {
    expect([count, n, checkPercentage(count, n, printed).verdict]).toEqual([count, n, verdict]);
  }
  expect(checkPercentage(106, 131, "86").possibleCounts).toEqual([113]);
  expect(checkPercentage(106, 131, "86").possibleBases).toContain(123);
  expect(checkPercentage(107, 133, "81").possibleCounts).toEqual([108]);
});

it("finds the partitions that fit rounded percentages", () => {
  expect(partitionsFitting(138, [43, 29, 28])).toEqual([
    [59, 40, 39],
    [60, 40, 38],
  ]);
  expect(partitionsFitting(138, [26, 28, 46])).toEqual([
    [36, 38, 64],
    [36, 39, 63],
  ]);
  expect(partitionsFitting(104, [25, 25, 26, 24])).toEqual([[26, 26, 27, 25]]);
});

it("refuses what is no percentage", () => {
  expect(() => checkPercentage(5, 4, "10")).toThrow("COUNT/BASE=PERCENT");
  expect(() => checkPercentage(null, 4, "abc")).toThrow("COUNT/BASE=PERCENT");
});
