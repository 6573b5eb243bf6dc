import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { attackRelease } from "../../analysis/disclosure/attack/attack-release.ts";
import { type CheckerFacts, checkerPage } from "../../analysis/disclosure/checker-page.ts";
import { judgementValues } from "../../analysis/disclosure/count-table.ts";
import { definitionsCsv } from "../../analysis/disclosure/definitions-csv.ts";
import { findIdentifiers } from "../../analysis/disclosure/find-identifiers.ts";
import { impliedStatistics } from "../../analysis/disclosure/implied-statistics.ts";
import {
  differences,
  earlierReleases,
  ledgerNumbers,
  sameData,
} from "../../analysis/disclosure/ledger.ts";
import { highsSolver } from "../../analysis/disclosure/linear-solver.ts";
import {
  planRelease,
  type ReleasePlan,
  type Skip,
} from "../../analysis/disclosure/plan-release.ts";
import { roundedCount } from "../../analysis/disclosure/profile.ts";
import { proposeMerges } from "../../analysis/disclosure/propose-merges.ts";
import {
  csv,
  modelFiguresCsv,
  numbersCsv,
  type ReleasedTable,
  type ReleasedTree,
  releaseCsv,
  releasedTables,
  releasedTrees,
  treeCsv,
} from "../../analysis/disclosure/release-csv.ts";
import { releasePage } from "../../analysis/disclosure/release-page.ts";
import { isPrinted } from "../../analysis/disclosure/suppress.ts";
import {
  type ChosenProfile,
  chooseProfile,
  readProfiles,
  type WrittenProfile,
} from "../../data-dictionary/disclosure/profile.ts";
import { InputError } from "../../data-dictionary/input-error.ts";
import { DisclosureRefusal } from "../exit-codes.ts";
import { packageFile } from "../package-file.ts";
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

/** The profiles that come with the package. */
export function packagedProfiles(): ReadonlyMap<string, WrittenProfile> {
  const path = packageFile("data-dictionary", "disclosure", "profiles.yaml");
  return readProfiles(readFileSync(path, "utf8"), "profiles.yaml");
}

/** The profile of the study, or the one named; the study's own stricter rules go with its own profile. */
export function profileFor(study: OpenStudy, named: string | undefined): ChosenProfile {
  const { release } = study.loaded.config;
  return chooseProfile(packagedProfiles(), named ?? release.profile, release.raise, release.reason);
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
      refuseDifferences(before, ledgerNumbers(bare, people, ledger.people.length), profile);
      throw new DisclosureRefusal(`${error.message} Nothing was written.`, cureFor(bare));
    }
  };
  let version = Math.max(1, last);
  let plan = make(version);
  let numbers = ledgerNumbers(plan, people, ledger.people.length);
  refuseDifferences(before, numbers, profile);
  if (before.some((each) => each.dataVersion === last && !sameData(each, numbers))) {
    version = last + 1;
    plan = make(version);
    numbers = ledgerNumbers(plan, people, ledger.people.length);
    refuseDifferences(before, numbers, profile);
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
  ledger.releases.push({
    number,
    date: options.today,
    profile: `${profile.name} v${profile.version}`,
    toolVersion: packageVersion(),
    dataVersion: version,
    preparedBy: options.preparedBy ?? userInfo().username,
    manifest: sha256(files.get("manifest.json") as string),
    approvals: [],
    tables: plan.specs,
    files: csvs,
    numbers: packMembers(numbers),
  });
  // All at once: a pack that the ledger does not know of could never be told from a later one.
  const review = reviewFiles(plan, chosen, {
    title: study.loaded.config.title,
    banner: bannerOf(chosen),
    tool: `throughline ${packageVersion()}`,
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
    })),
  });
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

/** A file that nobody can read through cannot be checked. */
function refuseTooLarge(files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const rows = name.endsWith(".csv") ? text.split("\n").length - 1 : 0;
    if (rows <= 5000 && Buffer.byteLength(text) <= 16 * 1024 * 1024) continue;
    throw new DisclosureRefusal(
      `${name} would have more than 5,000 rows or 16 MB, too much for a checker to read. Nothing was written.`,
      "Leave the table out of the plan, or use fewer categories.",
    );
  }
}

/** The words for values that say only that no judgement was made: their noughts are shown. */
function judgementWords(plan: ReleasePlan): string[] {
  const variables = [
    ...plan.tables.flatMap((table) => table.variables),
    ...plan.trees.map((tree) => tree.outcome),
  ];
  const levels = variables.flatMap((variable) => variable.levels);
  return [
    ...new Set(
      levels.flatMap(({ value, label }) => (judgementValues.includes(value) ? [label] : [])),
    ),
  ].sort();
}

