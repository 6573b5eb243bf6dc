/** A significance test, or why there is none. */
export type TestResult = ComputedTest | RefusedTest;

export interface ComputedTest {
  readonly method: string;
  readonly statistic?: number;
  readonly df?: number;
  /** Second degrees of freedom of an F statistic. */
  readonly df2?: number;
  readonly pValue: number;
  readonly logPValue?: number;
  readonly n: number;
  /** Does the test know that brothers and sisters may be alike? */
  readonly respectsFamilies: boolean;
  readonly families?: number;
  readonly seed?: number;
  readonly replications?: number;
  readonly note?: string;
}

export interface RefusedTest {
  readonly method: string;
  readonly refused: string;
  /** What is the matter and what to do instead. */
  readonly reason: string;
  readonly n: number;
  readonly respectsFamilies: boolean;
}

/**
 * A test that cannot be done, with its sentence.
 *
 * @param refused - A word for it that does not change, such as "all-tied".
 * @example
 * refuseTest("mann-whitney", "one-group", "There is one group only.", 4).refused // => "one-group"
 */
export const refuseTest = (
  method: string,
  refused: string,
  reason: string,
  n: number,
  respectsFamilies = false,
): RefusedTest => ({ method, refused, reason, n, respectsFamilies });

/**
 * Was a test refused?
 *
 * @example
 * isRefused({ method: "pearson", refused: "one-level", reason: "", n: 3, respectsFamilies: false }) // => true
 */
export function isRefused(result: TestResult): result is RefusedTest {
  return "refused" in result;
}
