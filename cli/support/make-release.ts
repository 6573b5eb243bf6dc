import { userInfo } from "node:os";
import { join } from "node:path";
import { attackRelease } from "../../analysis/disclosure/attack/attack-release.ts";
import { definitionsCsv } from "../../analysis/disclosure/definitions-csv.ts";
import { findIdentifiers } from "../../analysis/disclosure/find-identifiers.ts";
import {
  differences,
  earlierReleases,
  ledgerNumbers,
  sameData,
  withoutVersion,
} from "../../analysis/disclosure/ledger.ts";
import { highsSolver } from "../../analysis/disclosure/linear-solver.ts";
import {
  planRelease,
  type ReleasePlan,
  type Skip,
} from "../../analysis/disclosure/plan-release.ts";
import {
  numbersCsv,
  releaseCsv,
  releasedTables,
  releasedTrees,
  treeCsv,
} from "../../analysis/disclosure/release-csv.ts";
import { isPrinted } from "../../analysis/disclosure/what-readers-prove.ts";
import type { ChosenProfile } from "../../data-dictionary/disclosure/profile.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { DisclosureRefusal } from "../exit-codes.ts";
import { packageVersion } from "../package-version.ts";
import type { OpenStudy } from "./load-study.ts";
import {
  authorityLetters,
  type LedgerFile,
  ledgerFile,
  ledgerText,
  packMembers,
  peopleIndex,
  readLedger,
  unpackRelease,
} from "./release-ledger.ts";
import { judgementWords, packFiles, pageMeans, refuseTooLarge, sha256 } from "./release-pack.ts";
import { bannerOf, profileFor } from "./release-profile.ts";
import { cureFor, reviewFiles } from "./release-review.ts";
import { type FileMap, replaceTogether } from "./write-files.ts";

/** What a release came to, for the screen. */
export interface MadeRelease {
  readonly number: number;
  readonly banner: string;
  readonly tables: number;
  readonly cells: number;
  readonly primary: number;
  readonly secondary: number;
  readonly outputs: ReleasePlan["outputs"];
}

/**
 * Protects everything of the study's plan that may be released, attacks the bytes, and only then writes
 * output/release, the checker's output/review and the private ledger.
 *
 * @throws {DisclosureRefusal} and writes nothing, when a hidden count could be worked out, when the release
 *   differs from an earlier one by too few children, or when an identifier could be read.
 */
export async function makeRelease(
  study: OpenStudy,
  options: {
    readonly profile?: string | undefined;
    readonly today: string;
    readonly preparedBy?: string;
    readonly skip?: Skip;
  },
): Promise<MadeRelease> {
  const { derived, folder } = study;
  const chosen = profileFor(study, options.profile);
  const { profile } = chosen;
  const solve = await highsSolver();
  const ledger = readLedger(folder);
  const people = peopleOf(study, ledger);
  const before = ledger.releases.map(unpackRelease);
  const last = before.at(-1)?.dataVersion ?? 0;
  const planned = (dataVersion: number, skip: Skip): ReleasePlan =>
    planRelease(derived, {
      profile,
      solve,
      dataVersion,
      skip,
      earlier: earlierReleases(before, dataVersion),
    });
  const make = (dataVersion: number): ReleasePlan => {
    try {
      return planned(dataVersion, options.skip ?? "nothing");
    } catch (error) {
      if (!(error instanceof InputError) || !/^cannot-(protect|attack)$/.test(error.code)) {
        throw error;
      }
      // Often a few children more or less are why: what was printed before cannot be hidden now.
      const bare = planned(dataVersion, "secondary");
      refuseDifferences(before, ledgerNumbers(bare, people, ledger.people.length), bare);
      throw new DisclosureRefusal(`${error.message} Nothing was written.`, cureFor(bare));
    }
  };
  let version = Math.max(1, last);
  let plan = make(version);
  let numbers = ledgerNumbers(plan, people, ledger.people.length);
  refuseDifferences(before, numbers, plan);
  if (before.some((each) => each.dataVersion === last && !sameData(each, numbers))) {
    version = last + 1;
    plan = make(version);
    numbers = ledgerNumbers(plan, people, ledger.people.length);
    refuseDifferences(before, numbers, plan);
  }
  const rename = renamer(study, chosen, ledger);
  const tables = releasedTables(plan, rename);
  const trees = releasedTrees(plan, rename);
  const csvs = [
    ...tables.map((table) => ({
      name: `tables/${table.id}.csv`,
      text: releaseCsv(table, profile.symbol),
    })),
    ...trees.map((tree) => ({
      name: `trees/${tree.id}.csv`,
      text: treeCsv(tree, profile.symbol),
    })),
    ...(plan.numbers.length > 0 ? [{ name: "numbers.csv", text: numbersCsv(plan) }] : []),
    { name: "definitions.csv", text: definitionsCsv(plan, rename) },
  ];
  const earlierFiles = ledger.releases.flatMap((each) =>
    each.files.map(({ name, text }) => ({ name: `release ${each.number}, ${name}`, text })),
  );
  const attack = attackRelease(
    [...csvs, ...earlierFiles],
    { ...profile, sensitive: plan.sensitive, judgements: judgementWords(plan) },
    solve,
  );
  if (attack.status === "review") {
    throw new DisclosureRefusal(
      "The pack could not be attacked, so it cannot be called safe; a checker must see it. Nothing was written.",
      "Release fewer tables at once.",
    );
  }
  if (attack.status === "fail") {
    const from = [...new Set(attack.pinned.flatMap((cell) => cell.files))].slice(0, 6);
    throw new DisclosureRefusal(
      `${attack.pinned.length} hidden count${attack.pinned.length === 1 ? "" : "s"} could be worked out from ${from.join(", ")}. Nothing was written.`,
      cureFor(plan),
    );
  }
  const number = (ledger.releases.at(-1)?.number ?? 0) + 1;
  const files = packFiles(study, chosen, plan, { tables, trees, rename }, csvs, version, number);
  const leaks = findIdentifiers(files, [
    ...study.loaded.tables.values(),
    derived.children,
    derived.families,
  ]);
  refuseTooLarge(files);
  if (leaks.length > 0) {
    const [first] = leaks as [(typeof leaks)[number]];
    throw new DisclosureRefusal(
      `${first.file} would contain ${first.what}. Nothing was written.`,
      "Look at the titles in study.yaml and the labels in the codebook.",
    );
  }
  const preparedBy = options.preparedBy ?? userInfo().username;
  ledger.releases.push({
    number,
    date: options.today,
    profile: `${profile.name} v${profile.version}`,
    toolVersion: packageVersion(),
    dataVersion: version,
    preparedBy,
    manifest: sha256(files.get("manifest.json") as string),
    approvals: [],
    tables: plan.specs,
    files: csvs,
    numbers: packMembers(numbers),
  });
  // All at once: a pack that the ledger does not know of could never be told from a later one.
  const review = reviewFiles(
    plan,
    chosen,
    {
      title: study.loaded.config.title,
      number,
      banner: bannerOf(chosen),
      preparedBy,
      command: `throughline release --profile ${profile.name}`,
      manifest: sha256(files.get("manifest.json") as string),
      cure: cureFor(plan),
      changes: chosen.changes,
      reason: chosen.reason,
      attack,
      earlier: before.map((each, at) => ({
        number: each.number,
        date: ledger.releases[at]?.date ?? "",
        profile: ledger.releases[at]?.profile ?? "",
        sameData: each.dataVersion === version,
        approvedBy: ledger.releases[at]?.approvals.map(({ name }) => name) ?? [],
      })),
    },
    pageMeans(),
  );
  replaceTogether(
    join(folder, "output"),
    new Map<string, FileMap | string>([
      [ledgerFile, ledgerText(ledger)],
      ["review/release", review],
      ["release", files],
    ]),
  );
  return {
    number,
    banner: bannerOf(chosen),
    tables: tables.length,
    cells: plan.system.cells.filter(isPrinted).length,
    primary: plan.protection.primary,
    secondary: plan.protection.secondary,
    outputs: plan.outputs,
  };
}