function refuseDifferences(
  before: Parameters<typeof differences>[0],
  numbers: Parameters<typeof differences>[1],
  { threshold, minimumFamilies }: ReleasePlan["profile"],
): void {
  const found = differences(before, numbers, threshold, minimumFamilies);
  const [first] = found;
  if (first === undefined) return;
  throw new DisclosureRefusal(
    `${found.length} number${found.length === 1 ? " differs" : "s differ"} from release ${first.release} by 1 to ${threshold - 1} children, or by fewer than ${Math.max(2, minimumFamilies)} families, who could be found by subtraction. Nothing was written.`,
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

function bannerOf({ profile, changes }: ChosenProfile): string {
  const own = changes.map(({ setting, to }) => `${setting} ${to}`);
  return `Passes profile ${profile.name} v${profile.version}${own.length === 0 ? "" : `, with the study's own ${own.join(", ")}`}`;
}

function packFiles(
  study: OpenStudy,
  chosen: ChosenProfile,
  plan: ReleasePlan,
  released: {
    readonly tables: readonly ReleasedTable[];
    readonly trees: readonly ReleasedTree[];
    readonly rename: (variable: string, value: string) => string | null;
  },
  csvs: readonly { readonly name: string; readonly text: string }[],
  dataVersion: number,
  number: number,
): Map<string, string> {
  const { profile } = chosen;
  const { config } = study.loaded;
  const { tables, trees, rename } = released;
  const models = plan.models.filter(
    ({ id }) => plan.outputs.find((output) => output.id === id)?.status === "released",
  );
  const statistics = tables.flatMap(impliedStatistics);
  const files = new Map(csvs.map(({ name, text }) => [name, text]));
  for (const model of models) {
    files.set(`models/${model.id}.csv`, modelFiguresCsv(model, profile.symbol, rename));
  }
  const shown = plan.numbers.map((each) => ({ ...each, n: roundedCount(each.n, profile.roundTo) }));
  files.set(
    "statistics.csv",
    csv([
      ["table", "statistic", "value", "note"],
      ...statistics.map((each) => [
        each.table,
        each.method,
        each.estimate ?? "withheld",
        each.reason,
      ]),
    ]),
  );
  files.set(
    "index.html",
    releasePage({
      title: config.title,
      banner: bannerOf(chosen),
      notes: [
        ...(config.synthetic ? ["SYNTHETIC: these are no real children."] : []),
        `${profile.title}. A hidden count is shown as ${profile.symbol}, whether it is small itself or protects another. Counts are rounded one by one, so that they may not add up; percentages are of rounded counts.`,
        ...(chosen.reason === null
          ? []
          : [`The study changed the profile's rules. Its reason: ${chosen.reason}`]),
        "Rules cut the risk that a child is found; they do not prove that nobody can be. Other releases, other teams and what people nearby know are outside them.",
      ],
      symbol: profile.symbol,
      tables,
      trees,
      models,
      rename,
      numbers: shown.map((each) => [
        `${each.label} (about ${each.n} ${each.unit === "family" ? "families" : "children"})`,
        `mean ${each.mean.toFixed(1)}${each.median === null ? "" : `, median ${each.median.toFixed(1)}`}`,
      ]),
      statistics: statistics
        .filter((each) => each.estimate !== null)
        .map((each) => [each.table, each.method, String(each.estimate), each.reason]),
      outputs: plan.outputs.map((each) => [each.id, each.title, each.status, each.reason]),
    }),
  );
  const totals = new Map<string, number | null>([
    ...tables.map(
      (table) =>
        [
          table.id,
          table.rows.find((row) => row.levels.every((level) => level === "All"))?.count ?? null,
        ] as const,
    ),
    ...trees.map(
      (tree) =>
        [
          tree.id,
          tree.rows.find((row) => row.depth === 0 && row.outcome.startsWith("All"))?.count ?? null,
        ] as const,
    ),
    ...models.map((model) => [model.id, model.n] as const),
    ...shown.map((each) => [each.id, each.n] as const),
  ]);
  const degrees = new Map<string, number>([
    ...tables.flatMap((table) => {
      const sizes = table.variables.map(
        (_, at) => new Set(table.rows.map(({ levels }) => levels[at])).size - 1,
      );
      return sizes.length < 2
        ? []
        : [[table.id, sizes.reduce((product, size) => product * (size - 1), 1)] as const];
    }),
    ...models.map((model) => [model.id, model.df] as const),
  ]);
  const manifest = {
    schema: "throughline/release/v1",
    release: number,
    dataVersion,
    tool: `throughline ${packageVersion()}`,
    profile: { ...profile, changes: chosen.changes, reason: chosen.reason },
    sensitive: plan.sensitive,
    zerosShownFor: judgementWords(plan),
    outputs: plan.outputs.map((each) => ({
      ...each,
      population: each.unit === "family" ? "families" : "children",
      n: totals.get(each.id) ?? null,
      df: degrees.get(each.id) ?? null,
    })),
    files: [...files].map(([path, text]) => ({
      path,
      sha256: sha256(text),
      bytes: Buffer.byteLength(text),
    })),
  };
  files.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  return files;
}

/** The checker's page: each count with what became of it. Never leaves the review zone. */
function reviewFiles(
  plan: ReleasePlan,
  chosen: ChosenProfile,
  facts: CheckerFacts,
): Map<string, string> {
  const rows = plan.system.cells.map((cell, index) => [
    cell.key,
    cell.tables.join(" "),
    cell.count,
    cell.families,
    plan.protection.status[index] as string,
    cell.primary ?? "",
    plan.protection.published[index] ?? plan.profile.symbol,
  ]);
  return new Map([
    ["checker.html", checkerPage(plan, facts)],
    [
      "DO-NOT-SHARE.txt",
      `For the checker only: this folder holds the counts that the release hides.\nProfile ${chosen.profile.name} v${chosen.profile.version}. ${plan.protection.primary} counts hidden for themselves, ${plan.protection.secondary} to protect others.\n${cureFor(plan)}\n`,
    ],
    [
      "counts.csv",
      csv([["cell", "tables", "count", "families", "status", "reason", "released_as"], ...rows]),
    ],
  ]);
}

/** The best merges, in a sentence. */
export function cureFor(plan: ReleasePlan): string {
  const merges = proposeMerges(plan.tables, plan.profile).slice(0, 3);
  if (merges.length === 0) return "Leave a table out of the plan, or use fewer categories.";
  return `To hide less, merge: ${merges.map(({ label, levels, before, after }) => `${label}: "${levels[0]}" with "${levels[1]}" (${before} small counts become ${after})`).join("; ")}.`;
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
