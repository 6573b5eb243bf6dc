import type { Day } from "../../dates/day.ts";
import { lanes, legalStatuses, settings } from "../../study/built-in-columns.ts";
import {
  type Column,
  categoricalColumn,
  dateColumn,
  type Level,
  numericColumn,
  textColumn,
} from "../../table/column.ts";
import { type Dataset, dataset, type FileLine } from "../../table/dataset.ts";
import type { Episode } from "./episode.ts";
import { lastDayOf, type ReturnRow, type Returns } from "./read-returns.ts";
import { ssda903Codes } from "./ssda903-codes.ts";
import type { Ssda903TableName } from "./ssda903-tables.ts";

export interface ConvertOptions {
  readonly columns: {
    readonly child: string;
    readonly authority: string;
    readonly birth: string;
    readonly index: string;
  };
  /** Reasons for ending that are a return home: E4A and E4B, and E13 or E41 if asked for. */
  readonly homeReasons: ReadonlySet<string>;
  /** The latest year of return. */
  readonly year: number;
}

interface Spell {
  child: string;
  start: Day;
  end: Day | null;
  setting: string;
  legal: string | null;
  carer: string;
  endReason: string;
  records: FileLine[];
}

interface Event {
  readonly child: string;
  readonly day: Day;
  readonly lane: string;
  readonly type: string;
  readonly category: string | null;
  readonly outcome: string | null;
  readonly record: FileLine;
}

/** What became of one child over the years, counted from the repaired episodes. */
export interface CareCourse {
  readonly homePlanned: number;
  readonly homeUnplanned: number;
  readonly homeOther: number;
  readonly reEntries: number;
  readonly firstHome: Day | null;
  readonly leftTruncated: boolean;
  readonly openAtEnd: boolean;
}

const settingOfPlace = (place: string): string => {
  if (/^U[123]$/.test(place)) return "kin";
  if (/^U[456]$/.test(place)) return "foster";
  if (place.startsWith("A")) return "adoption";
  if (place === "P1") return "parent";
  if (["P2", "H5", "K3"].includes(place)) return "independent";
  if (place === "K1") return "secure";
  if (["K2", "P3", "R1", "R3", "S1"].includes(place)) return "residential";
  if (place === "R2" || place === "T1") return "hospital";
  if (place === "R5") return "custody";
  return place.startsWith("T") ? "respite" : "other";
};

const legalOf = (status: string): string | null => {
  const direct: Readonly<Record<string, string>> = {
    C1: "interim_care_order",
    C2: "care_order",
    E1: "placement_order",
    V2: "s20",
    V3: "s20",
    V4: "s20",
    L1: "police_protection",
    L2: "police_protection",
    J1: "remand",
    J2: "remand",
    J3: "remand",
  };
  return status === "" ? null : (direct[status] ?? "other");
};

/** Where a child lives after care ends; null when the return does not say. */
function settingAfter(rec: string, home: ReadonlySet<string>): string | null {
  if (home.has(rec)) return "parent";
  if (rec === "E11" || rec === "E12") return "adoption";
  if (/^E4[345678]$/.test(rec)) return "special_guardianship";
  if (rec === "E13" || rec === "E41") return "kin";
  if (rec === "E5" || rec === "E6" || rec === "E17") return "independent";
  return rec === "E9" ? "custody" : null;
}

/** Turns the episodes and other tables into children, placements (a spell with one carer) and events. */
export function throughlineTables(
  byChild: ReadonlyMap<string, readonly Episode[]>,
  returns: Returns,
  options: ConvertOptions,
): { readonly tables: Map<string, Dataset>; readonly courses: ReadonlyMap<string, CareCourse> } {
  const ends = lastDayOf(options.year) + 1;
  const spells: Spell[] = [];
  const events: Event[] = [];
  const courses = new Map<string, CareCourse>();
  for (const [child, own] of byChild) {
    courses.set(child, followChild(child, own, ends, options, spells, events));
  }
  otherEvents(returns, events);
  const tables = new Map<string, Dataset>([
    ["children", childrenTable(courses, byChild, returns, options)],
    ["placements", placementsTable(spells, options.columns.child)],
    ["events", eventsTable(events, options.columns.child)],
  ]);
  return { tables, courses };
}

