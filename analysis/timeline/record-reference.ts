/** A record behind a fact: which table and which of its rows. */
export interface RecordReference {
  readonly table: "placements" | "events" | "ratings" | "children";
  readonly row: number;
}
