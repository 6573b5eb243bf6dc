import type { DriftEventKind, DriftSettings } from "../../../data-dictionary/study/drift-schema.ts";
import type { RecordReference } from "../../timeline/record-reference.ts";
import type { FamilyRecord } from "./family-record.ts";

/** A dated sign that a family's case was left to run. */
export interface DriftFinding {
  /** The name of the indicator. */
  readonly indicator: string;
  /** Number of the family, and of the child it is about; null when it is about the whole family. */
  readonly family: number;
  readonly child: number | null;
  /** The day on which the threshold was passed: the middle of `earliest` to `latest` for partial dates. */
  readonly day: number;
  readonly earliest: number;
  readonly latest: number;
  /** Does it hold whatever the partial dates were, or only for some of them? */
  readonly certainty: "certain" | "possible";
  /** How long, or how many, as a range: the ends differ where dates are partial. */
  readonly amount: {
    readonly least: number;
    readonly most: number;
    readonly unit: "days" | "months" | "times";
  } | null;
  /** What was found, in one sentence without a full stop; never an identifier. */
  readonly words: string;
  readonly records: readonly RecordReference[];
}

/** One way a case can drift: how it is looked for, and the practice it points at. */
export interface DriftIndicator {
  readonly name: string;
  readonly label: string;
  /** How it is found, with the thresholds in force. */
  readonly meaning: (settings: DriftSettings) => string;
  /** What good practice would have been. */
  readonly practice: string;
  /** The table and the kinds of event without which nothing can be found. */
  readonly needs: {
    readonly table: "events" | "placements";
    readonly kinds: readonly DriftEventKind[];
  };
  readonly find: (record: FamilyRecord) => DriftFinding[];
}
