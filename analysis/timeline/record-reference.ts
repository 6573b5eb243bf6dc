/** A record behind a fact: which table and which of its rows. */
export interface RecordReference {
  readonly table: "placements" | "events" | "ratings" | "children" | "families";
  /** Its row in the table; of families, its number among the study's families. */
  readonly row: number;
}
