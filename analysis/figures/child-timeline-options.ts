import type { TimelineSpan } from "../timeline/child-timeline.ts";
import type { FigureOptions } from "./figure.ts";

/** A dated sign of drift, from whatever found it. */
export interface TimelineFlag {
  readonly date: string;
  readonly label: string;
}

/** A stretch of time in which the case was steered in one way. */
export interface TimelinePhase extends TimelineSpan {
  readonly value: "proactive" | "passive";
}

export interface ChildTimelineOptions extends FigureOptions {
  readonly flags?: readonly TimelineFlag[];
  /** What to call the child; "one child" when left out. Never an identifier in anything that leaves the team. */
  readonly called?: string;
  /** How the case was steered, for a lane of its own. */
  readonly phases?: readonly TimelinePhase[];
  /** Made up, so that it may be shown to anybody. */
  readonly invented?: boolean;
  /** Stem of a file name; "child-timeline" when left out. */
  readonly name?: string;
}
