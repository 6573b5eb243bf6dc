import type { Level } from "../../data-dictionary/table/column.ts";
import type { MissingCode } from "../../data-dictionary/table/missing.ts";
import type { ChildStory } from "../timeline/child-story.ts";
import type { RecordReference } from "../timeline/record-reference.ts";

/** A value that is not there, with the reason. */
export interface Unknown {
  readonly missing: MissingCode;
}
export const notRecorded: Unknown = { missing: -9 };
export const notApplicable: Unknown = { missing: -7 };

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
  /** The value as a clause of a note; "label: value" without it. */
  readonly tell?: (value: number | string) => string;
  /** A value as a rule asks for it in a note; the level's label or the number without it. */
  readonly asked?: (value: number | string) => string;
  /** Why there is no value, as a clause of a note, for a fact that can say more than "not recorded". */
  readonly absence?: (story: ChildStory) => string | null;
}

/** The levels of a yes/no fact. */
export const yesNoLevels: readonly Level[] = [
  { value: "1", label: "Yes" },
  { value: "0", label: "No" },
];
