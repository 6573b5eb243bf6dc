import { type Bitset, bitsetCount, bitsetDifference } from "./bitset.ts";
import { specKey, type TableSpec } from "./count-plan.ts";
import type { EarlierReleases, ReleasePlan } from "./plan-release.ts";

/** A number of an earlier release and who stood behind it. Private. */
export interface LedgerNumber {
  /** Unit and levels, without the version of the data. */
  readonly key: string;
  readonly hidden: boolean;
  readonly members: Bitset;
  /** The families of the members. */
  readonly families: Bitset;
}

/** What the ledger keeps of a release. Private. */
export interface LedgerRelease {
  readonly number: number;
  readonly dataVersion: number;
  readonly tables: readonly TableSpec[];
  readonly numbers: readonly LedgerNumber[];
}

/** Two published numbers that differ by too few to be safe together. */
export interface Difference {
  readonly release: number;
  readonly key: string;
  readonly gone: number;
  readonly added: number;
}

/** A key as it is whatever the version of the data. */
export const withoutVersion = (key: string): string => key.replace(/, data version \d+/g, "");

/**
 * The numbers of a plan as the ledger keeps them.
 *
 * @param placeOf - The place in the ledger's list of people of a row of the children or families.
 */
export function ledgerNumbers(
  plan: ReleasePlan,
  placeOf: (unit: string, row: number) => number,
  size: number,
): LedgerNumber[] {
  const lift = (unit: string, members: Bitset): Bitset => {
    const lifted = new Uint32Array(Math.ceil(size / 32));
    for (let row = 0; row < members.length * 32; row++) {
      if (((members[row >>> 5] as number) >>> (row & 31)) % 2 === 0) continue;
      const place = placeOf(unit, row);
      lifted[place >>> 5] = (lifted[place >>> 5] as number) | (1 << (place & 31));
    }
    return lifted;
  };
  return [
    ...plan.system.cells.flatMap((cell, index) => {
      // A difference that a reader could work out is no number of its own.
      if (cell.tables.length === 0) return [];
      const unit = cell.key.startsWith("family:") ? "family" : "child";
      return [
        {
          key: withoutVersion(cell.key),
          hidden: plan.protection.published[index] === null,
          members: lift(unit, cell.members),
          families: lift("family", cell.familyMembers),
        },
      ];
    }),
    ...plan.numbers.map(({ unit, variable, members, familyMembers }) => ({
      key: `mean of ${variable} for each ${unit}`,
      hidden: false,
      members: lift(unit, members),
      families: lift("family", familyMembers),
    })),
  ];
}

/**
 * Pairs of published numbers, one of an earlier release and one of now, of the same thing but for fewer
 * than the threshold of children more or less, or for children of too few families: a reader who subtracts one
 * from the other learns of them.
 */
export function differences(
  earlier: readonly LedgerRelease[],
  now: readonly LedgerNumber[],
  threshold: number,
  minimumFamilies = 1,
): Difference[] {
  const found: Difference[] = [];
  const current = new Map(now.filter((each) => !each.hidden).map((each) => [each.key, each]));
  for (const release of earlier) {
    for (const before of release.numbers) {
      const after = before.hidden ? undefined : current.get(before.key);
      if (after === undefined) continue;
      const gone = bitsetDifference(before.members, after.members);
      const added = bitsetDifference(after.members, before.members);
      const few = (a: LedgerNumber, b: LedgerNumber): boolean => {
        const families = bitsetDifference(a.families, b.families);
        return families > 0 && families < minimumFamilies;
      };
      if (
        (gone > 0 && (gone < threshold || few(before, after))) ||
        (added > 0 && (added < threshold || few(after, before)))
      ) {
        found.push({ release: release.number, key: before.key, gone, added });
      }
    }
  }
  return found;
}

/** Does every number that both know have the same people behind it, hidden ones too? */
export function sameData(earlier: LedgerRelease, now: readonly LedgerNumber[]): boolean {
  const current = new Map(now.map((each) => [each.key, each]));
  return earlier.numbers.every((before) => {
    const after = current.get(before.key);
    if (after === undefined) return bitsetCount(before.members) === 0;
    return (
      bitsetDifference(before.members, after.members) === 0 &&
      bitsetDifference(after.members, before.members) === 0
    );
  });
}

/**
 * What earlier releases of the same version of the data have shown and hidden, as a plan needs it. A number
 * that any release has shown is known, whatever another hid. A number hidden in a release of other data
 * stays hidden, too.
 */
export function earlierReleases(
  releases: readonly LedgerRelease[],
  dataVersion: number,
): EarlierReleases {
  const shown = new Set<string>();
  const hidden = new Set<string>();
  const tables: TableSpec[] = [];
  const named = (key: string): string =>
    key.replace(/^(child:children|family:families)/, `$1, data version ${dataVersion}`);
  for (const release of releases) {
    const same = release.dataVersion === dataVersion;
    if (same) tables.push(...release.tables);
    for (const { key, hidden: isHidden } of release.numbers) {
      if (isHidden) hidden.add(named(key));
      else if (same) shown.add(named(key));
    }
  }
  const once = new Map(tables.map((spec) => [specKey(spec), spec]));
  return { tables: [...once.values()], hidden, shown };
}
