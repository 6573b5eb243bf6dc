/**
 * A share as a percentage: whole numbers below 200 rows, one decimal from there on; halves go up.
 *
 * @example
 * percent(28 / 32, 32) // => "88%"
 * @example
 * percent(null, 0) // => "–"
 */
export function percent(share: number | null, n: number): string {
  return share === null ? "–" : `${fixed(share * 100, n < 200 ? 0 : 1)}%`;
}

/**
 * An interval of shares as percentages, such as "14 to 40".
 *
 * @example
 * percentInterval(0.141, 0.402, 40) // => "14 to 40"
 */
export function percentInterval(low: number | null, high: number | null, n: number): string {
  const digits = n < 200 ? 0 : 1;
  return low === null || high === null
    ? "–"
    : `${fixed(low * 100, digits)} to ${fixed(high * 100, digits)}`;
}

/**
 * A number with so many decimals, halves away from zero as a person rounds; "–" for null.
 *
 * @example
 * fixed(2.5, 0) // => "3"
 * @example
 * fixed(1.005, 2) // => "1.01"
 */
export function fixed(value: number | null, digits: number): string {
  if (value === null) return "–";
  const scale = 10 ** digits;
  // The smallest nudge that undoes binary rounding of decimal halves such as 1.005.
  const rounded = Math.round(Math.abs(value) * scale * (1 + 4 * Number.EPSILON)) / scale;
  const text = rounded.toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * A p-value as it is printed: three decimals, and never .000.
 *
 * @example
 * pText(0.0001) // => "< .001"
 * @example
 * pText(0.194) // => ".194"
 */
export function pText(p: number | null): string {
  if (p === null) return "–";
  if (p < 0.001) return "< .001";
  if (p > 0.9995) return "> .999";
  return fixed(p, 3).replace(/^0/, "");
}

/**
 * A count with its noun in the right number.
 *
 * @example
 * counted(1, "family", "families") // => "1 family"
 */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}
