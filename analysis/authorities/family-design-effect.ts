/**
 * How many times larger the variance of an authority's share is because its children come in
 * families, pooled over the authorities: Σ_families (Σ residuals)² / Σ residuals², with residual = event −
 * the authority's share. 1 when families do not matter; below 1 when siblings differ more than strangers.
 *
 * @param group - Authority of each row, negative where missing.
 * @param event - 1 or 0.
 * @returns null when no residual is left (everybody is as their authority).
 * @example
 * familyDesignEffect(Int32Array.of(0, 0, 0, 0), Int32Array.of(1, 1, 0, 0), Int32Array.of(0, 0, 1, 1), null) // => 2
 * @see Rao and Scott (1992), Biometrics 48, 577–585.
 */
export function familyDesignEffect(
  group: Int32Array,
  event: Int32Array,
  families: Int32Array,
  weights: Float64Array | null,
): number | null {
  const n = new Map<number, number>();
  const events = new Map<number, number>();
  const known = [...group.keys()].filter((row) => (group[row] as number) >= 0);
  const weightOf = (row: number): number => (weights === null ? 1 : (weights[row] as number));
  for (const row of known) {
    const own = group[row] as number;
    n.set(own, (n.get(own) ?? 0) + weightOf(row));
    events.set(own, (events.get(own) ?? 0) + weightOf(row) * (event[row] as number));
  }
  const sums = new Map<string, number>();
  let independent = 0;
  for (const row of known) {
    const own = group[row] as number;
    const share = (events.get(own) as number) / (n.get(own) as number);
    const residual = (event[row] as number) - share;
    // A family is one family in each authority it has children in.
    const key = `${own} ${families[row]}`;
    sums.set(key, (sums.get(key) ?? 0) + weightOf(row) * residual);
    independent += weightOf(row) * residual * residual;
  }
  if (!(independent > 0)) return null;
  let clustered = 0;
  for (const sum of sums.values()) clustered += sum * sum;
  return clustered / independent;
}
