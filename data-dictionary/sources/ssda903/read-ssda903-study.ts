import { checkEpisodes } from "../../checks/ssda903-rules.ts";
import type { Day } from "../../dates/day.ts";
import type { Fault } from "../../fault.ts";
import { InputError } from "../../input-error.ts";
import { nearestName } from "../../nearest-name.ts";
import type { StudyConfig } from "../../study/study-schema.ts";
import type { Dataset } from "../../table/dataset.ts";
import { type Episode, episodesByChild } from "./episode.ts";
import {
  type CountingChoices,
  defaultCounting,
  type PlacementMeasure,
  placementMeasures,
} from "./placement-measures.ts";
import { FaultList, type FileCount, lastDayOf, type Returns, readReturns } from "./read-returns.ts";
import { type RepairStep, repairEpisodes, ssda903Repairs } from "./repair-episodes.ts";
import { type CareCourse, throughlineTables } from "./throughline-tables.ts";

interface Folder {
  readonly read: (path: string) => Uint8Array | null;
  readonly list: (folder: string) => readonly string[];
}

/** A study made of SSDA903 returns alone. */
export interface Ssda903Study {
  readonly tables: ReadonlyMap<string, Dataset>;
  readonly faults: readonly Fault[];
  readonly reconciliation: readonly FileCount[];
  readonly steps: readonly RepairStep[];
  readonly measures: readonly PlacementMeasure[];
  /** The day after the last of the latest return: nothing later can be known. Null without returns. */
  readonly recordEnds: Day | null;
}

/**
 * Reads all returns in the study's folder, checks them, repairs the episodes by the chosen steps and makes
 * children, placements and events of them. The index event is a child's first return home (E4A or E4B, and
 * E13 or E41 if `counting` says `E13: true`). Postcodes and pupil numbers are not taken over.
 *
 * The official measures are counted from the latest row of each episode, without the other repairs; each is
 * given again with one choice changed, so that its weight can be seen.
 *
 * Without a single episode there are no children, and the fault `no-returns` says so.
 *
 * @throws {InputError} `unknown-repair`, `unknown-choice`, `no-year`.
 */
export function readSsda903Study(files: Folder, config: StudyConfig): Ssda903Study {
  const settings = config.ssda903;
  const folder = settings?.folder ?? "data";
  const paths = files.list(folder).filter((path) => /\.(csv|txt|tsv)$/i.test(path));
  const sources = paths.flatMap((path) => {
    const bytes = files.read(`${folder}/${path}`);
    return bytes === null ? [] : [{ path: `${folder}/${path}`, bytes }];
  });
  const returns = readReturns(sources, {
    yearLabel: settings?.yearLabel ?? "auto",
    ...(settings?.authority === undefined ? {} : { authority: settings.authority }),
  });
  const { choices, home, others } = countingOf(settings?.counting ?? {});
  const chosen = repairsOf(settings?.repairs);
  if (returns.episodes.length === 0) return withoutReturns(folder, returns, config);
  const repaired = repairEpisodes(returns.episodes, chosen);
  const byChild = episodesByChild(repaired.episodes);
  const years = [...new Set(returns.episodes.map((each) => each.year))].sort((a, b) => a - b);
  const { tables, courses } = throughlineTables(byChild, returns, {
    columns: config.columns,
    homeReasons: new Set(["E4A", "E4B", ...home]),
    year: years.at(-1) as number,
  });
  const faults = new FaultList();
  for (const fault of [...returns.faults, ...checkEpisodes(returns), ...headerFaults(returns)]) {
    faults.add(fault);
  }
  return {
    tables,
    faults: faults.list(),
    recordEnds: lastDayOf(years.at(-1) as number) + 1,
    reconciliation: returns.reconciliation,
    steps: repaired.steps,
    measures: [
      ...officialMeasures(returns, byChild, years, choices),
      ...courseMeasures(courses, years, others),
    ],
  };
}

/** A study whose returns are not there yet: tables without rows, and the fault that says so. */
function withoutReturns(folder: string, returns: Returns, config: StudyConfig): Ssda903Study {
  const { tables } = throughlineTables(
    new Map(),
    { ...returns, rows: new Map() },
    { columns: config.columns, homeReasons: new Set(), year: 2000 },
  );
  const fault: Fault = {
    code: "no-returns",
    severity: "error",
    file: folder,
    message: "there are no SSDA903 episodes in this folder",
    remedy: "Copy the yearly CSV files there; they are known by their columns.",
  };
  return {
    tables,
    faults: [...returns.faults, fault],
    recordEnds: null,
    reconciliation: returns.reconciliation,
    steps: [],
    measures: [],
  };
}

