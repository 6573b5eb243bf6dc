import type { ResultDocument } from "./results.ts";

/** What the study's disclosure profile says to a release of its plan. */
export interface SharingDocument extends ResultDocument {
  readonly schema: "throughline/sharing/v1";
  readonly profile: string;
  readonly version: number;
  /** Counts below this are small by the profile. */
  readonly threshold: number;
  /** Why it could not be asked, or what the profile refuses; null when it allows a release. */
  readonly problem: string | null;
  readonly outputs: {
    readonly all: number;
    readonly released: number;
    readonly review: number;
    readonly withheld: number;
  } | null;
  readonly counts: {
    readonly all: number;
    /** Hidden because they are small, or to protect those. */
    readonly hidden: number;
    readonly small: number;
  } | null;
  /** Outputs that the profile would not release as they are. */
  readonly list: readonly {
    readonly title: string;
    readonly status: string;
    readonly reason: string;
  }[];
  readonly lastRelease: {
    readonly number: number;
    readonly date: string;
    readonly profile: string;
    readonly approved: boolean;
  } | null;
}