function followChild(
  child: string,
  own: readonly Episode[],
  ends: Day,
  options: ConvertOptions,
  spells: Spell[],
  events: Event[],
): CareCourse {
  const add = (
    { file, row }: Episode,
    day: Day,
    lane: string,
    type: string,
    category: string | null,
  ): void => {
    events.push({ child, day, lane, type, category, outcome: null, record: { file, row } });
  };
  const homes: { day: Day; rec: string }[] = [];
  let reEntries = 0;
  let spell: Spell | null = null;
  let carers = 0;
  own.forEach((each, index) => {
    const before = own[index - 1];
    const entry = before === undefined || each.rne === "S" || before.rec !== "X1";
    if (entry) {
      const again =
        before !== undefined && homes.some((home) => home.day <= each.start) && each.rne === "S";
      const fromHome = again && options.homeReasons.has(before.rec);
      if (fromHome) reEntries++;
      add(
        each,
        each.start,
        "home_and_placement",
        fromHome ? "re_entry" : "care_started",
        each.need || null,
      );
    }
    if (before === undefined || before.legal !== each.legal) {
      add(each, each.start, "legal", "order", each.legal || null);
    }
    const joined =
      spell !== null &&
      !entry &&
      spell.end === each.start &&
      "LTU".includes(each.rne) &&
      each.rne !== "";
    if (joined && spell !== null) {
      spell.end = each.end;
      spell.setting = settingOfPlace(each.place);
      spell.legal = legalOf(each.legal);
      spell.endReason = each.rec;
      spell.records.push({ file: each.file, row: each.row });
    } else {
      spell = {
        child,
        start: each.start,
        end: each.end,
        setting: settingOfPlace(each.place),
        legal: legalOf(each.legal),
        carer: `${child}-${++carers}`,
        endReason: each.rec,
        records: [{ file: each.file, row: each.row }],
      };
      spells.push(spell);
    }
    if (each.end === null || each.rec === "X1" || each.rec === "") return;
    const home = options.homeReasons.has(each.rec);
    if (home) homes.push({ day: each.end, rec: each.rec });
    add(each, each.end, "home_and_placement", home ? "returned_home" : "care_ended", each.rec);
    const after = settingAfter(each.rec, options.homeReasons);
    const next = own.find((other, later) => later > index && other.start >= (each.end as Day));
    const until = next?.start ?? ends;
    if (after !== null && until > each.end) {
      spells.push({
        child,
        start: each.end,
        end: until,
        setting: after,
        legal: "none",
        carer: `${child}-after-${++carers}`,
        endReason: next === undefined ? "still_open" : "re_entry",
        records: [{ file: each.file, row: each.row }],
      });
    }
  });
  for (let index = spells.length - 1; index >= 0 && spells[index]?.child === child; index--) {
    const each = spells[index] as Spell;
    // What was still going on is known only to the last day of the latest return.
    if (each.end === null) {
      each.end = Math.max(ends, each.start + 1);
      each.endReason = "still_open";
    }
  }
  const last = own[own.length - 1];
  return {
    homePlanned: homes.filter((home) => home.rec === "E4A").length,
    homeUnplanned: homes.filter((home) => home.rec === "E4B").length,
    homeOther: homes.filter((home) => home.rec !== "E4A" && home.rec !== "E4B").length,
    reEntries,
    firstHome: homes.length === 0 ? null : Math.min(...homes.map((home) => home.day)),
    leftTruncated: own[0]?.rne !== "S",
    openAtEnd: last?.end === null,
  };
}

