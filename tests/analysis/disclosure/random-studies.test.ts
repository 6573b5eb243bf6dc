import { describe, expect, it } from "vitest";
import { attackRelease } from "../../../analysis/disclosure/attack/attack-release.ts";
import {
  differences,
  earlierReleases,
  type LedgerRelease,
  ledgerNumbers,
} from "../../../analysis/disclosure/ledger.ts";
import { InputError } from "../../../data-dictionary/input-error.ts";
import { selectRows } from "../../../data-dictionary/table/select-rows.ts";
import { attackOn, randomStudy, solve } from "../../support/disclosure-attack.ts";

const tables = [["authority", "outcome"], ["age", "outcome"], ["authority", "age"], ["sex"]];
const tree = { outcome: "outcome", with: ["authority", "age", "sex"] };

/** The result, or null where there are too few children for anything to be released: nothing is written. */
function orRefused<Made>(make: () => Made): Made | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof InputError && error.code === "cannot-protect") return null;
    throw error;
  }
}

describe("200 random studies of 20 to 400 children in 3 to 12 authorities", () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])("lets nothing be recovered, part %i", (part) => {
    let refused = 0;
    for (let study = part * 25; study < (part + 1) * 25; study++) {
      const { data, profile } = randomStudy(study);
      // Every second study has a tree beside its tables.
      const options = study % 2 === 0 ? { tree } : {};
      const safe = orRefused(() => attackOn(data, tables, profile, "nothing", options));
      if (safe === null) refused++;
      else expect(safe.attack, `study ${study}`).toMatchObject({ status: "pass", pinned: [] });
    }
    expect(refused).toBeLessThanOrEqual(4);
  });

  it("lets something be recovered when only the small is hidden: the attacker has teeth", () => {
    let found = 0;
    for (let study = 0; study < 200; study += 10) {
      const { data, profile } = randomStudy(study);
      if (attackOn(data, tables, profile, "secondary", { tree }).attack.status === "fail") found++;
    }
    expect(found).toBeGreaterThanOrEqual(16);
  });
});

describe("two releases that differ by one child or one family", () => {
  it.each(["child", "family"] as const)("are refused, or tell nothing of the %s", (unit) => {
    let refused = 0;
    const pairs = 30;
    for (let study = 0; study < pairs; study++) {
      const { data, profile } = randomStudy(study * 5 + 2);
      const gone = (row: number): boolean =>
        unit === "child" ? row === study : data.families?.of[row] === study;
      const left = [...Array(data.rowCount).keys()].filter((row) => !gone(row));
      const first = orRefused(() => attackOn(data, tables, profile));
      if (first === null) continue;
      const place = (_: string, row: number): number => row;
      const before: LedgerRelease = {
        number: 1,
        dataVersion: 1,
        tables: first.plan.specs,
        numbers: ledgerNumbers(first.plan, place, data.rowCount),
      };
      const now = selectRows(data, left);
      const earlier = earlierReleases([before], 2);
      const second = orRefused(() =>
        attackOn(now, tables, profile, "nothing", { version: 2, earlier }),
      );
      if (second === null) {
        refused++;
        continue;
      }
      const numbers = ledgerNumbers(second.plan, (_, row) => left[row] as number, data.rowCount);
      const found = differences([before], numbers, profile.threshold, profile.minimumFamilies);
      if (found.length > 0) {
        refused++;
        continue;
      }
      // Let through: nothing that both print has the child on one side only, and neither pack gives way.
      const attack = attackRelease(
        [...first.files, ...second.files],
        { ...profile, sensitive: [] },
        solve,
      );
      expect(attack, `study ${study}`).toMatchObject({ status: "pass", pinned: [] });
    }
    expect(refused).toBeGreaterThanOrEqual(pairs * 0.9);
  });
});
