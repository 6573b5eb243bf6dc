export type { Profile } from "../../data-dictionary/disclosure/profile.ts";

/**
 * A count as it may be shown: rounded to the profile's base, halves up.
 *
 * @example
 * roundedCount(12, 5) // => 10
 * @example
 * roundedCount(13, 5) // => 15
 */
export function roundedCount(count: number, base: number): number {
  return base <= 1 ? count : Math.floor(count / base + 0.5) * base;
}
