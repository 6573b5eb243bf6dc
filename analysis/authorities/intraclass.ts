/** How alike two children of one authority (or family) are. */
export interface IntraclassCorrelation {
  readonly method: "anova-intraclass-correlation";
  /** May be a little below 0 when groups differ less than chance would make them. */
  readonly estimate: number | null;
  /** 1 + (mean size − 1)·correlation: how much a group's rows repeat each other. */
  readonly designEffect: number | null;
  readonly n: number;
  readonly groups: number;
  readonly reason: string | null;
}

/**
 * The intraclass correlation of a yes/no outcome by analysis of variance:
 * (MSB − MSW) / (MSB + (n₀ − 1)·MSW), n₀ = (N − Σn²/N)/(k − 1).
 *
 * When not to use: with fewer than two groups, or one row in each group.
 *
 * @param groups - Events and rows of each authority, or family.
 * @example
 * intraclassCorrelation([{ events: 2, n: 2 }, { events: 0, n: 2 }]).estimate // => 1
 * @see Ridout, Demétrio and Firth (1999), Biometrics 55, 137–148.
 */
export function intraclassCorrelation(
  groups: readonly { readonly events: number; readonly n: number }[],
): IntraclassCorrelation {
  const used = groups.filter((group) => group.n > 0);
  const k = used.length;
  const n = used.reduce((sum, group) => sum + group.n, 0);
  const base = { method: "anova-intraclass-correlation", n, groups: k } as const;
  const refuse = (reason: string): IntraclassCorrelation => ({
    ...base,
    estimate: null,
    designEffect: null,
    reason,
  });
  if (k < 2)
    return refuse("There must be two groups to tell differences between them from chance.");
  if (n <= k) return refuse("Each group has one row, so likeness within groups cannot be seen.");
  const events = used.reduce((sum, group) => sum + group.events, 0);
  if (events === 0 || events === n) return refuse("Everybody has the same outcome.");
  const own = used.reduce((sum, group) => sum + group.events ** 2 / group.n, 0);
  const between = (own - events ** 2 / n) / (k - 1);
  const within = (events - own) / (n - k);
  const n0 = (n - used.reduce((sum, group) => sum + group.n ** 2, 0) / n) / (k - 1);
  const estimate = (between - within) / (between + (n0 - 1) * within);
  return { ...base, estimate, designEffect: 1 + (n / k - 1) * estimate, reason: null };
}
