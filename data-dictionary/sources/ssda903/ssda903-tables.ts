/** The tables of the return, each known by exactly these columns, whatever the file is called. */
export const ssda903Tables = {
  header: "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB".split(" "),
  episodes:
    "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN".split(
      " ",
    ),
  reviews: "CHILD DOB REVIEW REVIEW_CODE".split(" "),
  uasc: "CHILD SEX DOB DUC".split(" "),
  oc2: "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED".split(
    " ",
  ),
  oc3: "CHILD DOB IN_TOUCH ACTIV ACCOM".split(" "),
  ad1: "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR".split(" "),
  placed_adoption: "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED".split(" "),
  previous_permanence: "CHILD DOB PREV_PERM LA_PERM DATE_PERM".split(" "),
  missing: "CHILD DOB MISSING MIS_START MIS_END".split(" "),
  social_workers: "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON".split(" "),
  deprivation_of_liberty: "CHILD DOB DOLO_START DOLO_END".split(" "),
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Ssda903TableName = keyof typeof ssda903Tables;

/** Columns that a regional pooled file has on top, some of them only after repair. */
const pooledColumns = new Set(["LA", "YEAR", "Episode_source", "YEAR_latest"]);

/**
 * Which table of the SSDA903 return a header row is, and whether it is the regional pooled layout (with LA
 * and YEAR, and ISO dates); null when it is none.
 *
 * @example
 * recogniseSsda903(["CHILD", "DOB", "REVIEW", "REVIEW_CODE"]) // => { table: "reviews", pooled: false }
 * @example
 * recogniseSsda903(["LA", "YEAR", "CHILD", "DOB", "DOLO_START", "DOLO_END"]) // => { table: "deprivation_of_liberty", pooled: true }
 * @example
 * recogniseSsda903(["CHILD", "DOB"]) // => null
 */
export function recogniseSsda903(
  header: readonly string[],
): { readonly table: Ssda903TableName; readonly pooled: boolean } | null {
  const own = header.filter((name) => !pooledColumns.has(name));
  const pooled = header.includes("LA") && header.includes("YEAR");
  if (own.length !== header.length && !pooled) return null;
  const given = new Set(own);
  for (const [table, columns] of Object.entries(ssda903Tables)) {
    if (columns.length === own.length && columns.every((name) => given.has(name))) {
      return { table: table as Ssda903TableName, pooled };
    }
  }
  return null;
}
