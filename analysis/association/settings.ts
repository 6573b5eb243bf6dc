import type { AssociateOptions } from "./association.ts";
import { type Dealer, keepingDealer } from "./family-arrangements.ts";

/** The options of an association, all filled in. */
export interface Settings {
  readonly seed: number;
  readonly replications: number;
  readonly all: boolean;
  readonly level: number;
  readonly reference: Readonly<Record<string, string>>;
  readonly trend: boolean;
  /** Arrangements of families, drawn once for all predictors that can share them. */
  readonly dealer: Dealer;
}

/**
 * Fills in what was not asked for: seed 1, 2,000 replications, 95% intervals, trend tests for ordered levels.
 *
 * @example
 * settingsOf({ seed: 7 }).replications // => 2000
 */
export const settingsOf = (options: AssociateOptions): Settings => ({
  seed: options.seed ?? 1,
  replications: options.replications ?? 2000,
  all: options.all ?? false,
  level: options.level ?? 0.95,
  reference: options.reference ?? {},
  trend: options.trend !== "never",
  dealer: keepingDealer(),
});
