import type { RecordReference } from "../../timeline/record-reference.ts";
import type { Stay } from "../../timeline/stays.ts";

/** The rows of the placements table behind some stays. */
export const placementRows = (stays: readonly Stay[]): RecordReference[] =>
  stays.flatMap((stay) => stay.rows.map((row) => ({ table: "placements" as const, row })));
