import type { Level } from "../../data-dictionary/table/column.ts";
import type { MissingCode } from "../../data-dictionary/table/missing.ts";
import type { Stay } from "../timeline/stays.ts";
import type { Timelines } from "../timeline/timelines.ts";

/** One child's record, gathered once and read by every fact. */
export interface ChildStory {
  readonly time: Timelines;
  readonly child: number;
  readonly family: number;
  readonly birth: number | null;
  readonly index: number | null;
  readonly followUp: number | null;
  /** All stays on record, in order. */
  readonly stays: readonly Stay[];
  /** The stay on the day of follow-up, by its place in `stays`; −1 when there is none. */
  readonly current: number;
  /** The stay that began with the index return; −1 when there is none. */
  readonly indexStay: number;
}

/** A value that is not there, with the reason. */
export interface Unknown {
  readonly missing: MissingCode;
}
export const notRecorded: Unknown = { missing: -9 };
export const notApplicable: Unknown = { missing: -7 };

/** A record behind a fact: which table and which of its rows. */
export interface RecordReference {
  readonly table: "placements" | "events" | "ratings" | "children";
  readonly row: number;
}

/**
 * A number or category worked out from one child's records by a documented rule. `of` gives a number, the
 * value of a level, or why there is none.
 */
export interface Fact {
  readonly name: string;
  readonly label: string;
  /** How it is worked out, in one or two sentences for the reader of a trace. */
  readonly meaning: string;
  readonly unit?: string;
  readonly levels?: readonly Level[];
  readonly ordered?: boolean;
  readonly sensitive?: boolean;
  readonly of: (story: ChildStory) => number | string | Unknown;
  readonly records: (story: ChildStory) => readonly RecordReference[];
}

/** The levels of a yes/no fact. */
export const yesNoLevels: readonly Level[] = [
  { value: "1", label: "Yes" },
  { value: "0", label: "No" },
];