/** @throws {DisclosureRefusal} when a number and the same of an earlier release differ by too few. */
function refuseDifferences(
  before: Parameters<typeof differences>[0],
  numbers: Parameters<typeof differences>[1],
  plan: ReleasePlan,
): void {
  const { threshold, minimumFamilies } = plan.profile;
  const found = differences(before, numbers, threshold, minimumFamilies);
  const [first] = found;
  if (first === undefined) return;
  const keys = new Set(found.map(({ key }) => key));
  const ids = new Set(
    plan.system.cells.flatMap(({ key, tables }) => (keys.has(withoutVersion(key)) ? tables : [])),
  );
  const titles = plan.outputs.flatMap(({ id, title }) => (ids.has(id) ? [title] : []));
  const named = [...new Set(titles)];
  throw new DisclosureRefusal(
    `${found.length} number${found.length === 1 ? " differs" : "s differ"} from release ${first.release} by 1 to ${threshold - 1} children, or by fewer than ${Math.max(2, minimumFamilies)} families, who could be found by subtraction${named.length === 0 ? "" : `: in ${named.slice(0, 3).join("; ")}${named.length > 3 ? `, and ${named.length - 3} more` : ""}`}. Nothing was written.`,
    "Release from the same data as before, or wait until more have changed.",
  );
}

function peopleOf(study: OpenStudy, ledger: LedgerFile): (unit: string, row: number) => number {
  const { derived } = study;
  const index = peopleIndex(ledger);
  const ids = derived.children.columns.get(study.loaded.config.columns.child);
  const children = Array.from({ length: derived.children.rowCount }, (_, row) =>
    index("child", (ids?.kind === "text" ? ids.values[row] : null) ?? `row ${row}`),
  );
  const families = derived.time.familyIds.map((id, row) => index("family", id ?? `row ${row}`));
  return (unit, row) => (unit === "family" ? families : children)[row] as number;
}

function renamer(study: OpenStudy, { profile }: ChosenProfile, ledger: LedgerFile) {
  const { columns, release } = study.loaded.config;
  if (!profile.letterAuthorities || release.authorities === "names") return () => null;
  const column = study.derived.children.columns.get(columns.authority);
  const values = column?.kind === "categorical" ? column.levels.map((level) => level.value) : [];
  const letters = authorityLetters(ledger, values);
  return (variable: string, value: string): string | null =>
    variable === columns.authority && letters[value] !== undefined
      ? `Authority ${letters[value]}`
      : null;
}