function otherEvents(returns: Returns, events: Event[]): void {
  const seen = new Set<string>();
  const from = (
    table: Ssda903TableName,
    column: string,
    lane: string,
    type: string,
    category: string | null,
  ): void => {
    for (const each of returns.rows.get(table) ?? []) {
      const day = each.day(column);
      if (day === null) continue;
      // The same act is returned again each year.
      const key = `${type}|${each.child}|${day}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const found = category === null ? null : each.text(category) || null;
      const record = { file: each.file, row: each.row };
      events.push({ child: each.child, day, lane, type, category: found, outcome: null, record });
    }
  };
  from("reviews", "REVIEW", "protection_and_plans", "review", "REVIEW_CODE");
  from("missing", "MIS_START", "child", "missing", "MISSING");
  from("ad1", "DATE_MATCH", "legal", "adoption_matched", null);
  from("placed_adoption", "DATE_PLACED", "home_and_placement", "placed_for_adoption", null);
  from("social_workers", "SW_DECOM", "agency_response", "worker_change", "SW_REASON");
  from("deprivation_of_liberty", "DOLO_START", "legal", "deprivation_of_liberty", null);
}

const labelled = (column: string): Level[] =>
  Object.entries(ssda903Codes[column] ?? {}).map(([value, { label }]) => ({ value, label }));
const yesNo: Level[] = [
  { value: "1", label: "Yes" },
  { value: "0", label: "No" },
];
const sexes: Level[] = [
  { value: "male", label: "Male" },
  { value: "female", label: "Female" },
  { value: "unknown", label: "Neither male nor female (U)" },
];
const sexOf: Readonly<Record<string, string>> = {
  1: "male",
  M: "male",
  2: "female",
  F: "female",
  U: "unknown",
};

/** Columns taken over from the latest row of each child, with their names here. */
const carried: readonly (readonly [Ssda903TableName, string, string, string])[] = [
  ["header", "ETHNIC", "ethnicity", "Ethnicity"],
  ["oc2", "CONVICTED", "convicted", "Convicted or cautioned in the year"],
  ["oc2", "HEALTH_CHECK", "health_check", "Development checks up to date"],
  ["oc2", "IMMUNISATIONS", "immunisations", "Immunisations up to date"],
  ["oc2", "TEETH_CHECK", "teeth_check", "Teeth checked"],
  ["oc2", "HEALTH_ASSESSMENT", "health_assessment", "Health assessment in the year"],
  ["oc2", "SUBSTANCE_MISUSE", "substance_misuse", "Substance misuse"],
  ["oc2", "INTERVENTION_RECEIVED", "intervention_received", "Help with substances received"],
  ["oc2", "INTERVENTION_OFFERED", "intervention_offered", "Help with substances offered"],
  ["oc2", "SDQ_REASON", "sdq_reason", "Why there is no SDQ score"],
  ["oc3", "IN_TOUCH", "in_touch", "Care leaver: in touch"],
  ["oc3", "ACTIV", "activity", "Care leaver: activity"],
  ["oc3", "ACCOM", "accommodation", "Care leaver: accommodation"],
  ["previous_permanence", "PREV_PERM", "previous_permanence", "Earlier permanence"],
];

function childrenTable(
  courses: ReadonlyMap<string, CareCourse>,
  byChild: ReadonlyMap<string, readonly Episode[]>,
  returns: Returns,
  options: ConvertOptions,
): Dataset {
  const latest = new Map<Ssda903TableName, Map<string, ReturnRow>>();
  const ids = new Set<string>();
  for (const [table, rows] of returns.rows) {
    const own = new Map<string, ReturnRow>();
    for (const row of rows) {
      ids.add(row.child);
      if ((own.get(row.child)?.year ?? 0) <= row.year) own.set(row.child, row);
    }
    latest.set(table, own);
  }
  for (const child of byChild.keys()) ids.add(child);
  const children = [...ids].sort();
  const row = (table: Ssda903TableName, child: string) => latest.get(table)?.get(child);
  const course = (child: string) => courses.get(child);
  const columns: Column[] = [
    textColumn(options.columns.child, children, { label: "Child" }),
    categoricalColumn(
      options.columns.authority,
      children.map(
        (child) => byChild.get(child)?.at(-1)?.authority || row("header", child)?.authority || null,
      ),
      { label: "Authority" },
    ),
    dateColumn(
      options.columns.birth,
      children.map((child) => row("header", child)?.day("DOB") ?? null),
      {
        label: "Date of birth",
      },
    ),
    dateColumn(
      options.columns.index,
      children.map((child) => course(child)?.firstHome ?? null),
      {
        label: "First return home",
        origin: "derived",
      },
    ),
    categoricalColumn(
      "sex",
      children.map((child) => sexOf[row("header", child)?.text("SEX") ?? ""] ?? null),
      {
        label: "Sex",
        levels: sexes,
      },
    ),
    categoricalColumn(
      "unaccompanied",
      children.map((child) => (row("uasc", child) ? "1" : "0")),
      {
        label: "Unaccompanied asylum seeker",
        levels: yesNo,
      },
    ),
    numericColumn(
      "sdq_score",
      children.map((child) => {
        const text = row("oc2", child)?.text("SDQ_SCORE") ?? "";
        return /^\d+(\.0+)?$/.test(text) ? Number(text) : null;
      }),
      { label: "SDQ score, latest" },
    ),
  ];
  for (const [table, from, name, label] of carried) {
    const levels =
      ssda903Codes[from] === undefined ? (from === "ACCOM" ? undefined : yesNo) : labelled(from);
    const values = children.map(
      (child) => row(table, child)?.text(from).replace(/\.0$/, "") || null,
    );
    columns.push(
      categoricalColumn(name, values, { label, ...(levels === undefined ? {} : { levels }) }),
    );
  }
  const derived = { origin: "derived" } as const;
  const firstNeed = children.map((child) => byChild.get(child)?.[0]?.need || null);
  columns.push(
    categoricalColumn("need", firstNeed, {
      label: "Need at first episode",
      levels: labelled("CIN"),
    }),
  );
  const numbers: [string, string, (each: CareCourse) => number][] = [
    ["returns_home_planned", "Returns home, planned (E4A)", (each) => each.homePlanned],
    ["returns_home_unplanned", "Returns home, not planned (E4B)", (each) => each.homeUnplanned],
    ["re_entries", "Re-entries to care after a return home", (each) => each.reEntries],
  ];
  for (const [name, label, of] of numbers) {
    const values = children.map((child) => {
      const own = course(child);
      return own === undefined ? null : of(own);
    });
    columns.push(numericColumn(name, values, { label, ...derived }));
  }
  const flags: [string, string, (each: CareCourse) => boolean][] = [
    ["record_begins_mid_care", "Record begins mid-care", (each) => each.leftTruncated],
    ["in_care_at_end", "In care at the end of the latest return", (each) => each.openAtEnd],
  ];
  for (const [name, label, of] of flags) {
    const values = children.map((child) => {
      const own = course(child);
      return own === undefined ? null : of(own) ? "1" : "0";
    });
    columns.push(categoricalColumn(name, values, { label, levels: yesNo, ...derived }));
  }
  const records = children.map((child) => [
    ...[...latest.values()].flatMap((own) => {
      const found = own.get(child);
      return found === undefined ? [] : [{ file: found.file, row: found.row }];
    }),
    ...(byChild.get(child) ?? []).map(({ file, row: line }) => ({ file, row: line })),
  ]);
  return dataset(columns, { name: "children", unit: "child", records });
}

function placementsTable(spells: readonly Spell[], child: string): Dataset {
  const columns: Column[] = [
    textColumn(
      "placement_id",
      spells.map((_, index) => `P${index + 1}`),
    ),
    textColumn(
      child,
      spells.map((each) => each.child),
    ),
    dateColumn(
      "start",
      spells.map((each) => each.start),
    ),
    dateColumn(
      "end",
      spells.map((each) => each.end),
    ),
    categoricalColumn(
      "setting",
      spells.map((each) => each.setting),
      { label: "Setting", levels: settings },
    ),
    categoricalColumn(
      "legal_status",
      spells.map((each) => each.legal),
      {
        label: "Legal status",
        levels: legalStatuses,
      },
    ),
    textColumn(
      "carer_id",
      spells.map((each) => each.carer),
    ),
    categoricalColumn(
      "end_reason",
      spells.map((each) => each.endReason || null),
      {
        label: "Reason it ended",
        levels: [
          ...labelled("REC"),
          { value: "re_entry", label: "Came back into care" },
          { value: "still_open", label: "Still open at the end of the latest return" },
        ],
      },
    ),
    categoricalColumn(
      "planned",
      spells.map((each) =>
        each.endReason === "E4A" ? "1" : each.endReason === "E4B" ? "0" : null,
      ),
      { label: "Was the end planned?", levels: yesNo },
    ),
  ];
  return dataset(columns, {
    name: "placements",
    unit: "placement",
    records: spells.map((each) => each.records),
  });
}

function eventsTable(events: readonly Event[], child: string): Dataset {
  const columns: Column[] = [
    textColumn(
      "event_id",
      events.map((_, index) => `E${index + 1}`),
    ),
    textColumn(
      child,
      events.map((each) => each.child),
    ),
    dateColumn(
      "date",
      events.map((each) => each.day),
    ),
    categoricalColumn(
      "lane",
      events.map((each) => each.lane),
      { levels: lanes },
    ),
    categoricalColumn(
      "type",
      events.map((each) => each.type),
    ),
    categoricalColumn(
      "category",
      events.map((each) => each.category),
    ),
    categoricalColumn(
      "outcome",
      events.map((each) => each.outcome),
    ),
  ];
  return dataset(columns, {
    name: "events",
    unit: "event",
    records: events.map((each) => [each.record]),
  });
}