function officialMeasures(
  returns: Returns,
  repaired: ReadonlyMap<string, readonly Episode[]>,
  years: readonly number[],
  choices: CountingChoices,
): PlacementMeasure[] {
  const latest = repairEpisodes(
    returns.episodes,
    new Set(["clear-rec-of-open", "latest-row-per-start"]),
  );
  const byChild = episodesByChild(latest.episodes);
  const births = new Map<string, Day>();
  for (const row of returns.rows.get("header") ?? []) {
    const day = row.day("DOB");
    if (day !== null) births.set(row.child, day);
  }
  return years.flatMap((year) => [
    ...placementMeasures(byChild, year, births, choices),
    ...placementMeasures(repaired, year, births, choices)
      .slice(0, 1)
      .map((measure) => ({
        ...measure,
        label: `${measure.label}, with repairs switched on`,
        choices: { ...measure.choices, repairs: true },
      })),
    ...switched(choices).flatMap(([name, other]) =>
      placementMeasures(byChild, year, births, other)
        .slice(0, 1)
        .map((measure) => ({ ...measure, label: `${measure.label}, with ${name} switched` })),
    ),
  ]);
}

function switched(choices: CountingChoices): [string, CountingChoices][] {
  const names = [
    "temporary",
    "sameCarer",
    "adoptionByFosterCarer",
    "heldOnFirstDay",
    "inCareOnLastDay",
  ] as const;
  const changed: [string, CountingChoices][] = names.map((name) => [
    name,
    { ...choices, [name]: !choices[name] },
  ]);
  changed.push([
    "shortBreaks",
    { ...choices, shortBreaks: choices.shortBreaks === "count" ? "leave-out-any" : "count" },
  ]);
  return changed;
}

function courseMeasures(
  courses: ReadonlyMap<string, CareCourse>,
  years: readonly number[],
  choices: Readonly<Record<string, boolean | string>>,
): PlacementMeasure[] {
  const all = [...courses.values()];
  const period = `returns ending ${years[0]} to ${years.at(-1)}`;
  const total = (
    name: string,
    label: string,
    of: (each: CareCourse) => number,
  ): PlacementMeasure => ({
    name,
    label,
    period,
    count: all.reduce((sum, each) => sum + of(each), 0),
    n: all.length,
    choices,
  });
  return [
    total("returns_home_planned", "Returns home, planned (E4A)", (each) => each.homePlanned),
    total(
      "returns_home_unplanned",
      "Returns home, not planned (E4B)",
      (each) => each.homeUnplanned,
    ),
    total("returns_home_other", "Other ends counted as a return home", (each) => each.homeOther),
    total("re_entries", "Re-entries to care after a return home", (each) => each.reEntries),
    total("record_begins_mid_care", "Children whose record begins mid-care", (each) =>
      Number(each.leftTruncated),
    ),
    total("in_care_at_end", "Children still in care at the end", (each) => Number(each.openAtEnd)),
  ];
}

function headerFaults(returns: Returns): Fault[] {
  const known = new Set((returns.rows.get("header") ?? []).map((row) => row.child));
  return returns.episodes
    .filter((each) => known.size > 0 && !known.has(each.child))
    .map((each) => ({
      code: "orphan",
      severity: "error",
      file: each.file,
      row: each.row,
      column: "CHILD",
      message: "the episode is of a child with no header row",
      remedy: "Add the header file of that year.",
    }));
}

function repairsOf(names: readonly string[] | undefined): ReadonlySet<string> {
  const all = Object.keys(ssda903Repairs);
  for (const name of names ?? []) {
    if (all.includes(name)) continue;
    throw new InputError(
      "unknown-repair",
      `study.yaml names the repair ${name}, which there is not.`,
      `Did you mean ${nearestName(name, all) ?? all.join(", ")}?`,
    );
  }
  return new Set(names ?? all);
}

function countingOf(given: Readonly<Record<string, boolean | string>>): {
  choices: CountingChoices;
  home: string[];
  others: Record<string, boolean>;
} {
  const home: string[] = [];
  const choices: Record<string, boolean | string> = { ...defaultCounting };
  for (const [name, value] of Object.entries(given)) {
    if (name === "E13" || name === "E41") {
      if (value === true) home.push(name);
    } else if (
      Object.hasOwn(defaultCounting, name) &&
      (name === "shortBreaks"
        ? ["leave-out-any", "leave-out-latest", "count"].includes(String(value))
        : typeof value === "boolean")
    ) {
      choices[name] = value;
    } else {
      throw new InputError(
        "unknown-choice",
        `study.yaml has a counting choice ${name} that there is not, or a value that does not fit it.`,
        `The choices are: ${[...Object.keys(defaultCounting), "E13", "E41"].join(", ")}.`,
      );
    }
  }
  return {
    choices: choices as unknown as CountingChoices,
    home,
    others: { E13: home.includes("E13"), E41: home.includes("E41") },
  };
}
