import type { DerivedStudy } from "../outcomes/derive-study.ts";
import { factsOf } from "../outcomes/facts/index.ts";

/**
 * Variables that tell something of a child which those who know it may not know: the study's own list, the
 * codebook's tags, facts of harm, every outcome and pattern, and all that is made from one of these.
 */
export function sensitiveVariables(derived: DerivedStudy): string[] {
  const { config, codebook } = derived.study;
  const own = new Set([
    ...(config.sensitive ?? []),
    ...codebook.variables.filter(({ sensitive }) => sensitive).map(({ name }) => name),
    ...factsOf(derived.study).flatMap(({ name, sensitive }) => (sensitive ? [name] : [])),
    ...derived.outcomes.map(({ name }) => name),
    ...derived.patterns.map(({ name }) => name),
  ]);
  const made: readonly (readonly [string, readonly string[]])[] = [
    ...Object.entries(config.bands ?? {}).map(([name, { of }]) => [name, [of]] as const),
    ...Object.entries(config.yes_no ?? {}).map(([name, { of }]) => [name, [of]] as const),
    ...Object.entries(config.rollups ?? {}).map(([name, { any }]) => [name, any] as const),
  ];
  // One made from another that is itself made: until no more are found.
  for (let before = -1; own.size !== before; ) {
    before = own.size;
    for (const [name, parts] of made) if (parts.some((part) => own.has(part))) own.add(name);
  }
  return [...own].sort();
}
